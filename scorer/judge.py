"""
Judges a match: whether the words that were found count as evidence, and if not, why.

What is judged is never how well the words fit, only what the sentence does with them: who speaks, of what, and when.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from scorer.compiled import Pattern
from scorer.index import Span, within
from scorer.lookup import Clause, Lookup
from scorer.model import MET, Reason
from scorer.structure import LAW

# 学习《条例》关于公众参与的规定: a provision is read, not done.
_PROVISION = re.compile(r"》[^,;。]{0,6}(?:关于|有关|对|中)[^,;。《》]*$")
_OF_PROVISION = re.compile("^[^,;。《》]{0,12}的?(?:规定|条款|章节|条文|要求|内容)(?:[,;。]|$)")
# 把重大执法决定法制审核的有关规定列进书单: it is only to be read.
_IN_SYLLABUS = re.compile(
    "^[^,;。《》]{0,6}的?(?:有关|相关)?(?:规定|条款|内容|知识)(?:列|纳|写|作为|编)[^,;。]{0,8}(?:书单|课程|课表|必修|必学|学习|培训|考题|考试|教材|题库)"
)
_SYLLABUS_LOOK = 30
# What may follow a word that is only part of a name: 行政复议应诉科, 执法监督平台.
_OFFICE = re.compile(
    r"^(?:[^,。;:、\d]{0,4}(?:科(?![学技普研目])|股(?![份权东])|大队|中队|支队(?!伍))"
    "|副?(?:主任|所长|站长|队长)[^,。;:、]{1,4}(?:在|获|被|因|于)"
    "|岗(?=设|由|配|[,。;])|(?:处(?![罚理置分以])|局(?!面|部|限|势)|办公室(?!会)|[站室点]?(?:旁边?的|门口|门前|隔壁|对面|新址|院内|、?[^,。]{0,8}同楼)|平台|系统(?![性地化])|(?:责任)?制?联席会议的?成员单位|领导小组|协调小组|调研组|督[导查]组|联络群|微信群))"
)
# What says that a name was only that of somebody's office: 合法性审核科科长来镇, 多元化解中心一名干部获奖.
_STAFF = re.compile(
    r"^[^,。;:、]{0,9}?(?:科|股|处|室|部|局|办公室|中心)(?:的?[一二两三四五六\d]{1,2}名|的)?(?:[科股处局]长|干部(?!职工)|志愿者|同志|职工|党员|向|荣?获)"
)
_ISSUED = re.compile(
    "制定|制订|(?<!关于)印发|出台|修订|修改|完善|落实|执行|实施|施行|建立|起草|发布|下发|制发|公布|健全|通过|编制|汇编|贯彻|推行|遵守|遵循|审议|拟定|转发"
)
# 《意见》下发后,各单位均已传阅: when it came is no word of what was made of it.
_ISSUED_NOW = re.compile(f"(?:{_ISSUED.pattern})(?![以之]?后|以来)")
_STUDIED = re.compile(
    "学习|研读|宣传|宣讲|解读|培训|领学|学好|读|讲解|讲授|熟悉|掌握|知晓|发放|依据|根据|按照|依照|对照"
)
# What stands between two items of one list: the end of the first, whole items, the beginning of the second.
_LIST = re.compile(r"^[^,;:。、]{0,4}(?:、[^,;:。、]{0,9})*(?:、|及|和|与|以及)[^,;:。、]{0,6}$")
_EACH = re.compile(
    r"^(?:[^,;:。]{0,9}、)*[^,;:。、]{0,6},?(?:均|都(?!市)|全部|一律|必?须|应当?先|要先|件件|逐件|共计?(?=\d))"
)
_EACH_LOOK = 30
# What makes a term a denial; 未经审查不得上会 is a rule.
_NEGATION = re.compile("未(?!经)|[没无不零]|尚缺")
_NAME_LOOK = 12
_STAFF_LOOK = 14
# 合同逐件送审,规范性文件则自行把握
_CONTRAST = re.compile("^[^,]{1,10}(?<![法规原准守细总])则(?![^,]{0,2}》)")
_TITLE_LOOK = 12


class Verdict(Struct, frozen=True, gc=False):
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
    if not lookup.about_law and not _speaks_of_law(lookup, i):
        return Verdict("subject")
    if pattern.section:
        return _in_section(lookup, pattern, i)
    every = lookup.clauses(i)
    touched = _touched(every, spans) if len(every) > 1 else (0,)
    clauses = [every[n] for n in touched]
    if why := _modality(lookup, i, clauses, spans):
        return Verdict(why)
    word = (
        _other_subject(lookup, pattern, i, clauses, spans)
        or lookup.other_organ(i, touched)
        or _part_of_name(lookup, spans)
        or _contrasted(lookup, clauses, spans)
    )
    if word:
        return Verdict("subject", word)
    if title := _only_titled(lookup, i, spans) or _only_read(lookup, spans):
        return Verdict("weak", title)
    for choice in pattern.near:
        if not lookup.stands_near(choice, i):
            return Verdict("weak", "/".join(lookup.index.words(choice)))
    # R3: a heading counts where text follows under it.
    sentence = lookup.document.sentences[i]
    unfollowed = sentence.heading is not None and not sentence.followed
    return Verdict("weak" if unfollowed or score < MET else "")


def _touched(clauses: Sequence[Clause], spans: Sequence[Span]) -> tuple[int, ...]:
    """The numbers of those of `clauses` in which some of `spans` stands."""
    found = []
    for n, (start, end, _) in enumerate(clauses):  # without generators, which would cost more than what they ask
        for at, to in spans:
            if start < to and at < end:
                found.append(n)
                break
    return tuple(found)


def _speaks_of_law(lookup: Lookup, i: int) -> bool:
    """Whether sentence number `i`, or a heading above it, is about law: R6 for a text that is no such report."""
    return any(LAW.search(lookup.text(*lookup.bounds(n))) for n in (i, *lookup.document.sentences[i].above))


def _in_section(lookup: Lookup, pattern: Pattern, i: int) -> Verdict:
    """For what is looked for in one part of the report: there a problem or a plan is no objection."""
    sentences = lookup.document.sentences
    sentence = sentences[i]
    if pattern.parts and sentence.kind != pattern.section:
        # Without a section on problems, a sentence that names one, or follows one that does, will do.
        around = [s for s in sentences[max(0, i - 1) : i + 1] if s.paragraph == sentence.paragraph]
        if pattern.section != "problem" or not any(c.why == "problem" for s in around for c in s.clauses):
            return Verdict("subject")
    word = _banned(lookup, pattern, i, [lookup.bounds(i)])
    return Verdict("subject", word) if word else Verdict("")


def _modality(lookup: Lookup, i: int, clauses: Sequence[Clause], spans: Sequence[Span]) -> Reason | str:
    settled = lookup.document.sentences[i].kind in ("problem", "plan")
    for at, to, why in clauses:
        if why in ("denied", "problem") and not settled:
            # 未发生行政复议案件: a term that itself denies is met by the denial.
            inside = (span for span in spans if span[0] < to and at < span[1])
            if any(_NEGATION.search(lookup.text(*span)) for span in inside):
                continue
        if why:
            return why
    return ""


def _other_subject(lookup: Lookup, pattern: Pattern, i: int, clauses: Sequence[Clause], spans: Sequence[Span]) -> str:
    """
    The word that makes the match speak of something else: catalogue R6.

    It is looked for in the clauses that matched; in the whole sentence where those clauses lack what the pattern
    needs around it, and so do not say themselves what they are about.
    """
    if pattern.without is None or not lookup.index.stands_in(pattern.without, i):
        return ""
    stretches = [(at, to) for at, to, _ in clauses]
    told = all(any(within(span, stretches) for span in lookup.index.spans(choice, i)) for choice in pattern.near)
    return _banned(lookup, pattern, i, stretches if told else [lookup.bounds(i)], spans)


def _banned(lookup: Lookup, pattern: Pattern, i: int, stretches: Sequence[Span], matched: Sequence[Span] = ()) -> str:
    """
    The first word in `stretches` of sentence number `i` that rules the pattern out; "" where there is none.

    One that is only listed beside a word that matched does not: 重大决策、规范性文件、合同均经合法性审查 speaks of all three.
    """
    if pattern.without is None:
        return ""
    for span in lookup.index.spans(pattern.without, i):
        if within(span, stretches) and not any(_listed(lookup, one, span) for one in matched):
            return lookup.text(*span)
    return ""


def _listed(lookup: Lookup, one: Span, other: Span) -> bool:
    """Whether two words are items of one list of which what follows is said one and all."""
    (_, end), (start, to) = sorted((one, other))
    return end <= start and bool(_LIST.match(lookup.text(end, start)) and _EACH.match(lookup.text(to, to + _EACH_LOOK)))


def _provision(text: str, at: int, to: int) -> str:
    """The title of the law that is only studied for what it says of the words at `at:to`; "" where it is not so."""
    before = text[:at]
    opened = before.rfind("《")
    if opened < 0 or not _PROVISION.search(before) or not _OF_PROVISION.search(text[to:]):
        return ""
    studied = _STUDIED.search(re.split("[,;:。]", before[:opened])[-1])
    return before[opened:].partition("》")[0] + "》" if studied else ""


def _part_of_name(lookup: Lookup, spans: Sequence[Span]) -> str:
    """What makes the words that matched part of the name of an office or a platform: catalogue R5."""
    to = spans[-1][1]
    match = _STAFF.match(lookup.text(to - 2, to + _STAFF_LOOK))
    if not match and all(one[1] >= other[0] for one, other in pairwise(spans)):
        match = _OFFICE.match(lookup.text(to, to + _NAME_LOOK))
    return match[0] if match else ""


def _contrasted(lookup: Lookup, clauses: Sequence[Clause], spans: Sequence[Span]) -> str:
    """The beginning of a clause that is set against the one before, where the words that matched stand in both."""
    for at, to, _ in clauses[1:]:
        match = _CONTRAST.match(lookup.text(at, to))
        if match and spans[0][0] < at < spans[-1][1]:
            return match[0]
    return ""


def _only_titled(lookup: Lookup, i: int, spans: Sequence[Span]) -> str:
    """
    The title in 《》 that all the words stand in, where the sentence does not say it was issued or carried out.

    Source: catalogue R4-titles.
    """
    start, end = lookup.bounds(i)
    text = lookup.text(start, end)
    opened = text.rfind("《", 0, spans[0][0] - start + 1)
    if opened < 0:
        return ""
    closed = text.find("》", opened)
    if closed < spans[-1][1] - start:
        return _provision(text, spans[0][0] - start, spans[-1][1] - start)
    # Titles listed before this one are governed by the same verb.
    before = re.split("[,;:。]", re.sub("《[^《》]*》", "", text[:opened]))[-1]
    issued, studied = _ISSUED.search(before), _STUDIED.search(before)
    if issued and not (studied and studied.start() > issued.start()):
        return ""
    if not studied and _ISSUED_NOW.search(text[closed + 1 : closed + _TITLE_LOOK]):
        return ""
    return text[opened : closed + 1]


def _only_read(lookup: Lookup, spans: Sequence[Span]) -> str:
    """What puts the provisions on the words that matched on a list of what is to be read, or taught."""
    to = spans[-1][1]
    match = _IN_SYLLABUS.match(lookup.text(to, to + _SYLLABUS_LOOK))
    return match[0] if match else ""
