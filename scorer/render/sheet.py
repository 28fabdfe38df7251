"""
The sign-off sheet of a report (签核单): a case in, everything that is printed out, as plain strings.

Only says what stands; nothing is read, written or decided here. It is in Chinese, for the file of the office, and says the
same as a Word document and as HTML, which know nothing of cases.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from scorer.decisions import ReviewedObligation, Standing
from scorer.model import ChecklistFacts, Evidence, NotCounted, ObligationResult
from scorer.names import base_name
from scorer.render.wording import word
from scorer.review import Case
from scorer.settle import scorecard_digest

TITLE = "法治政府建设年度报告复核签核单"
REMARK = "报告、清单或者处理意见有任何改动，以上校验值随之改变，本单即不再有效，应当重新核对、重新签核。"
_ROLES = {"reviewer": "复核人", "approver": "审批人"}
# What a printer cannot show, or what makes text read otherwise than it stands: controls, turns of direction, halves of
# characters, and code points that are none.
_UNSHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")

Lines = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """
    A table of the sheet.

    Attributes:
        widths: of its columns, millimetres.
        rows: cells, each some lines.
        head: titles of the columns; none where each row begins with its own.
        height: of a row, millimetres at least; 0 for as much as its text needs.
    """

    widths: tuple[int, ...]
    rows: tuple[tuple[Lines, ...], ...]
    head: Lines = ()
    height: int = 0


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it: prose, then tables."""

    heading: str
    prose: Lines = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The sheet from top to bottom; `remark` is its last line."""

    title: str
    parts: tuple[Part, ...]
    remark: str


class Signature(NamedTuple):
    """
    Who signed the report, as what, and when (as it is to be printed).

    Attributes:
        signed: whether with a key.
        stands: whether report and decisions are still those that were signed.
    """

    name: str
    role: str
    time: str
    signed: bool
    stands: bool = True


def sheet(case: Case, signatures: Sequence[Signature] = (), judged: date | None = None) -> Sheet:
    """
    The sign-off sheet of `case`.

    Args:
        signatures: those that there are, in the order in which they are printed.
        judged: the day of the case, where it was asked for; a sheet of today does not say so, and is the same tomorrow.
    """
    notes = _lines(
        *(note.zh for note in case.card.notes),
        *(f"清单不要求“{one.obligation}”：{one.reason}" for one in case.card.checklist.left_out),
    )
    parts = [
        Part("报告与核对依据", tables=(_identity(case, judged),)),
        *([Part("提示", notes)] if notes else []),
        Part("逐项结论与处理意见", tables=(_obligations(case),)),
        Part("尚未解决的事项", tuple(_open(case)) or ("没有尚未解决的事项。",)),
        Part("签核", tables=(*_signed(signatures), _by_hand())),
    ]
    numbered = (replace(part, heading=f"{n}、{part.heading}") for n, part in zip("一二三四五", parts, strict=False))
    return Sheet(TITLE, tuple(numbered), REMARK)


def shown(text: str) -> str:
    """`text` on one line, with � for what cannot be printed as it stands."""
    return _UNSHOWN.sub("\ufffd", _BREAKS.sub(" ", text))


def _word(key: str, *values: object) -> str:
    """What the sheet calls `key`: what the scorecard does."""
    return word(key, "zh", *values)


def _lines(*texts: str) -> Lines:
    return tuple(shown(text) for text in texts if text)


def _identity(case: Case, judged: date | None) -> Table:
    card, reviewed = case.card, case.reviewed
    report, found, stands = card.report, card.summary, reviewed.summary
    score = "全部豁免，不计分" if reviewed.score is None else f"得分{reviewed.score:g}"
    decisions = _pinned(base_name(reviewed.path), reviewed.sha256) if reviewed.path else ("没有",)
    facts = {
        "报告标题": (report.title or _word("untitled"),),
        "制发机关": (report.issuer or _word("no-issuer"),),
        "报告年度": (_word("year", report.year) if report.year else "（未识别出年度）",),
        "文件": _pinned(f"{base_name(report.path)}（{report.chars}个字符）", report.sha256),
        "核对清单": tuple(_checklist(card.checklist)),
        "核对程序": (f"fzcheck {card.fzcheck}",),
        "处理意见": decisions,
        "评分卡": _pinned("机器核对的全部结果", scorecard_digest(card)),
        "判断日期": (f"豁免是否到期，按{judged.isoformat()}判断" if judged else "",),
        "机器核对": (f"得分{card.score:g}；已覆盖{found.covered}项、部分覆盖{found.partial}项、缺失{found.missing}项",),
        "复核之后": (
            f"{score}；已覆盖{stands.covered}项、部分覆盖{stands.partial}项、缺失{stands.missing}项、豁免{stands.waived}项",
        ),
    }
    return Table((26, 130), tuple((_lines(label), _lines(*said)) for label, said in facts.items() if any(said)))


def _checklist(checklist: ChecklistFacts) -> Iterator[str]:
    """The checklist as a whole and each of its layers, the outermost first, with edition and digest."""
    yield from _pinned(f"{checklist.title}（{checklist.id}，{checklist.version}版）", checklist.sha256)
    for layer in reversed(checklist.layers):
        yield from _pinned(f"其中{layer.id}，{layer.version}版", layer.sha256)


def _pinned(name: str, sha256: str) -> Lines:
    """What is called so, and its digest on a line of its own, so that it is printed in one piece."""
    return f"{name}，SHA-256：", sha256


def _obligations(case: Case) -> Table:
    pairs = zip(case.card.obligations, case.reviewed.obligations, strict=True)
    return Table(
        (10, 23, 18, 19, 27, 59),
        tuple(_obligation(n, *pair) for n, pair in enumerate(pairs, start=1)),
        ("序号", "义务", "结论", "处理意见", "理由与说明", "引证"),
    )


def _obligation(number: int, found: ObligationResult, stands: ReviewedObligation) -> tuple[Lines, ...]:
    lacking = _titles(found, [e for e, came in stands.elements.items() if came in ("open", "gap")])
    opinions = [line for one in stands.decisions for line in _opinion(one, found)]
    if "open" in stands.elements.values():
        opinions.append(_word("pending"))
    return (
        _lines(str(number)),
        _lines(found.title, f"（{_word('core')}）" if found.core else ""),
        _lines(
            _word(found.status), f"{_word('reviewed')}：{_word(stands.status)}" if stands.status != found.status else ""
        ),
        _lines(*(opinions or ["—"])),
        _lines(*map(_explanation, stands.decisions), f"缺：{lacking}" if lacking else ""),
        _lines(*_citations(found, stands)),
    )


def _opinion(standing: Standing, found: ObligationResult) -> Iterator[str]:
    element = _element(standing, found)
    yield _word(standing.decision.decision) + (f"（{element}）" if element else "")
    if standing.state != "holds":
        yield f"〔{_lapsed(standing)}〕"


def _lapsed(standing: Standing) -> str:
    decision = standing.decision
    alone = decision.decision == "override" and not decision.quote and standing.state == "stale"
    return _word("line-only" if alone else standing.state)


def _element(standing: Standing, found: ObligationResult) -> str:
    """The title of the element that is decided on, its id where the checklist has none such; "" for all elements."""
    wanted = standing.decision.element
    return next((e.title for e in found.elements if e.id == wanted), wanted)


def _explanation(standing: Standing) -> str:
    decision = standing.decision
    said = [
        f"事由：{_word(f'waive-{decision.reason}')}" if decision.reason else "",
        decision.note.strip(),
        f"有效期至{decision.until}" if decision.until else "",
    ]
    return "；".join(one.rstrip("。；") for one in said if one)


def _citations(found: ObligationResult, stands: ReviewedObligation) -> Iterator[str]:
    """Best evidence of what is met, what overrides quote, and of what stays unmet the sentence that came nearest."""
    for one in found.not_applicable:
        yield f"{_word('not-applicable')}：{_quotation(one)}"
    for element in found.elements:
        if element.met:
            yield f"{element.title}：{_quotation(element.evidence[0])}"
        elif element.not_counted and stands.elements[element.id] != "overridden":
            yield f"{element.title}：{_uncounted(element.not_counted[0])}"
    for standing in stands.decisions:
        if standing.decision.decision == "override":
            title = _element(standing, found)
            yield (f"{title}：" if title else "") + _override(standing)


def _override(standing: Standing) -> str:
    decision, quoted = standing.decision, standing.quoted
    if quoted:
        return f"{_word('override')}，引{_word('line', quoted.line)}“{quoted.text}”"
    if decision.quote:
        return f"{_word('override')}，所引“{decision.quote}”报告里已经没有"
    return f"{_word('override')}，只引{_word('line', decision.line)}，没有写明原句"


def _quotation(evidence: Evidence) -> str:
    return f"{_word('line', evidence.line)}“{evidence.text}”"


def _uncounted(evidence: NotCounted) -> str:
    return f"{_word('not-counted')}（{_word(evidence.why)}），{_quotation(evidence)}"


def _titles(found: ObligationResult, elements: Collection[str]) -> str:
    return "、".join(e.title for e in found.elements if e.id in elements)


def _open(case: Case) -> Iterator[str]:
    """What stands against publishing, a line each, in the order of the checklist."""
    for found, stands in zip(case.card.obligations, case.reviewed.obligations, strict=True):
        lapsed = [one for one in stands.decisions if one.state != "holds"]
        for one in lapsed:
            yield shown(f"{found.title}：{''.join(_opinion(one, found))}，请重新处理或者删去。")
        # What a decision was about that no longer holds has been named already.
        told = {e for e in stands.elements for one in lapsed if one.decision.element in ("", e)}
        if undecided := [e for e, came in stands.elements.items() if came == "open" and e not in told]:
            yield shown(f"{found.title}：尚无处理意见（{_titles(found, undecided)}）。")
        if gaps := [e for e, came in stands.elements.items() if came == "gap"]:
            yield shown(f"{found.title}：已同意缺漏，须补写后重新核对（{_titles(found, gaps)}）。")
    for one in case.reviewed.unknown:
        name = ".".join(filter(None, (one.decision.obligation, one.decision.element)))
        yield shown(f"{name}：{_word(one.decision.decision)}〔{_word('unknown')}〕，请删去。")


def _signed(signatures: Sequence[Signature]) -> Iterator[Table]:
    """The table of those who signed; none where nobody did."""
    if signatures:
        rows = (
            tuple(map(_lines, (one.name, _ROLES.get(one.role, one.role), one.time, _mark(one)))) for one in signatures
        )
        yield Table((46, 30, 54, 26), tuple(rows), ("签核人", "身份", "时间", "签名"))


def _mark(one: Signature) -> str:
    if not one.stands:
        return "此后有改动，作废"
    return "已签名" if one.signed else "未签名"


def _by_hand() -> Table:
    """Where people sign on paper."""
    rows = ((_lines(f"{role}（签名）"), (), _lines("日期"), _lines("年　　月　　日")) for role in _ROLES.values())
    return Table((36, 50, 18, 52), tuple(rows), height=16)
