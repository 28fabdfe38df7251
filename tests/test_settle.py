"""Tests of scorer.settle: how a scorecard stands with decisions beside it."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import doc
from desk import GAP, REPORT, card, finding, settled, states, waiver

from scorer.decisions import Decision, ReviewedObligation
from scorer.settle import line_text, quoted, scorecard_digest, seen

AGREE = Decision("legal-advisers", "agree")
OVERRIDE = Decision("legal-advisers", "override", "contracts", quote=GAP)
# What the writer may add to the report.
MORE = REPORT.replace("六次", "六次，旁听庭审两次")
FIXED = REPORT.replace("顾问全年", "顾问审查合同文本，出具法律意见，全年")


def outcomes(*decisions: Decision, text: str = REPORT, name: str = "legal-advisers") -> dict[str, str]:
    """How the elements of an obligation came out."""
    found = {one.id: one for one in settled(*decisions, text=text).obligations}
    return dict(found[name].elements)


def obligation(*decisions: Decision, name: str = "legal-advisers") -> ReviewedObligation:
    """An obligation as reviewed."""
    return next(one for one in settled(*decisions).obligations if one.id == name)


def test_without_decisions_all_is_as_found() -> None:
    """Met elements are met, the others open; score and counts are the machine's."""
    reviewed, found = settled(), card()
    assert [o.id for o in reviewed.obligations] == [o.id for o in found.obligations]
    assert outcomes() == {"engagement": "met", "opinions": "open", "contracts": "open"}
    assert reviewed.score == found.score
    assert [o.status for o in reviewed.obligations] == [o.status for o in found.obligations]
    assert (reviewed.summary.covered, reviewed.summary.partial, reviewed.summary.missing) == (1, 1, 1)
    assert reviewed.summary.waived == 0
    assert reviewed.on == "2026-06-01"
    assert reviewed.having("open") == ["legal-advisers.opinions", "legal-advisers.contracts", "power-list.published"]
    assert not reviewed.settled


@pytest.mark.parametrize(
    ("decision", "came"),
    [
        (AGREE, {"engagement": "met", "opinions": "gap", "contracts": "gap"}),
        (waiver("legal-advisers"), {"engagement": "met", "opinions": "waived", "contracts": "waived"}),
        (
            Decision("legal-advisers", "override", quote=GAP),
            {"engagement": "met", "opinions": "overridden", "contracts": "overridden"},
        ),
        (OVERRIDE, {"engagement": "met", "opinions": "open", "contracts": "overridden"}),
    ],
    ids=["agree", "waive", "override", "element"],
)
def test_a_decision_is_about_what_is_not_met(decision: Decision, came: dict[str, str]) -> None:
    """One on an obligation is about its unmet elements and leaves met ones alone; one on an element about that one."""
    assert outcomes(decision) == came
    assert states(settled(decision)) == {".".join(filter(None, (decision.obligation, decision.element))): "holds"}


def test_an_element_s_own_decision_goes_first() -> None:
    """What is decided on an element counts for it, whatever is decided on its obligation; but to agree is never void."""
    assert outcomes(AGREE, OVERRIDE) == {"engagement": "met", "opinions": "gap", "contracts": "overridden"}
    assert outcomes(AGREE, OVERRIDE, waiver("legal-advisers", "opinions"))["contracts"] == "gap"
    gap = Decision("legal-advisers", "agree", "contracts")
    assert outcomes(waiver("legal-advisers"), gap)["contracts"] == "gap"


def test_to_disagree_with_what_the_machine_found() -> None:
    """To agree to a gap where all is met, or in a met element, makes a gap of it; it is never unneeded."""
    covered = Decision("training", "agree")
    assert outcomes(covered, name="training") == {"study": "gap"}
    assert obligation(covered, name="training").status == "missing"
    assert outcomes(Decision("legal-advisers", "agree", "engagement"))["engagement"] == "gap"
    assert set(states(settled(covered)).values()) == {"holds"}


