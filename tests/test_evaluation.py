"""Tests of scorer.evaluation and `fzcheck evaluate`: the figures, what moved, and how it is shown."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPORTS, ROOT, SMALL, changed, rules, run, write_checklist

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


def test_disagreements_are_listed(tmp_path: Path) -> None:
    """Each with its report, its element and the sentence; agreement is not."""
    small = write_checklist(tmp_path)
    gold, texts = labelled(
        tmp_path,
        right=(GOOD, "{is: met, cite: [聘请了法律顾问]}"),
        wrong=(GOOD, "{is: unmet}"),
        none=(BAD, "{is: unmet}"),
    )
    shown = run("evaluate", gold, texts, "-c", small).stdout.decode()
    listed = [line for line in shown.splitlines() if "legal-advisers.engagement" in line]
    assert len(listed) == 1
    assert "wrong" in listed[0]
    assert "镇政府聘请了法律顾问" in shown.split("legal-advisers.engagement")[1]


def test_compare_shows_what_a_change_moved(tmp_path: Path) -> None:
    """A term taken away makes one element worse and one better; what did not move is not listed."""
    gold, texts = labelled(
        tmp_path,
        had=(GOOD, "{is: met, cite: [聘请了法律顾问]}"),
        trap=(OTHER, "{is: unmet}"),
        none=(BAD, "{is: unmet}"),
    )
    before = tmp_path / "before.json"
    assert (
        run("evaluate", gold, texts, "-c", write_checklist(tmp_path), "--format", "json", "-o", before).returncode == 0
    )
    own = write_checklist(
        tmp_path,
        changed(("    - 法律顾问制度\n", ""), ("    - <聘用>…法律顾问\n", "    - 签约…法律顾问\n"), text=SMALL),
        "own.yaml",
    )
    result = run("evaluate", gold, texts, "-c", own, "--format", "json", "--compare", before)
    moved = json.loads(result.stdout)["compare"]
    assert {(m["report"], m["change"], m["was_met"], m["met"]) for m in moved["moves"]} == {
        ("had", "worse", True, False),
        ("trap", "better", True, False),
    }
    assert moved["figures"]["element_recall"] == -1
    assert moved["added"] == moved["gone"] == []
    shown = run("evaluate", gold, texts, "-c", own, "--compare", before).stdout.decode()
    assert shown.count("had  legal-advisers.engagement") == 2  # moved, and now a disagreement


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
    if not (SHARED / "evaluate.py").is_file():
        pytest.skip(f"{SHARED / 'evaluate.py'} is not at hand")
    out = tmp_path / "out.json"
    command = f"{sys.executable} -m scorer score --format json {{}}"
    script = [sys.executable, str(SHARED / "evaluate.py"), "--cmd", command, "--json", str(out)]
    subprocess.run([*script, "--gold", SHARED / gold, "--reports", SHARED / reports], check=True, capture_output=True)
    assert figures(SHARED / gold, SHARED / reports) == json.loads(out.read_text())
