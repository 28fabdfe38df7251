"""Tests of `fzcheck review` without a terminal and of `fzcheck score --review`, as real processes."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import REPORTS, ROOT, rules, run
from desk import GAP, REPORT, TODAY, Desk, make, states

from scorer import reviewfile
from scorer.review import open_case

DAY = ("--on", "2026-06-01")
HEAD = "schema: fzcheck/review/1\ndecisions:\n"
AGREE = "- obligation: legal-advisers\n  decision: agree\n  note: 请补写\n"
OVERRIDE = f"- obligation: legal-advisers\n  element: contracts\n  decision: override\n  quote: {GAP}\n"
WAIVE = (
    "- obligation: power-list\n  decision: waive\n  reason: not-required-at-this-level\n"
    "  note: 由县局统一公布。\n  until: 2027-03-31\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A report without decisions; two obligations of three are open."""
    return make(tmp_path)


def review(desk: Desk, *more: str | Path, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """`fzcheck review` of the report on `desk`."""
    return run("review", desk.report, "--checklist", desk.checklist, *DAY, *more, stdin=stdin)


def status(desk: Desk) -> dict[str, Any]:
    """The state of the review, as programs read it."""
    found = json.loads(review(desk, "--status", "--format", "json").stdout)
    assert isinstance(found, dict)
    return found


def given(desk: Desk, text: str) -> Path:
    """A file of decisions."""
    path = desk.folder / "given.yaml"
    path.write_bytes(text.encode())
    return path


# --- what it will not do --------------------------------------------------------------------------------------------
def test_it_needs_a_terminal(desk: Desk) -> None:
    """Without one, and without --decisions and --status, it says so on one line and exits with 2."""
    result = review(desk)
    assert (result.returncode, rules(result), result.stdout) == (2, ["needs-terminal"], b"")
    assert not desk.review.exists()


@pytest.mark.parametrize("more", [("--status",), ("--decisions", "-"), ()])
def test_it_needs_a_file(more: tuple[str, ...]) -> None:
    """Standard input has no review file beside it."""
    result = run("review", "-", *more, stdin=REPORT.encode())
    assert (result.returncode, rules(result)) == (2, ["needs-file"])


@pytest.mark.parametrize(
    "more", [("--format", "json"), ("--all", "--status"), ("--all", "--decisions", "x"), ("--on", "2026-02-30")]
)
def test_wrong_usage(desk: Desk, more: tuple[str, ...]) -> None:
    """Options that mean nothing together are wrong usage."""
    result = run("review", desk.report, "--checklist", desk.checklist, *more)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"Usage:" in result.stderr


@pytest.mark.parametrize("more", [("--status",), ("--decisions", "-")])
def test_a_review_file_that_is_wrong(desk: Desk, more: tuple[str, ...]) -> None:
    """All its mistakes are told with their lines, and it is never written over."""
    desk.review.write_text(HEAD + "- obligation: power-list\n  decison: agree\n- decision: no\n", encoding="utf-8")
    before = desk.review.read_bytes()
    result = review(desk, *more, stdin=(HEAD + AGREE).encode())
    assert (result.returncode, result.stdout) == (2, b"")
    assert rules(result) == ["missing-key", "unknown-key", "missing-key", "wrong-type"]
    places = [line.partition(": ")[0] for line in result.stderr.decode().splitlines()]
    assert places == [f"{desk.review}:{place}" for place in ("3:3", "4:3", "5:3", "5:13")]
    assert desk.review.read_bytes() == before
    shown = run("score", "--review", "-c", desk.checklist, desk.report)
    assert (shown.returncode, rules(shown)) == (2, rules(result))


# --- status ---------------------------------------------------------------------------------------------------------
def test_status_of_a_new_report(desk: Desk) -> None:
    """What is open, exit 1; nothing is written."""
    result = review(desk, "--status")
    assert result.returncode == 1
    for shown in ("legal-advisers", "power-list", "出具法律意见", "审查合同", "公布权责清单", "2026-06-01"):
        assert shown in result.stdout.decode()
    assert "training" not in result.stdout.decode()
    found = status(desk)
    assert found["open"] == ["legal-advisers.opinions", "legal-advisers.contracts", "power-list.published"]
    assert (found["settled"], found["review"]) == (False, {"path": "", "sha256": ""})
    assert not desk.review.exists()


def test_status_of_every_kind(desk: Desk) -> None:
    """Gaps, waivers and overrides that hold, and decisions that are stale, expired, unneeded or unknown."""
    desk.review.write_text(
        HEAD + AGREE + OVERRIDE + WAIVE.replace("2027", "2026") + "- obligation: nowhere\n  decision: agree\n"
        "- obligation: legal-advisers\n  element: opinions\n  decision: override\n  quote: 没有这样一句话\n"
        "- obligation: training\n  decision: override\n  quote: 班子集体学法六次\n",
        encoding="utf-8",
    )
    found = status(desk)
    assert {key: found[key] for key in ("open", "gaps", "overridden", "waived")} == {
        "open": ["power-list.published"],
        "gaps": ["legal-advisers.opinions"],
        "overridden": ["legal-advisers.contracts"],
        "waived": [],
    }
    assert {key: found[key] for key in ("stale", "expired", "unneeded", "unknown")} == {
        "stale": ["legal-advisers.opinions"],
        "expired": ["power-list"],
        "unneeded": ["training"],
        "unknown": ["nowhere"],
    }
    assert found["score"] == {"found": 33.3, "reviewed": 41.7}
    assert found["on"] == "2026-06-01"
    shown = review(desk, "--status")
    assert shown.returncode == 1
    for word in ("nowhere", "没有这样一句话", "2026-03-31", "缺漏 1"):
        assert word in shown.stdout.decode()


def test_status_when_all_is_settled(desk: Desk) -> None:
    """Exit 0 once nothing is open, an agreed gap or not; and 1 again when a waiver has run out."""
    desk.review.write_text(HEAD + AGREE + WAIVE, encoding="utf-8")
    assert review(desk, "--status").returncode == 0
    assert status(desk)["settled"] is True
    late = run("review", desk.report, "-c", desk.checklist, "--status", "--on", "2027-04-01", "--format", "json")
    assert (late.returncode, json.loads(late.stdout)["expired"]) == (1, ["power-list"])
    last = run("review", desk.report, "-c", desk.checklist, "--status", "--on", "2027-03-31")
    assert last.returncode == 0


# --- decisions from a file ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", ["file", "stdin"])
def test_decisions_are_taken_in(desk: Desk, form: str) -> None:
    """Those of a file or of standard input are added to those there are; one on the same thing takes its place."""
    desk.review.write_text(HEAD + "# 手写\n" + OVERRIDE + AGREE.replace("请补写", "旧"), encoding="utf-8")
    text = HEAD + AGREE + WAIVE
    where = "-" if form == "stdin" else given(desk, text)
    result = review(desk, "--decisions", where, stdin=text.encode())
    assert (result.returncode, result.stderr) == (0, b"")
    kept = reviewfile.read(str(desk.review))
    assert [(d.obligation, d.element, d.note) for d in kept.review.decisions] == [
        ("legal-advisers", "contracts", ""),
        ("legal-advisers", "", "请补写"),
        ("power-list", "", "由县局统一公布。"),
    ]
    assert "# 手写\n" in kept.text
    assert desk.case().reviewed.settled


def test_decisions_and_status_together(desk: Desk) -> None:
    """Taken in, and then the status and its exit code."""
    result = review(desk, "--decisions", given(desk, HEAD + AGREE + WAIVE + OVERRIDE), "--status", "--format", "json")
    assert result.returncode == 0
    assert json.loads(result.stdout)["settled"] is True
    result = review(desk, "--decisions", "-", "--status", stdin=(HEAD + OVERRIDE).encode())
    assert result.returncode == 0


def test_a_line_becomes_its_words(desk: Desk) -> None:
    """An override by line is kept as the words of the line."""
    text = HEAD + "- obligation: power-list\n  decision: override\n  line: 5\n"
    assert review(desk, "--decisions", given(desk, text)).returncode == 0
    assert "  quote: （二）学法用法。班子集体学法六次，干部旁听庭审两次。\n" in desk.review.read_text(encoding="utf-8")


def test_wrong_decisions_change_nothing(desk: Desk) -> None:
    """Every mistake that form, checklist, report and day tell is shown at once with its line; nothing is changed."""
    desk.review.write_text(HEAD + AGREE, encoding="utf-8")
    before = desk.review.read_bytes()
    text = (
        HEAD
        + OVERRIDE
        + "- obligation: nowhere\n  decision: agree\n"
        + "- obligation: training\n  decision: override\n  quote: 报告里没有这句话\n"
        + WAIVE.replace("2027", "2025").replace("  note: 由县局统一公布。\n", "")
    )
    path = given(desk, text)
    result = review(desk, "--decisions", path)
    assert (result.returncode, result.stdout) == (2, b"")
    assert rules(result) == ["unknown-obligation", "quote-not-found", "missing-key", "past-date"]
    places = [line.partition(": ")[0] for line in result.stderr.decode().splitlines()]
    assert places == [f"{path}:{place}" for place in ("7:15", "11:10", "12:3", "15:10")]
    assert desk.review.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "rule"),
    [(None, "not-found"), ("", "empty"), ("schema: fzcheck/review/1\nx", "yaml"), ("- a", "wrong-type")],
)
def test_no_decisions_at_all(desk: Desk, text: str | None, rule: str) -> None:
    """A file that is not there, empty, or no such file is an error."""
    where = desk.folder / "none.yaml" if text is None else given(desk, text)
    result = review(desk, "--decisions", where)
    assert (result.returncode, rules(result)) == (2, [rule])
    assert not desk.review.exists()


