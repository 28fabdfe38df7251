"""The review as people have it: in a pseudo-terminal, typed line by line, broken off and taken up again."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from desk import GAP, REPORT, Desk, make, states

from scorer import reviewfile
from scorer.cli.phrases import phrase
from scorer.decisions import Decision

if sys.platform == "win32":  # pragma: no cover
    pytest.skip("no pseudo-terminals here", allow_module_level=True)
from terminal import Terminal, terminal

CHOOSE = phrase("choose", "zh")
AGAIN = phrase("choose-again", "zh")
ELEMENT = phrase("which-element", "zh")
REST = phrase("which-element-left", "zh")
QUOTE = phrase("quote", "zh")
NOTE = phrase("note-override", "zh")
REASON = phrase("which-reason", "zh")
WHY = phrase("note-waive", "zh")
UNTIL = phrase("until", "zh")
DAY = ("--on", "2026-06-01")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A report without decisions; two obligations of three are open."""
    return make(tmp_path)


def arguments(desk: Desk, *more: str) -> list[str | Path]:
    """A review of the report on `desk`."""
    return ["review", desk.report, "--checklist", desk.checklist, *DAY, *more]


def kept(desk: Desk) -> list[tuple[str, str, str]]:
    """What the review file holds: obligation, element, decision."""
    return [(d.obligation, d.element, d.decision) for d in reviewfile.read(str(desk.review)).review.decisions]


def test_from_the_first_decision_to_the_last(desk: Desk) -> None:
    """Agree, override with words that are not there and then with a line, waive, skip, quit, and take it up again."""
    with terminal(*arguments(desk)) as t:
        shown = t.until(CHOOSE)
        assert "1/2" in shown
        assert "legal-advisers" in shown
        t.type("o", ELEMENT)
        t.type("2", QUOTE)
        assert "[quote-not-found]" in t.type("这句话报告里没有写到", QUOTE)
        assert "[no-such-line]" in t.type("99", QUOTE)
        t.type("第4行", phrase("which-sentence", "zh"))
        t.type("3", NOTE)
        shown = t.type("以“协议”称之", AGAIN)
        assert phrase("left", "zh", "出具法律意见") in shown
        assert kept(desk) == [("legal-advisers", "contracts", "override")]
        t.type("agree", REST)
        t.type("", phrase("note-agree", "zh"))
        shown = t.type("请补写", CHOOSE)
        assert "2/2" in shown
        assert "power-list" in shown
        t.press(b"s\n")
        status, shown = t.end()
    assert status == 0
    assert phrase("next-review", "zh", str(desk.report)) in shown
    assert reviewfile.read(str(desk.review)).review.decisions[0] == Decision(
        "legal-advisers", "override", "contracts", quote=GAP, note="以“协议”称之"
    )
    assert kept(desk)[1:] == [("legal-advisers", "", "agree")]

    with terminal(*arguments(desk)) as t:
        assert "1/1" in t.until(CHOOSE)
        t.type("豁免", REASON)
        t.type("4", WHY)
        t.type("乡镇不要求", UNTIL)
        assert "[bad-date]" in t.type("2027-02-30", UNTIL)
        assert "[past-date]" in t.type("2026-05-31", UNTIL)
        shown = t.type("2027-03-31", phrase("next-gap", "zh", str(desk.report)))
        assert t.end()[0] == 0
    waived = reviewfile.read(str(desk.review)).review.decisions[-1]
    assert (waived.obligation, waived.decision, waived.reason, waived.note, waived.until) == (
        "power-list",
        "waive",
        "not-required-at-this-level",
        "乡镇不要求",
        "2027-03-31",
    )
    assert desk.case().reviewed.settled

    with terminal(*arguments(desk)) as t:
        t.until(phrase("none-pending", "zh"))
        assert t.end()[0] == 0
    with terminal(*arguments(desk, "--all")) as t:
        assert "1/3" in t.until(AGAIN)
        t.press(b"q\n")
        assert t.end()[0] == 0
    assert len(kept(desk)) == 3


def test_what_is_no_answer(desk: Desk) -> None:
    """Help, words that mean nothing, bytes that are no text, empty lines and wrong numbers: asked again, and nothing is decided."""
    with terminal(*arguments(desk)) as t:
        t.until(CHOOSE)
        assert phrase("help", "zh") in t.type("？", CHOOSE)
        assert phrase("not-understood", "zh", "nonsense") in t.type("nonsense", CHOOSE)
        assert phrase("unreadable", "zh") in t.type(b"\xff\xfe", CHOOSE)
        assert phrase("nothing-to-withdraw", "zh") in t.type("d", CHOOSE)
        t.type("", CHOOSE)
        t.type("ｏ", ELEMENT)
        assert phrase("not-a-number", "zh", 2) in t.type("3", ELEMENT)
        t.type("1", QUOTE)
        assert phrase("nothing-decided", "zh") in t.type("", CHOOSE)
        t.type("w", ELEMENT)
        t.type("", REASON)
        t.type("1", WHY)
        t.type("", CHOOSE)
        t.type("w", ELEMENT)
        t.type("", REASON)
        t.type("", CHOOSE)
        t.type("s", CHOOSE)
        assert "1/2" in t.type("b", CHOOSE)
        t.press(b"q\n")
        assert t.end()[0] == 0
    assert not desk.review.exists()