def test_arithmetic() -> None:
    """Met and overridden elements count, gaps and open ones do not, waived ones are left out; means are by weight."""
    # legal-advisers 1/3, power-list (weight 2) 0, training 1
    assert settled().score == round((100 / 3 + 0 + 100) / 4, 1)
    assert obligation(OVERRIDE).score == round(200 / 3, 1)
    assert obligation(waiver("legal-advisers", "contracts")).score == 50
    assert obligation(waiver("legal-advisers")).score == 100
    assert obligation(waiver("legal-advisers")).status == "covered"
    waived = settled(waiver())
    assert waived.score == round((100 / 3 + 100) / 2, 1)
    assert next(o for o in waived.obligations if o.id == "power-list").score is None
    assert (waived.summary.missing, waived.summary.waived) == (0, 1)


def test_all_waived_is_no_score() -> None:
    """Where nothing is left to judge there is no score, neither 0 nor 100."""
    plain = doc("某镇2024年法治政府建设年度报告\n\n全镇一切工作照常进行。\n").source.text
    names = ("legal-advisers", "power-list", "training")
    reviewed = settled(*(waiver(name) for name in names), text=plain)
    assert reviewed.score is None
    assert reviewed.summary.waived == 3
    assert reviewed.settled


def test_when_all_is_settled() -> None:
    """Agreed gaps and waivers settle; what is open, and a decision that does not hold, does not."""
    enough = (AGREE, waiver())
    assert settled(*enough).settled
    assert not settled(AGREE).settled
    assert not settled(*enough, Decision("nowhere", "agree")).settled
    assert not settled(*enough, waiver("training")).settled
    assert not settled(*enough, today=date(2027, 4, 1)).settled


# --- states ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("decision", "state"),
    [
        (Decision("nowhere", "agree"), "unknown"),
        (Decision("legal-advisers", "agree", "nothing"), "unknown"),
        (waiver("training"), "unneeded"),
        (waiver("legal-advisers", "engagement"), "unneeded"),
        (Decision("training", "override", quote=GAP), "unneeded"),
        (Decision("power-list", "override", quote="这句话报告里没有写"), "stale"),
        (Decision("power-list", "override", line=5), "stale"),
        (waiver(until="2026-05-31"), "expired"),
        (waiver(until="2026-06-01"), "holds"),
        (waiver(seen="0123456789abcdef"), "stale"),
    ],
)
def test_states(decision: Decision, state: str) -> None:
    """What has become of a decision; a line alone settles nothing, and the last day of a waiver counts."""
    reviewed = settled(decision)
    assert [one.state for one in reviewed.standings()] == [state]
    if state != "holds":
        assert reviewed.score == card().score


def test_only_unknown_obligations_stand_apart() -> None:
    """An unknown element stands with its obligation, an unknown obligation apart."""
    reviewed = settled(Decision("legal-advisers", "agree", "nothing"), Decision("nowhere", "agree"))
    assert [one.decision.obligation for one in reviewed.unknown] == ["nowhere"]
    assert [one.state for one in obligation(Decision("legal-advisers", "agree", "nothing")).decisions] == ["unknown"]


# --- when the report changes ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("decision", [AGREE, waiver("legal-advisers"), waiver("legal-advisers", "contracts"), OVERRIDE])
def test_what_stands_is_kept(decision: Decision) -> None:
    """A change elsewhere, other line ends, or more evidence of what was met leaves a decision as it was."""
    now = Decision(**_fields(decision) | {"seen": seen(finding("legal-advisers"), decision.element)})
    for text in (
        MORE,
        REPORT.replace("\n", "\r\n"),
        REPORT.replace("聘请法律顾问二人", "聘请法律顾问三人，续聘法律顾问一人"),
    ):
        assert text != REPORT
        assert set(states(settled(now, text=text)).values()) == {"holds"}


@pytest.mark.parametrize("element", ["", "contracts"])
def test_a_changed_finding_is_asked_again(element: str) -> None:
    """Where a sentence now speaks of what was agreed to be a gap, or waived, the reviewer must look again."""
    digest = seen(finding("legal-advisers"), element)
    planned = REPORT + "今后，审查合同文本。\n"
    for decision in (
        Decision("legal-advisers", "agree", element, seen=digest),
        waiver("legal-advisers", element, seen=digest),
    ):
        assert set(states(settled(decision)).values()) == {"holds"}
        assert set(states(settled(decision, text=planned)).values()) == {"stale"}
        assert outcomes(decision, text=planned)["contracts"] == "open"