# --- where it cannot be written -------------------------------------------------------------------------------------
@pytest.fixture
def small(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """A function that mounts a file system at a new folder, with these options; skips where that is not possible."""
    mounted: list[Path] = []

    def mount(*options: str) -> Path:
        path = tmp_path / "small"
        path.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(path)]
        try:
            done = subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:
            done = False
        if not done:
            pytest.skip("file systems can only be mounted by root")
        mounted.append(path)
        return path

    yield mount
    for path in mounted:
        subprocess.run(["umount", str(path)], check=True)


def fill(path: Path) -> None:
    """Makes a file of all the room that is left."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"x" * 1024):
            pass


def test_a_full_disk(small: Callable[..., Path]) -> None:
    """One line, exit 2, the file as it was, and nothing left behind."""
    desk = make(small("size=64k"))
    desk.review.write_text(HEAD + AGREE, encoding="utf-8")
    before = desk.review.read_bytes()
    fill(desk.folder / "filler")
    names = sorted(p.name for p in desk.folder.iterdir())
    result = review(desk, "--decisions", "-", stdin=(HEAD + WAIVE).encode())
    assert (result.returncode, rules(result), result.stdout) == (2, ["unwritable"], b"")
    assert result.stderr.decode().startswith(f"{desk.review}: ")
    assert desk.review.read_bytes() == before
    assert sorted(p.name for p in desk.folder.iterdir()) == names


def test_a_folder_that_may_not_be_written(small: Callable[..., Path]) -> None:
    """The same on what may only be read; --status works there."""
    folder = small("size=64k")
    desk = make(folder)
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    result = review(desk, "--decisions", "-", stdin=(HEAD + WAIVE).encode())
    assert (result.returncode, rules(result), result.stdout) == (2, ["unwritable"], b"")
    assert not desk.review.exists()
    assert review(desk, "--status").returncode == 1


# --- score --review -------------------------------------------------------------------------------------------------
def card(result: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    """The scorecard on standard output."""
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def test_decisions_stand_beside_the_findings(desk: Desk) -> None:
    """`review` is one more key, and nothing else of the scorecard changes; its own score stands in it."""
    desk.review.write_text(HEAD + AGREE + OVERRIDE + WAIVE, encoding="utf-8")
    plain = card(run("score", "-f", "json", "-c", desk.checklist, desk.report))
    reviewed = card(run("score", "-f", "json", "--review", *DAY, "-c", desk.checklist, desk.report))
    beside = reviewed.pop("review")
    assert reviewed == plain
    assert (plain["score"], beside["score"], beside["on"]) == (33.3, 83.3, "2026-06-01")
    assert beside["summary"] == {"covered": 1, "partial": 1, "missing": 0, "waived": 1}
    assert beside["sha256"] == reviewfile.read(str(desk.review)).sha256
    (quoted,) = [one["quoted"] for one in beside["obligations"][0]["decisions"] if one["quoted"]]
    assert REPORT[quoted["start"] : quoted["end"]] == quoted["text"] == GAP
    assert beside["obligations"][0]["elements"] == {"engagement": "met", "opinions": "gap", "contracts": "overridden"}


def test_the_bar_is_for_what_was_found(desk: Desk) -> None:
    """--fail-under and --fail-on judge the machine's finding, whatever was decided."""
    desk.review.write_text(HEAD + OVERRIDE + WAIVE, encoding="utf-8")
    arguments = ("score", "--review", *DAY, "-c", desk.checklist, desk.report)
    assert run(*arguments, "--fail-under", "50").returncode == 1
    assert run(*arguments, "--fail-on", "missing").returncode == 1
    assert run(*arguments, "--fail-under", "30").returncode == 0