def test_english(desk: Desk) -> None:
    """With --lang en it is held in English."""
    with terminal(*arguments(desk, "--lang", "en")) as t:
        t.until(phrase("choose", "en"))
        t.type("Agree", phrase("which-element", "en"))
        t.type("", phrase("note-agree", "en"))
        assert "Lists of powers" in t.type("", phrase("choose", "en"))
    assert kept(desk) == [("legal-advisers", "", "agree")]


def test_withdrawing_and_disagreeing(desk: Desk) -> None:
    """With --all a covered obligation can be agreed to be a gap, but neither waived nor overridden; decisions can be withdrawn."""
    with terminal(*arguments(desk, "--all")) as t:
        t.until(CHOOSE)
        t.type("s", CHOOSE)
        t.type("s", CHOOSE)
        assert phrase("covered", "zh") in t.type("w", CHOOSE)
        t.type("a", phrase("note-agree", "zh"))
        t.type("班子没有学", phrase("next-review", "zh", str(desk.report)))
    assert kept(desk) == [("training", "", "agree")]
    with terminal(*arguments(desk, "--all")) as t:
        t.until(CHOOSE)
        t.type("s", CHOOSE)
        t.type("s", AGAIN)
        t.type("d", phrase("withdrawn", "zh"))
        t.end()
    assert kept(desk) == []


def test_what_lapsed_is_asked_again(desk: Desk) -> None:
    """After the report has changed, what still stands is not asked about; what does not is shown, and a new decision takes its place."""
    with terminal(*arguments(desk)) as t:
        t.until(CHOOSE)
        t.type("o", ELEMENT)
        t.type("2", QUOTE)
        t.type(GAP, NOTE)
        t.type("", AGAIN)
        t.type("a", REST)
        t.type("1", phrase("note-agree", "zh"))
        t.type("", CHOOSE)
        t.type("a", phrase("note-agree", "zh"))
        t.type("", phrase("next-gap", "zh", str(desk.report)))
    desk.report.write_bytes(REPORT.replace("四十份", "五十份").encode())
    assert desk.states() == {
        "legal-advisers.contracts": "stale",
        "legal-advisers.opinions": "holds",
        "power-list": "holds",
    }
    with terminal(*arguments(desk)) as t:
        shown = t.until(AGAIN)
        assert "1/1" in shown
        assert GAP in shown
        t.type("o", REST)
        t.type("", QUOTE)
        t.type("五十份协议。", NOTE)
        t.type("", phrase("next-gap", "zh", str(desk.report)))
    assert set(desk.states().values()) == {"holds"}
    assert kept(desk) == [
        ("legal-advisers", "opinions", "agree"),
        ("power-list", "", "agree"),
        ("legal-advisers", "", "override"),
    ]


def test_deciding_anew_on_the_whole(desk: Desk) -> None:
    """Once every element has a decision of its own, one on the obligation takes the place of them all."""
    with terminal(*arguments(desk)) as t:
        t.until(CHOOSE)
        t.type("a", ELEMENT)
        t.type("1", phrase("note-agree", "zh"))
        t.type("", AGAIN)
        t.type("o", REST)
        t.type("2", QUOTE)
        t.type(GAP, NOTE)
        t.type("", CHOOSE)
        t.type("b", AGAIN)
        t.type("a", ELEMENT)
        t.type("", phrase("note-agree", "zh"))
        t.type("", CHOOSE)
    assert kept(desk) == [("legal-advisers", "", "agree")]


# --- broken off -----------------------------------------------------------------------------------------------------
def one_decided(t: Terminal) -> None:
    """Decides on the first obligation and begins to decide on the next."""
    t.until(CHOOSE)
    t.type("a", ELEMENT)
    t.type("", phrase("note-agree", "zh"))
    t.type("请补写", CHOOSE)
    t.type("w", REASON)
    t.type("1", WHY)


def test_interrupted(desk: Desk) -> None:
    """Ctrl-C ends it with 130; what was decided is kept, and what was being typed is not."""
    with terminal(*arguments(desk)) as t:
        one_decided(t)
        t.interrupt(lambda: t.press(b"\x03"))
        status, shown = t.end()
    assert status == 130
    assert phrase("broken-off", "zh", str(desk.review)) in shown
    assert "Traceback" not in shown
    assert kept(desk) == [("legal-advisers", "", "agree")]


