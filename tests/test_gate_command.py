"""Tests of `fzcheck gate`: real processes, what they show and do not do, and what the READMEs say of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, environment, rules, run
from signed import NAMES, Desk, edit, tree

from scorer.findings import WORDING, Finding

LI, WANG, ZHANG, CHEN = NAMES
REPORT = "某某镇2023年法治政府建设年度报告\n\n一、主要举措和成效\n镇政府聘请了法律顾问。\n"


# --- the command ------------------------------------------------------------------------------------------------------
def _ask(desk: Desk, *args: str, **env: str | None) -> tuple[int, bytes, list[str]]:
    asked = ["--allowed-signers", str(desk.allowed), "--signers", "2", "--on", "2026-06-02"]
    result = run("gate", desk.report, *asked, *args, env=env)
    return result.returncode, result.stdout, rules(result)


def _ids(stdout: bytes) -> set[str]:
    return {one["id"] for one in json.loads(stdout)["findings"]}


def test_exit_status(desk: Desk) -> None:
    """0 where it may be published; 1 and every reason where not, each with its id first."""
    status, shown, errors = _ask(desk)
    assert (status, errors) == (0, [])
    assert all(name in shown.decode() for name in (LI, WANG))
    edit(desk.report, "2.3万".encode(), "2.4万".encode())
    status, shown, errors = _ask(desk, "--require", "oversight")
    assert (status, errors) == (1, [])
    found = [line.split(":")[0].strip() for line in shown.decode().splitlines()[1:]]
    assert found == ["required-open", "report-changed"]


def test_json(desk: Desk) -> None:
    """The verdict as one object, with who signed and what was found."""
    status, shown, _ = _ask(desk, "--format", "json", "--require", "oversight", "--lang", "en")
    verdict = json.loads(shown)
    assert (status, verdict["schema"], verdict["passed"], verdict["on"]) == (1, "fzcheck/gate/1", False, "2026-06-02")
    assert verdict["score"] == {"found": 92.9, "reviewed": 100.0}
    assert [(one["name"], one["role"]) for one in verdict["signers"]] == [(LI, "reviewer"), (WANG, "approver")]
    assert [(one["id"], one["about"]) for one in verdict["findings"]] == [("required-open", "oversight")]
    assert verdict["findings"][0]["advice"].isascii()


def test_several_reports(desk: Desk) -> None:
    """One report that may not be published shuts the gate for all, and one that cannot be judged is an error."""
    (desk.folder / "bad.txt").write_text(REPORT, encoding="utf-8")
    status, shown, _ = _ask(desk, str(desk.folder / "bad.txt"), "--format", "json")
    assert (status, [one["passed"] for one in json.loads(shown)]) == (1, [True, False])
    status, shown, errors = _ask(desk, str(desk.folder / "none.txt"), "--format", "json")
    assert (status, [one["passed"] for one in json.loads(shown)], errors) == (2, [True], ["not-found"])


def test_its_files_stand_for_a_report(desk: Desk) -> None:
    """The review file and the files of the sign-offs stand for their report, which is judged once."""
    paths = [desk.review, desk.statement(LI), desk.signature(WANG)]
    status, shown, _ = _ask(desk, *map(str, paths), "--format", "json")
    assert (status, json.loads(shown)["report"]["path"]) == (0, str(desk.report))


@pytest.mark.parametrize(
    ("args", "rule"),
    [
        (["--allowed-signers", "no-such-file"], "not-found"),
        (["--allowed-signers", "."], "is-folder"),
        (["--require", "no-such-thing"], "unknown-obligation"),
        (["--drafter", "../x"], "bad-name"),
        (["-c", "no-such-list"], "unknown-checklist"),
        (["--encoding", "klingon"], "unknown-encoding"),
    ],
)
def test_what_cannot_be_judged(desk: Desk, args: list[str], rule: str) -> None:
    """What is asked for and cannot be had is an error, never a pass."""
    assert _ask(desk, *args) == (2, b"", [rule])


@pytest.mark.parametrize("args", [["--fail-under", "nan"], ["--fail-under", "101"], ["--signers", "-1"]])
def test_bars_that_are_none(desk: Desk, args: list[str]) -> None:
    """What no report could miss is no bar, and wrong usage."""
    assert _ask(desk, *args)[:2] == (2, b"")


def test_standard_input(desk: Desk) -> None:
    """Standard input has no sign-offs."""
    result = run("gate", "-", stdin=desk.report.read_bytes())
    assert (result.returncode, rules(result)) == (2, ["needs-file"])


@pytest.mark.parametrize(
    ("script", "status"),
    [
        ("exit 0", 2),
        ("echo 'Good luck'; exit 0", 2),
        ("kill -9 $$", 2),
        (f"""echo 'Good "fzcheck-signoff" signature with ED25519 key SHA256:{"x" * 43}'; exit 1""", 2),
        ("echo 'unknown option -- Y' >&2; exit 1", 2),
        ("exit 255", 1),
    ],
)
def test_an_ssh_keygen_that_does_not_work(desk: Desk, script: str, status: int) -> None:
    """Whatever ssh-keygen does instead of verifying, it is no pass."""
    _fake(desk.folder / "bin", script)
    got, _, errors = _ask(desk, PATH=str(desk.folder / "bin"))
    assert (got, errors) == (status, ["ssh-keygen"] if status == 2 else [])


def test_nossh_keygen(desk: Desk) -> None:
    """Without ssh-keygen nothing can be verified, and one line says what to install."""
    (desk.folder / "bin").mkdir()
    assert _ask(desk, PATH=str(desk.folder / "bin")) == (2, b"", ["no-ssh-keygen"])


def test_nothing_is_asked(desk: Desk) -> None:
    """ssh-keygen is given no terminal, no agent and no other way to ask, and speaks plain English."""
    real = shutil.which("ssh-keygen")
    log = desk.folder / "log"
    _fake(desk.folder / "bin", f'env >> "{log}"; test -t 0 && echo TERMINAL >> "{log}"; exec {real} "$@"')
    env = {"SSH_ASKPASS": "/bin/false", "SSH_AUTH_SOCK": "/nowhere", "DISPLAY": ":0", "LC_ALL": "zh_CN.UTF-8"}
    status, _, _ = _ask(desk, PATH=f"{desk.folder / 'bin'}:{os.environ['PATH']}", **env)
    said = log.read_text(encoding="utf-8").splitlines()
    assert status == 0
    assert {"LC_ALL=C", "SSH_ASKPASS_REQUIRE=never"} <= set(said)
    assert not [one for one in said if one.startswith(("SSH_ASKPASS=", "SSH_AUTH_SOCK=", "DISPLAY=", "TERMINAL"))]


WATCHED = """
import os, sys
def watch(event, args):
    if event.startswith("socket.") or (event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)):
        if not (event == "open" and (args[0] == os.devnull or isinstance(args[0], int))):
            print("DID", event, args, file=sys.stderr)