def test_several_reports_read_their_own_files(desk: Desk) -> None:
    """Each its own; standard input has none; one wrong file does not hide the other cards."""
    other = make(desk.folder / "other")
    desk.review.write_text(HEAD + WAIVE, encoding="utf-8")
    result = run("score", "-f", "json", "--review", *DAY, "-c", desk.checklist, desk.report, other.report)
    assert [one["review"]["summary"]["waived"] for one in json.loads(result.stdout)] == [1, 0]
    assert [bool(one["review"]["path"]) for one in json.loads(result.stdout)] == [True, False]
    other.review.write_text("x", encoding="utf-8")
    result = run(
        "score", "-f", "json", "--review", "-c", desk.checklist, desk.report, other.report, "-", stdin=REPORT.encode()
    )
    assert result.returncode == 2
    assert rules(result) == ["needs-file", "wrong-type"]
    assert len(json.loads(result.stdout)) == 1


def test_no_review_file_is_no_decision(desk: Desk) -> None:
    """Without a review file both scores are the same."""
    shown = card(run("score", "-f", "json", "--review", "-c", desk.checklist, desk.report))
    assert shown["review"]["score"] == shown["score"]
    assert shown["review"]["path"] == ""


def test_without_review_nothing_of_it_is_shown(desk: Desk) -> None:
    """The review file, even a wrong one, is not looked at."""
    plain = run("score", "-c", desk.checklist, desk.report)
    desk.review.write_text("x", encoding="utf-8")
    assert run("score", "-c", desk.checklist, desk.report).stdout == plain.stdout


