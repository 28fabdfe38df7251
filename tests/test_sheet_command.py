"""Tests of `fzcheck sheet`, as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import environment, rules, run
from paper import (
    DAY,
    DECISIONS,
    REPORT,
    case_of,
)

from scorer.render.sheet import sheet
from scorer.render.sheet_docx import sheet_docx
from scorer.render.sheet_html import sheet_html


@pytest.mark.parametrize("suffix", [".docx", ".html", ".HTML"])
def test_command_writes_the_sheet(folder: Path, suffix: str) -> None:
    """The suffix says what is written; nothing is printed, and no other file is left."""
    before = set(folder.iterdir())
    output = folder / f"sheet{suffix}"
    result = run("sheet", "r.txt", "-c", "small.yaml", "--on", DAY.isoformat(), "--output", output, cwd=folder)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    made = sheet(case_of(folder), judged=DAY)
    assert output.read_bytes() == (sheet_docx(made) if suffix == ".docx" else sheet_html(made).encode())
    assert set(folder.iterdir()) - before == {output}


def test_the_policy_names_the_checklist(folder: Path) -> None:
    """As for what is signed, the checklist of fzcheck.toml holds, and the command line wins."""
    (folder / "fzcheck.toml").write_text('[gate]\nchecklist = "small.yaml"\n', encoding="utf-8")
    (folder / "r.txt.review.yaml").unlink()
    for args, expected in (([], "（small，"), (["-c", "core"], "（core，")):
        assert run("sheet", "r.txt", "-o", "s.html", *args, cwd=folder).returncode == 0
        assert expected in (folder / "s.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_same_input_same_bytes(folder: Path, suffix: str) -> None:
    """Neither hash order nor time zone nor locale changes a byte."""
    written = []
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/Los_Angeles"), ("3", "UTC")):
        output = folder / f"{seed}{suffix}"
        env = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        args = ["sheet", "r.txt", "-c", "small.yaml", "--on", DAY.isoformat(), "-o", output.name]
        assert run(*args, cwd=folder, env=env).returncode == 0
        written.append(output.read_bytes())
    assert all(one == other for one, other in pairwise(written))


@pytest.mark.parametrize(
    "args",
    [
        ["r.txt"],
        ["r.txt", "-o", "sheet.pdf"],
        ["r.txt", "-o", "sheet"],
        ["r.txt", "-o", ".docx"],
        ["r.txt", "-o", "-"],
        ["r.txt", "-o", "sheet.html", "--on", "yesterday"],
        ["r.html", "-o", "r.html"],
        ["-o", "sheet.html"],
    ],
)
def test_wrong_usage(folder: Path, args: list[str]) -> None:
    """Without an output, or one of another kind, or over the report itself, nothing is written; exit 2."""
    (folder / "r.html").write_text(REPORT, encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = run("sheet", "-c", "small.yaml", *args, cwd=folder)
    assert result.returncode == 2
    assert b"Usage:" in result.stderr or b"Error:" in result.stderr
    assert b"Traceback" not in result.stderr
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("args", "rule"),
    [
        (["-", "-o", "s.html"], "needs-file"),
        (["nowhere.txt", "-o", "s.docx"], "not-found"),
        (["r.txt", "-o", "nowhere/s.docx"], "unwritable"),
        (["r.txt", "-o", "folder.html"], "unwritable"),
        (["r.txt", "-o", "长" * 200 + ".html"], "unwritable"),
        (["r.txt", "--encoding", "nothing", "-o", "s.html"], "unknown-encoding"),
        (["r.txt", "-c", "nothing", "-o", "s.html"], "unknown-checklist"),
    ],
)
def test_what_cannot_be_done_is_one_line(folder: Path, args: list[str], rule: str) -> None:
    """A report that is not there, a place that cannot be written: one line, exit 2, nothing written."""
    (folder / "folder.html").mkdir()
    before = set(folder.rglob("*"))
    result = run("sheet", "-c", "small.yaml", *args, cwd=folder)
    assert (result.returncode, rules(result)) == (2, [rule])
    assert set(folder.rglob("*")) == before


def test_a_wrong_review_file_is_no_sheet(folder: Path) -> None:
    """All mistakes of the decisions are shown with their lines, and what stood there stays."""
    (folder / "r.txt.review.yaml").write_text(
        DECISIONS.replace("decision: agree", "decision: agreed"), encoding="utf-8"
    )
    (folder / "s.html").write_bytes(b"before")
    result = run("sheet", "r.txt", "-c", "small.yaml", "-o", "s.html", cwd=folder)
    assert result.returncode == 2
    assert rules(result) == ["wrong-type"]
    assert result.stderr.startswith(b"r.txt.review.yaml:19:")
    assert (folder / "s.html").read_bytes() == b"before"


@pytest.mark.skipif(os.name != "posix" or os.fsencode("\udcff") != b"\xff", reason="names of files are not bytes here")
@pytest.mark.parametrize("suffix", [".docx", ".html"])
def test_a_name_that_is_no_text(folder: Path, suffix: str) -> None:
    """Bytes of a file's name that are no UTF-8 stop nothing."""
    (folder / "r.txt").rename(folder / "r\udcff.txt")
    result = run("sheet", "r\udcff.txt", "-c", "small.yaml", "-o", f"s{suffix}", cwd=folder)
    assert (result.returncode, result.stderr) == (0, b"")


def test_other_commands_do_without_python_docx() -> None:
    """What only the sheet needs is loaded for the sheet alone."""
    code = "import sys, scorer.cli; sys.exit('docx' in sys.modules or 'lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=environment(), check=False).returncode == 0


def test_sign_offs_are_on_the_sheet(folder: Path) -> None:
    """Who signed is shown; once the report is another, that they signed something else."""
    (folder / "r.txt.review.yaml").write_text(
        "schema: fzcheck/review/1\ndecisions:\n"
        + "".join(
            f"- {{obligation: {o.id}, decision: waive, reason: confidential, note: 涉密。, until: 2099-12-31}}\n"
            for o in case_of(folder).card.obligations
            if o.status != "covered"
        ),
        encoding="utf-8",
    )
    assert run("sign", "r.txt", "-c", "small.yaml", "--as", "李复核", "--role", "reviewer", cwd=folder).returncode == 0
    for change, mark in (("", "未签名"), ("又改了一句。", "此后有改动，作废")):
        with (folder / "r.txt").open("a", encoding="utf-8") as report:
            report.write(change)
        assert run("sheet", "r.txt", "-c", "small.yaml", "-o", "s.html", cwd=folder).returncode == 0
        shown = (folder / "s.html").read_text(encoding="utf-8")
        assert "李复核" in shown
        assert mark in shown
