"""Tests of `fzcheck evaluate` as a process: the figures, what moved, how it is shown, and what cannot be evaluated."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import REPORTS, ROOT, changed, environment, rules, run, write_checklist

SHARED = ROOT.parent / "shared"
# What it shows: engagement in the second line, planned only in the third.
GOOD = "某镇2024年法治政府建设情况报告\n镇政府聘请了法律顾问。\n续聘了律所两名律师作法律顾问。\n"
BAD = "某镇2024年法治政府建设情况报告\n下一步，聘请法律顾问。\n"
OTHER = "某镇2024年法治政府建设情况报告\n法律顾问制度很要紧。\n"


def labelled(folder: Path, **reports: tuple[str, str]) -> tuple[Path, Path]:
    """Folders of labels and reports: name → text of the report, label of its one element."""
    gold, texts = folder / "gold", folder / "texts"
    gold.mkdir()
    texts.mkdir()
    for name, (text, label) in reports.items():
        (texts / f"{name}.txt").write_text(text, encoding="utf-8")
        (gold / f"{name}.yaml").write_text(f"labels:\n  legal-advisers.engagement: {label}\n", encoding="utf-8")
    return gold, texts


def figures(*args: str | Path) -> dict[str, float]:
    """The figures of `fzcheck evaluate` on `args`."""
    result = run("evaluate", "--format", "json", *args)
    assert result.returncode == 0, result.stderr.decode()
    found = json.loads(result.stdout)
    assert found["schema"] == "fzcheck/evaluation/1"
    return dict(found["figures"])


def test_figures_of_a_few_labels(tmp_path: Path) -> None:
    """One right, one found that is not there, one that experts leave open, one cited elsewhere."""
    small = write_checklist(tmp_path)
    gold, texts = labelled(
        tmp_path,
        right=(GOOD, "{is: met, cite: [聘请了法律顾问]}"),
        wrong=(GOOD, "{is: unmet}"),
        open=(GOOD, "{is: either}"),
        elsewhere=(GOOD, "{is: met, cite: [法治政府建设情况报告]}"),
        missed=(BAD, "{is: met, cite: [聘请法律顾问]}"),
    )
    found = figures(gold, texts, "-c", small)
    assert found == {
        "reports": 5,
        "element_precision": 2 / 3,
        "element_recall": 2 / 3,
        "element_f1": 2 / 3,
        "status_accuracy": 3 / 5,
        # covered: 2 of 3 said and 3 true; missing: 0 of 1 said and 1 true; the open one is no one's
        "status_macro_f1": (2 * 2 / (3 + 3) + 0) / 2,
        "top_citation": 1 / 2,
        "all_citations": 1 / 4,
        "fidelity": 1.0,
    }


# Each kind of outcome, and of disagreement.
KINDS = {
    "right": (GOOD, "{is: met, cite: [聘请了法律顾问]}"),
    "wrong": (GOOD, "{is: unmet}"),
    "open": (GOOD, "{is: either}"),
    "elsewhere": (GOOD, "{is: met, cite: [法治政府建设情况报告]}"),
    "missed": (BAD, "{is: met, cite: [聘请法律顾问]}"),
    "none": (BAD, "{is: unmet}"),
}


def test_json_is_the_golden_one(tmp_path: Path, golden: Callable[[str, bytes], None]) -> None:
    """All that is known, element by element: the form that programs and later comparisons rely on."""
    gold, texts = labelled(tmp_path, **KINDS)
    result = run("evaluate", gold, texts, "-c", write_checklist(tmp_path), "--format", "json")
    assert (result.returncode, result.stderr) == (0, b"")
    golden("evaluation.json", result.stdout)


@pytest.mark.parametrize(("lang", "name"), [("zh", "evaluation.term.txt"), ("en", "evaluation.en.term.txt")])
def test_table_is_the_golden_one(
    tmp_path: Path, golden: Callable[[str, bytes], None], compared: list[str | Path], lang: str, name: str
) -> None:
    """What people read, with what moved; --output writes the same to a file."""
    result = run("evaluate", *compared, "--lang", lang, env={"COLUMNS": "100"})
    assert (result.returncode, result.stderr) == (0, b"")
    golden(name, result.stdout)
    assert run("evaluate", *compared, "--lang", lang, "-o", tmp_path / "out.txt").stdout == b""
    assert (tmp_path / "out.txt").read_bytes() == result.stdout


@pytest.fixture
def compared(tmp_path: Path) -> list[str | Path]:
    """Arguments that evaluate a checklist whose terms were changed, and compare it with what it was."""
    gold, texts = labelled(tmp_path, **KINDS, trap=(OTHER, "{is: unmet}"))
    before = tmp_path / "before.json"
    was = write_checklist(tmp_path)
    assert run("evaluate", gold, texts, "-c", was, "--format", "json", "-o", before).returncode == 0
    own = changed(("    - 法律顾问制度\n", ""), ("    - <聘用>…法律顾问\n", "    - 续聘…法律顾问\n"))
    return [gold, texts, "-c", write_checklist(tmp_path, own, "own.yaml"), "--compare", before]


def test_disagreements_are_listed_with_their_lines(tmp_path: Path) -> None:
    """What was said and what the label says, each with its line; agreement is not listed."""
    gold, texts = labelled(tmp_path, **KINDS)
    shown = run("evaluate", gold, texts, "-c", write_checklist(tmp_path)).stdout.decode()
    listed = re.findall(r"^·  (\w+)  legal-advisers\.engagement  .*\n((?:   .+\n)+)", shown, re.MULTILINE)
    assert [(name, re.findall(r"第(\d+)行", below)) for name, below in listed] == [
        ("elsewhere", ["2", "1"]),
        ("missed", ["2"]),
        ("wrong", ["2"]),
    ]
    assert "镇政府聘请了法律顾问" in listed[2][1]


def test_compare_shows_what_a_change_moved(compared: list[str | Path]) -> None:
    """Elements, statuses and figures; what did not move is not listed."""
    moved = json.loads(run("evaluate", *compared, "--format", "json").stdout)["compare"]
    assert moved["baseline"]["id"] == "small"
    assert {(m["report"], m["change"], m["was_met"], m["met"]) for m in moved["moves"]} == {
        ("right", "worse", True, True),  # cites the second sentence now, which the label does not
        ("wrong", "other", True, True),
        ("open", "other", True, True),
        ("elsewhere", "other", True, True),
        ("trap", "better", True, False),
    }
    assert [(m["report"], m["obligation"], m["change"], m["was"], m["status"]) for m in moved["status_moves"]] == [
        ("trap", "legal-advisers", "better", "covered", "missing")
    ]
    assert (moved["figures"]["element_recall"], moved["figures"]["top_citation"]) == (0, -1 / 2)
    assert moved["relabelled"] == moved["added"] == moved["gone"] == []


def test_a_baseline_of_itself_moves_nothing(tmp_path: Path) -> None:
    """The same checklist on the same reports: no move, no difference."""
    before = tmp_path / "before.json"
    assert run("evaluate", REPORTS / "gold", REPORTS, "--format", "json", "-o", before).returncode == 0
    moved = json.loads(run("evaluate", REPORTS / "gold", REPORTS, "--format", "json", "--compare", before).stdout)[
        "compare"
    ]
    assert moved["moves"] == []
    assert set(moved["figures"].values()) == {0}


def test_fail_under_is_of_element_f1(tmp_path: Path) -> None:
    """In percent."""
    small = write_checklist(tmp_path)
    gold, texts = labelled(tmp_path, a=(GOOD, "{is: met, cite: [聘请了法律顾问]}"), b=(GOOD, "{is: unmet}"))
    assert run("evaluate", gold, texts, "-c", small, "--fail-under", "66").returncode == 0
    assert run("evaluate", gold, texts, "-c", small, "--fail-under", "67").returncode == 1


def test_what_reaches_the_bar_is_not_below_it(tmp_path: Path) -> None:
    """58 % is not below 58, though 100 * 0.58 is."""
    right, wrong = (GOOD, "{is: met, cite: [聘请了法律顾问]}"), (GOOD, "{is: unmet}")
    gold, texts = labelled(tmp_path, **{f"r{n}": right if n < 29 else wrong for n in range(71)})
    args = [gold, texts, "-c", write_checklist(tmp_path)]
    assert figures(*args)["element_f1"] == 0.58
    assert run("evaluate", *args, "--fail-under", "58").returncode == 0
    assert run("evaluate", *args, "--fail-under", "58.1").returncode == 1


@pytest.mark.parametrize(("number", "terminal", "shown"), [(21, True, True), (21, False, False), (3, True, False)])
def test_progress_shows_where_it_helps(tmp_path: Path, number: int, terminal: bool, shown: bool) -> None:  # noqa: FBT001
    """On a terminal and where the work is long; standard output never sees it."""
    gold, texts = labelled(tmp_path, **{f"r{n}": (GOOD, "{is: either}") for n in range(number)})
    command = [sys.executable, "-m", "scorer", "evaluate", gold, texts, "-c", write_checklist(tmp_path)]
    ours, theirs = os.openpty() if terminal else os.pipe()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment(TERM="xterm")) as process:
        os.close(theirs)
        assert process.stdout
        assert b"%" not in process.stdout.read()
    said = _all(ours)
    assert b"%" in said if shown else said == b""
    assert process.returncode == 0


def _all(descriptor: int) -> bytes:
    """What is left to read; a terminal whose other end is closed says so by an error."""
    data = b""
    with contextlib.suppress(OSError):
        while more := os.read(descriptor, 4096):
            data += more
    os.close(descriptor)
    return data


def test_one_file_each(tmp_path: Path) -> None:
    """A label file and its report may be named themselves."""
    gold, texts = labelled(tmp_path, a=(GOOD, "{is: met, cite: [聘请了法律顾问]}"))
    found = figures(gold / "a.yaml", texts / "a.txt", "-c", write_checklist(tmp_path))
    assert (found["reports"], found["element_f1"]) == (1, 1)


def test_labels_of_the_full_checklist_serve_the_core(tmp_path: Path) -> None:
    """What the checklist lacks is left out, and said so on standard error."""
    result = run("evaluate", REPORTS / "gold", REPORTS, "-c", "core", "--format", "json", "-o", tmp_path / "out.json")
    assert result.returncode == 0
    assert len(result.stderr.decode().splitlines()) == 1
    found = json.loads((tmp_path / "out.json").read_bytes())
    assert len(found["obligations"]) == 5
    assert found["left_out"] > 0


def test_what_cannot_be_evaluated(tmp_path: Path) -> None:
    """No labels, labels without a report, a baseline that is none: status 2 with its own id, never a pass."""
    small = write_checklist(tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    gold, texts = labelled(tmp_path, a=(GOOD, "{is: unmet}"), b=(GOOD, "{is: unmet}"))
    (texts / "b.txt").unlink()
    (tmp_path / "bad.json").write_text('{"schema": "other"}')
    for args, rule in (
        ([empty, texts], "nothing-to-evaluate"),
        ([gold, texts], "no-report"),
        ([gold / "none.yaml", texts / "a.txt"], "not-found"),
        ([tmp_path / "none", texts], "not-found"),
        ([gold, tmp_path / "none"], "not-found"),
        ([gold, texts / "a.txt"], "no-report"),
        ([gold / "a.yaml", texts / "a.txt", "--compare", tmp_path / "bad.json"], "bad-baseline"),
        ([gold / "a.yaml", texts / "a.txt", "--compare", tmp_path / "none.json"], "not-found"),
    ):
        result = run("evaluate", *args, "-c", small)
        assert (result.returncode, result.stdout, rules(result)) == (2, b"", [rule])


def test_every_mistake_of_every_label_file(tmp_path: Path) -> None:
    """The mistakes of all files show in one run."""
    gold, texts = labelled(tmp_path, a=(GOOD, "{is: maybe}"), b=(GOOD, "{is: met, cite: [没有这句]}"))
    result = run("evaluate", gold, texts, "-c", write_checklist(tmp_path))
    assert result.returncode == 2
    assert rules(result) == ["wrong-type", "not-in-report"]


@pytest.mark.parametrize(("reports", "gold"), [("seeds", "gold"), ("composed", "composed-gold"), ("hard", "hard-gold")])
def test_the_figures_are_those_of_the_script(tmp_path: Path, reports: str, gold: str) -> None:
    """The script that others measure with says the same, to the last digit."""
    # The script first, because it skips where there is nothing to measure.
    said = script(tmp_path, SHARED / gold, SHARED / reports)
    assert figures(SHARED / gold, SHARED / reports) == said


def test_the_figures_are_those_of_the_script_for_the_core(tmp_path: Path) -> None:
    """Labels of 26 obligations serve five, there as here."""
    core = script(tmp_path, REPORTS / "gold", REPORTS, "--core")
    assert figures(REPORTS / "gold", REPORTS, "-c", "core") == core


def test_the_figures_are_those_of_the_script_where_most_is_wrong(tmp_path: Path) -> None:
    """Labels turned round by a fixed pattern: no figure but fidelity is near 1, and all are the same."""
    gold = tmp_path / "gold"
    gold.mkdir()
    for path in sorted((REPORTS / "gold").glob("*.yaml")):
        whole = yaml.safe_load(path.read_text(encoding="utf-8"))
        heading = (REPORTS / f"{path.stem}.txt").read_text(encoding="utf-8")[:4]
        for n, label in enumerate(whole["labels"].values()):
            if n % 4 == 0:
                label |= {"is": "unmet" if label["is"] == "met" else "met", "cite": [heading]}
            elif n % 7 == 0:
                label["is"] = "either"
            elif n % 5 == 0 and label["is"] == "met":
                label["cite"] = [heading, *label["cite"][2:]]
        (gold / path.name).write_text(yaml.safe_dump(whole, allow_unicode=True), encoding="utf-8")
    found = figures(gold, REPORTS)
    assert all(0.3 < value < 0.95 for name, value in found.items() if name not in ("reports", "fidelity"))
    assert found == script(tmp_path, gold, REPORTS)


def script(folder: Path, gold: Path, reports: Path, *options: str) -> dict[str, float]:
    """The figures by the script; the test is skipped where there is none."""
    if not (SHARED / "evaluate.py").is_file():
        pytest.skip(f"{SHARED / 'evaluate.py'} is not at hand")
    out = folder / "script.json"
    command = f"{sys.executable} -m scorer score --format json {{}}"
    args = [
        sys.executable,
        SHARED / "evaluate.py",
        "--cmd",
        command,
        "--json",
        out,
        "--gold",
        gold,
        "--reports",
        reports,
    ]
    subprocess.run([*args, *options], check=True, capture_output=True, cwd=ROOT)
    return dict(json.loads(out.read_text()))