def test_the_end_of_the_input(desk: Desk) -> None:
    """Ctrl-D ends it like quitting, in the middle of an answer too."""
    with terminal(*arguments(desk)) as t:
        one_decided(t)
        t.press(b"\x04")
        status, shown = t.end()
    assert status == 0
    assert phrase("next-review", "zh", str(desk.report)) in shown
    assert kept(desk) == [("legal-advisers", "", "agree")]


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signals(desk: Desk, number: signal.Signals, status: int) -> None:
    """A signal ends it; what was decided is kept, and nothing is left beside it."""
    with terminal(*arguments(desk)) as t:
        one_decided(t)
        t.interrupt(lambda: t.program.send_signal(number))
        ended, shown = t.end()
    assert ended == status
    assert "Traceback" not in shown
    assert kept(desk) == [("legal-advisers", "", "agree")]
    assert sorted(p.name for p in desk.folder.iterdir()) == ["desk.yaml", "report.txt", "report.txt.review.yaml"]


def test_a_closed_terminal(desk: Desk) -> None:
    """When the window is closed the program ends, and what was decided is kept."""
    with terminal(*arguments(desk)) as t:
        one_decided(t)
        t.close()
        assert t.program.wait(30) == 129
    assert kept(desk) == [("legal-advisers", "", "agree")]


def test_a_closed_terminal_that_nobody_tells_of(desk: Desk) -> None:
    """Without a signal too the program ends as after quitting."""
    with terminal(*arguments(desk), deaf=True) as t:
        one_decided(t)
        t.close()
        assert t.program.wait(30) == 0
    assert kept(desk) == [("legal-advisers", "", "agree")]


def test_killed(desk: Desk) -> None:
    """Even SIGKILL leaves what was decided."""
    with terminal(*arguments(desk)) as t:
        one_decided(t)
        t.program.kill()
        assert t.end()[0] == -9
    assert kept(desk) == [("legal-advisers", "", "agree")]


def test_no_room_for_a_decision(desk: Desk) -> None:
    """Where the file cannot grow it is said in one line, the program ends with 2, and the file is as it was."""
    with terminal(*arguments(desk)) as t:
        t.until(CHOOSE)
        t.type("a", ELEMENT)
        t.type("", phrase("note-agree", "zh"))
        t.type("请补写", CHOOSE)
    before = desk.review.read_bytes()
    with terminal(*arguments(desk), most=64) as t:
        t.until(CHOOSE)
        t.type("a", phrase("note-agree", "zh"))
        t.press(b"\n")
        status, shown = t.end()
    assert status == 2
    (line,) = [one for one in shown.splitlines() if one.endswith("[unwritable]")]
    assert line.startswith(f"{desk.review}: ")
    assert "Traceback" not in shown
    assert desk.review.read_bytes() == before
    assert sorted(p.name for p in desk.folder.iterdir()) == ["desk.yaml", "report.txt", "report.txt.review.yaml"]


def test_edited_meanwhile(desk: Desk) -> None:
    """What somebody writes into the file while it is being reviewed stays; where it can no longer be read, nothing is written."""
    with terminal(*arguments(desk)) as t:
        t.until(CHOOSE)
        desk.review.write_text(
            "schema: fzcheck/review/1\ndecisions:\n# 手写\n- obligation: training\n  decision: agree\n",
            encoding="utf-8",
        )
        t.type("a", ELEMENT)
        t.type("", phrase("note-agree", "zh"))
        t.type("", CHOOSE)
        assert kept(desk) == [("training", "", "agree"), ("legal-advisers", "", "agree")]
        assert "# 手写\n" in desk.review.read_text(encoding="utf-8")
        desk.review.write_text("decisions: what\n", encoding="utf-8")
        t.type("a", phrase("note-agree", "zh"))
        t.press(b"\n")
        status, shown = t.end()
    assert status == 2
    assert "[wrong-type]" in shown
    assert desk.review.read_text(encoding="utf-8") == "decisions: what\n"


def test_states_are_what_the_desk_says(desk: Desk) -> None:
    """A line that was written by hand settles nothing, and is asked about again."""
    desk.review.write_text(
        "schema: fzcheck/review/1\ndecisions:\n- obligation: power-list\n  decision: override\n  line: 5\n",
        encoding="utf-8",
    )
    assert states(desk.case().reviewed) == {"power-list": "stale"}
    with terminal(*arguments(desk)) as t:
        t.until(CHOOSE)
        t.type("s", AGAIN)
        t.type("o", QUOTE)
        t.type("5", phrase("which-sentence", "zh"))
        t.type("", NOTE)
        t.type("", phrase("next-review", "zh", str(desk.report)))
    assert states(desk.case().reviewed) == {"power-list": "holds"}
