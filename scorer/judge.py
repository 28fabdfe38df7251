"""
Judges a match: whether the words that were found count as evidence, and if not, why.

What is judged is never how well the words fit, only what the sentence does with them: who speaks, of what, and when.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from scorer.fold import unquoted
from scorer.lookup import Lookup, Span
from scorer.modality import Clause
from scorer.model import MET, Pattern, Reason
from scorer.segment import Sentence

# What may follow a word that is only part of a name: 行政复议应诉科, 执法监督平台.
_OFFICE = re.compile(
    r"^(?:[^,。;:、\d]{0,4}(?:科(?![学技普研目])|股(?![份权东])|大队|中队|支队(?!伍))"
    "|(?:处(?![罚理置分以])|局(?!面|部|限|势)|平台|系统(?![性地化])|领导小组|协调小组|联络群|微信群))"
)
_ISSUED = re.compile(
    "制定|制订|印发|出台|修订|修改|完善|落实|执行|实施|施行|建立|起草|发布|下发|制发|公布|健全|通过|编制|汇编|贯彻|推行|遵守|遵循|审议|拟定|转发"
)
_STUDIED = re.compile(
    "学习|研读|宣传|宣讲|解读|培训|领学|学好|读|讲解|讲授|熟悉|掌握|知晓|发放|依据|根据|按照|依照|对照"
)
_NEGATION = re.compile("[未没无不零]|尚缺")
_NAME_LOOK = 8
_TITLE_LOOK = 12


class Verdict(NamedTuple):
    """Why a match does not count, "" where it does; and the word that settled it, for people."""

    why: Reason | str
    because: str = ""


def judge(lookup: Lookup, pattern: Pattern, i: int, spans: Sequence[Span], score: int) -> Verdict:
    """
    Whether the words of `pattern` at `spans` in sentence number `i` count.

    Args:
        spans: of bare text, in order.
        score: how well they fit, 0-100.
    """
    sentence = lookup.document.sentences[i]
    if pattern.section:
        return _in_section(lookup, pattern, i)
    folded = [lookup.folded(span) for span in spans]
    touched = [c for c in sentence.clauses if any(c.at < to and at < c.to for at, to in folded)]
    if why := _modality(lookup, sentence, touched, spans):
        return Verdict(why)
    if word := _other_subject(lookup, pattern, sentence, touched):
        return Verdict("subject", word)
    if name := _part_of_name(lookup, spans):
        return Verdict("subject", name)
    if title := _only_titled(lookup, sentence, folded):
        return Verdict("weak", title)
    for words in pattern.near:
        if not near(lookup, words, i):
            return Verdict("weak", "/".join(words))
    # R3: a heading counts where text follows under it.
    unfollowed = sentence.heading is not None and not sentence.followed
    return Verdict("weak" if unfollowed or score < MET else "")


def _in_section(lookup: Lookup, pattern: Pattern, i: int) -> Verdict:
    """For what is looked for in one part of the report: there a problem or a plan is no objection."""
    sentences = lookup.document.sentences
    sentence = sentences[i]
    if pattern.parts and sentence.kind != pattern.section:
        # Without a section on problems, a sentence that names one, or follows one that does, will do.
        around = [s for s in sentences[max(0, i - 1) : i + 1] if s.paragraph == sentence.paragraph]
        if pattern.section != "problem" or not any(c.why == "problem" for s in around for c in s.clauses):
            return Verdict("subject")
    text = unquoted(lookup.document.folded.text[sentence.at : sentence.to])
    word = next((word for word in pattern.without if word in text), "")
    return Verdict("subject", word) if word else Verdict("")


def near(lookup: Lookup, words: tuple[str, ...], i: int) -> bool:
    """Whether one of `words` stands in sentence number `i` or in a heading above it."""
    if i in lookup.any(words):
        return True
    context = lookup.document.sentences[i].context
    return bool(context) and any(word in context for word in words)


def _modality(lookup: Lookup, sentence: Sentence, touched: list[Clause], spans: Sequence[Span]) -> Reason | str:
    for clause in touched:
        if clause.why in ("denied", "problem") and sentence.kind not in ("problem", "plan"):
            # 未发生行政复议案件: a term that itself denies is met by the denial.
            inside = [s for s in spans if lookup.folded(s)[0] < clause.to and clause.at < lookup.folded(s)[1]]
            if any(_NEGATION.search(lookup.text(*span)) for span in inside):
                continue
        if clause.why:
            return clause.why
    return ""


def _other_subject(lookup: Lookup, pattern: Pattern, sentence: Sentence, touched: list[Clause]) -> str:
    """
    The word that makes the match speak of something else: catalogue R6.

    It is looked for in the clauses that matched; in the whole sentence where those clauses lack what the pattern
    needs around it, and so do not say themselves what they are about.
    """
    if not pattern.without:
        return ""
    text = lookup.document.folded.text
    stretch = unquoted("|".join(text[c.at : c.to] for c in touched))
    if not all(any(word in stretch for word in words) for words in pattern.near):
        stretch = unquoted(text[sentence.at : sentence.to])
    return next((word for word in pattern.without if word in stretch), "")


def _part_of_name(lookup: Lookup, spans: Sequence[Span]) -> str:
    """What makes the only word that matched part of the name of an office or a platform: catalogue R5."""
    if len(spans) > 1:
        return ""
    to = spans[0][1]
    match = _OFFICE.match(lookup.text(to, to + _NAME_LOOK))
    return match[0] if match else ""


def _only_titled(lookup: Lookup, sentence: Sentence, spans: Sequence[Span]) -> str:
    """
    The title in 《》 that all the words stand in, where the sentence does not say it was issued or carried out.

    Source: catalogue R4-titles. `spans` are of folded text.
    """
    text = lookup.document.folded.text
    opened = text.rfind("《", sentence.at, spans[0][0] + 1)
    closed = text.find("》", opened, sentence.to) if opened >= 0 else -1
    if closed < spans[-1][1]:
        return ""
    # Titles listed before this one are governed by the same verb.
    before = re.sub("《[^《》]*》", "", text[sentence.at : opened])
    before = re.split("[,;:。]", before)[-1]
    issued, studied = _ISSUED.search(before), _STUDIED.search(before)
    if issued and not (studied and studied.start() > issued.start()):
        return ""
    if not studied and _ISSUED.search(text[closed + 1 : closed + _TITLE_LOOK]):
        return ""
    return text[opened : closed + 1]