sys.addaudithook(watch)
sys.dont_write_bytecode = True
from scorer.cli import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize("damage", [b"", b"\n"])
def test_nothing_is_written(desk: Desk, damage: bytes) -> None:
    """The gate opens no file for writing and no connection, not even to keep the checklist that it had to compile."""
    desk.report.write_bytes(desk.report.read_bytes() + damage)
    for name in ("home", "cache", "tmp"):
        (desk.folder / name).mkdir()
    before = tree(desk.folder)
    places = {
        "FZCHECK_CACHE": str(desk.folder / "cache"), "HOME": str(desk.folder / "home"), "TMPDIR": str(desk.folder / "tmp"),
    }  # fmt: skip
    args = ["gate", desk.report, "--allowed-signers", desk.allowed, "--signers", "2", "--on", "2026-06-02"]
    done = _python(["-c", WATCHED, *map(str, args)], places)
    assert (done[0], done[2]) == (int(bool(damage)), "")
    assert tree(desk.folder) == before
    # The same checklist is kept by a command that may.
    run("score", desk.report, env=places)
    assert list((desk.folder / "cache").iterdir())


# --- words, documents -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rule", WORDING)
def test_every_finding_says_what_to_do(rule: str) -> None:
    """Each finding has a message and advice in both languages, filled from the same values, and is given somewhere."""
    zh, en = WORDING[rule]
    assert all(zh)
    assert all(en)
    wanted = [set(re.findall(r"\{(\w+)", "".join(one))) - {"about", "title"} for one in (zh, en)]
    assert wanted[0] == wanted[1]
    values = {name: "x" for name in re.findall(r"\{(\w+)", "".join(zh + en)) if name != "about"}
    line = Finding(rule, "甲", values).text("en")
    assert line.startswith(f"{rule}: ")
    assert "{" not in line
    given = {path.name for path in (ROOT / "scorer").rglob("*.py") if f'"{rule}"' in path.read_text(encoding="utf-8")}
    assert given - {"findings.py"} or rule.startswith("decision-")


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_line_in_the_readme(desk: Desk, name: str) -> None:
    """What sign wrote is verified by the line that the README gives, with OpenSSH alone; what was changed is not."""
    text = (ROOT / name).read_text(encoding="utf-8")
    (line,) = re.findall(r"^ssh-keygen -Y verify .*$", text, re.MULTILINE)
    assert _shell(line, desk.folder) == 0
    edit(desk.statement(LI), b'"score": 92.9', b'"score": 93.9')
    assert _shell(line, desk.folder) != 0


def _shell(line: str, folder: Path) -> int:
    return subprocess.run(["sh", "-c", line], cwd=folder, capture_output=True, check=False).returncode


def _python(args: list[str], env: dict[str, str]) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, *args], env=environment(**env), capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def _fake(folder: Path, script: str) -> None:
    folder.mkdir()
    path = folder / "ssh-keygen"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