def test_a_gap_that_was_closed() -> None:
    """An agreed gap that the writer has closed is stale, and a waiver of it unneeded; the element is met."""
    digest = seen(finding("legal-advisers"))
    agreed, waived = Decision("legal-advisers", "agree", seen=digest), waiver("legal-advisers", seen=digest)
    assert set(states(settled(agreed, text=FIXED)).values()) == {"stale"}
    assert set(states(settled(waived, text=FIXED)).values()) == {"unneeded"}
    assert set(outcomes(agreed, text=FIXED).values()) == {"met"}


def test_a_met_element_that_is_met_no_more() -> None:
    """A decision on an obligation is stale when another of its elements is no longer met."""
    agreed = Decision("legal-advisers", "agree", seen=seen(finding("legal-advisers")))
    assert set(states(settled(agreed, text=REPORT.replace("本镇聘请法律顾问二人。", ""))).values()) == {"stale"}


def test_what_a_report_says_does_not_apply_is_part_of_the_finding() -> None:
    """The digest changes with the sentences that say that a duty does not apply."""
    from msgspec.structs import replace

    found = finding("training")
    shown = found.elements[0].evidence
    assert seen(replace(found, not_applicable=shown)) != seen(found)


def test_a_quote_that_vanished() -> None:
    """An override whose words no longer stand in the report is stale, and its element open again."""
    gone = REPORT.replace("四十份", "五十份")
    reviewed = settled(OVERRIDE, text=gone)
    assert states(reviewed) == {"legal-advisers.contracts": "stale"}
    assert outcomes(OVERRIDE, text=gone)["contracts"] == "open"
    assert [one.quoted for one in reviewed.standings()] == [None]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_where_a_quote_stands(line_end: str) -> None:
    """A quote is found character for character, with its line, whatever the line ends are."""
    text = REPORT.replace("\n", line_end)
    (found,) = [one.quoted for one in settled(OVERRIDE, text=text).standings()]
    assert found is not None
    assert found.text == GAP == text[found.start : found.end]
    assert found.line == 4


# --- quotes ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("班子集体学法六次", "班子集体学法六次"),
        ("班子 集体 学法 六次", "班子集体学法六次"),
        ("班子集体学法六次,干部", "班子集体学法六次，干部"),
        ("幹部旁聽庭審兩次。", "干部旁听庭审两次。"),
        ("学法六次，\n干部旁听", "学法六次，干部旁听"),
        ("学法用法。 班子集体", "学法用法。班子集体"),
        ("四十份协议。\n（二）学法", "四十份协议。\n（二）学法"),
        ("学法六次", None),
        ("。。。。。。", None),
        ("班子集体学法七次", None),
        ("", None),
    ],
)
def test_quotes(quote: str, text: str | None) -> None:
    """Marks, characters and white space may differ; fewer than six characters are in any report and show nothing."""
    found = quoted(doc(REPORT), quote)
    assert (found.text if found else None) == text
    if found:
        assert REPORT[found.start : found.end] == found.text


def test_a_quote_over_two_lines_survives_other_line_ends() -> None:
    """A quote that goes over a line end stands whatever that line end is."""
    for text in (REPORT, REPORT.replace("\n", "\r\n")):
        assert quoted(doc(text), "四十份协议。\n（二）学法用法") is not None
        assert quoted(doc(text), "四十份协议。\r\n（二）学法用法") is not None


def test_a_line_s_words() -> None:
    """A line is quoted from its first sentence to its last; a blank one, and one that is not there, has nothing."""
    assert line_text(doc(REPORT), 4) == "（一）法律顾问。本镇聘请法律顾问二人。顾问全年审看了四十份协议。"
    assert line_text(doc(REPORT), 2) == line_text(doc(REPORT), 99) == line_text(doc(REPORT), 0) == ""


# --- digests --------------------------------------------------------------------------------------------------------
def test_the_digest_of_a_scorecard() -> None:
    """It does not depend on the folder the report is named by, but on all else."""
    from msgspec.structs import replace

    one = card()
    moved = replace(one, report=replace(one.report, path=f"elsewhere/{one.report.path}"))
    assert scorecard_digest(one) == scorecard_digest(moved)
    assert scorecard_digest(one) != scorecard_digest(replace(one, score=one.score + 1))


def _fields(decision: Decision) -> dict[str, object]:
    return {name: getattr(decision, name) for name in decision.__struct_fields__}