@pytest.mark.skipif(os.name == "nt", reason="names of files are text there")
def test_a_name_that_is_no_text(desk: Desk) -> None:
    """A report whose name the locale cannot decode is reviewed like any other."""
    folder = os.fsencode(desk.folder)
    name = os.fsdecode(folder + b"/\xff.txt")
    Path(name).write_bytes(REPORT.encode())
    arguments = ("-c", desk.checklist, *DAY)
    assert run("review", name, *arguments, "--decisions", "-", stdin=(HEAD + WAIVE).encode()).returncode == 0
    assert card(run("score", "-f", "json", "--review", *arguments, name))["review"]["summary"]["waived"] == 1
    assert run("review", name, *arguments, "--status", "--format", "json").returncode == 1


# --- the specimen ---------------------------------------------------------------------------------------------------
SPECIMEN = "township-good.txt"


def test_the_specimen_s_decisions_hold() -> None:
    """The review file that comes with a specimen shows every kind of decision, and all of them hold."""
    found = open_case(str(REPORTS / SPECIMEN), "annual-report-2021-2025", None, TODAY)
    assert set(states(found.reviewed).values()) == {"holds"}
    assert {one.decision.decision for one in found.reviewed.standings()} == {"agree", "override", "waive"}


@pytest.mark.parametrize(("lang", "name"), [("zh", "review"), ("en", "review.en")])
def test_table_is_the_golden_one(lang: str, name: str, golden: Callable[[str, bytes], None]) -> None:
    """The specimen's scorecard with its decisions, 80 columns wide."""
    result = run("score", "--review", *DAY, "--lang", lang, SPECIMEN, cwd=REPORTS, env={"COLUMNS": "80"})
    assert result.returncode == 0
    golden(f"township-good.{name}.term.txt", result.stdout)


def test_json_is_the_golden_one(golden: Callable[[str, bytes], None]) -> None:
    """What JSON has beside the findings, byte for byte, last of all keys; the day that it is for is part of it."""
    result = run("score", "--review", *DAY, "--format", "json", SPECIMEN, cwd=REPORTS)
    assert result.returncode == 0
    golden("township-good.review.json", b"{\n" + result.stdout[result.stdout.index(b'  "review": {') :])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_status_is_the_golden_one(lang: str, golden: Callable[[str, bytes], None]) -> None:
    """The status a year later, when a waiver has run out."""
    arguments = ("--status", "--on", "2027-06-01", "--lang", lang)
    result = run("review", SPECIMEN, *arguments, cwd=REPORTS, env={"COLUMNS": "80"})
    assert result.returncode == 1
    golden(f"township-good.status.{lang}.txt", result.stdout)


def test_the_specimen_is_what_the_readmes_show() -> None:
    """Both READMEs give the review file of the specimen, or part of it, as it is."""
    text = (REPORTS / f"{SPECIMEN}.review.yaml").read_text(encoding="utf-8")
    for name in ("README.md", "README.zh-CN.md"):
        shown = (ROOT / name).read_text(encoding="utf-8").partition("```yaml\nschema: fzcheck/review/1\n")[2]
        assert shown
        assert shown.partition("```")[0] in text


def test_the_policy_names_the_checklist_of_a_review(tmp_path: Path) -> None:
    """Review and score --review go by the checklist that sign and gate go by; the command line wins."""
    report = tmp_path / "r.txt"
    report.write_bytes((REPORTS / "township-thin.txt").read_bytes())
    (tmp_path / "fzcheck.toml").write_text('[gate]\nchecklist = "core"\n', encoding="utf-8")
    for args, expected in (([], "core"), (["-c", "annual-report-2021-2025"], "annual-report-2021-2025")):
        card = json.loads(run("score", "--review", "--format", "json", *args, report).stdout)
        assert card["checklist"]["id"] == expected
        assert expected in run("review", "--status", *args, report).stdout.decode()
