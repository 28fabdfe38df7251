"""Tests of scorer.policy: what the gate asks for, and where each value comes from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import marked, run
from signed import NAMES, Desk

from scorer.checklist import DEFAULT
from scorer.errors import FzcheckError, FzcheckErrors
from scorer.policy import KEYS, Policy, policy

FULL = """\
# 放行的条件
[gate]
allowed-signers = "sub/allowed"
signers = 2
fail-under = 80
require = ["power-list", "openness"]
drafter = "张起草"
checklist = "core"
"""


def _written(folder: Path, text: str) -> str:
    (folder / "fzcheck.toml").write_text(text, encoding="utf-8", newline="")
    return str(folder / "report.txt")


def _mistakes(report: str) -> list[tuple[str, int, int]]:
    try:
        policy(report)
    except FzcheckErrors as found:
        return [(one.rule, one.line, one.column) for one in found.errors]
    except FzcheckError as error:
        return [(error.rule, error.line, error.column)]
    return []


def test_nothing_said(tmp_path: Path) -> None:
    """Without a file and options one signer is asked for, by the default checklist."""
    found = policy(str(tmp_path / "report.txt"))
    assert found == Policy(sources=found.sources)
    assert (found.signers, found.checklist, found.allowed_signers) == (1, DEFAULT, "")
    assert {str(one) for one in found.sources.values()} == {"default"}
    assert list(found.sources) == list(KEYS)


@pytest.mark.parametrize("text", [FULL, FULL.replace("\n", "\r\n"), "\ufeff" + FULL])
def test_a_file(tmp_path: Path, text: str) -> None:
    """Each value of the file holds, paths from its own folder, and is known by its line."""
    found = policy(_written(tmp_path, text))
    assert found.allowed_signers == str(tmp_path / "sub" / "allowed")
    assert (found.signers, found.fail_under, found.drafter, found.checklist) == (2, 80, "张起草", "core")
    assert found.require == ("power-list", "openness")
    assert [one.line for one in found.sources.values()] == [3, 4, 5, 6, 7, 8]
    assert str(found.sources["signers"]) == f"{tmp_path / 'fzcheck.toml'}:4"


def test_a_checklist_of_one_s_own(tmp_path: Path) -> None:
    """A checklist that is no name is a path from the file's folder."""
    assert policy(_written(tmp_path, '[gate]\nchecklist = "ours.yaml"\n')).checklist == str(tmp_path / "ours.yaml")


def test_the_command_line_wins(tmp_path: Path) -> None:
    """What the command line says holds, value by value; what it does not say stays."""
    found = policy(_written(tmp_path, FULL), signers=3, require=("digital",), drafter=None, fail_under=0.0)
    assert (found.signers, found.require, found.drafter, found.fail_under) == (3, ("digital",), "张起草", 0.0)
    words = {key: str(one) for key, one in found.sources.items()}
    assert [key for key, word in words.items() if word == "command line"] == ["signers", "fail-under", "require"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("[gate]\n»signers = 0\n", ["wrong-type"]),
        ("[gate]\n»signers = true\n", ["wrong-type"]),
        ("[gate]\n»signers = 1.0\n", ["wrong-type"]),
        ('[gate]\n»signers = "2"\n', ["wrong-type"]),
        ("[gate]\n»fail-under = 101\n", ["wrong-type"]),
        ("[gate]\n»fail-under = nan\n", ["wrong-type"]),
        ("[gate]\n»fail-under = false\n", ["wrong-type"]),
        ('[gate]\n»require = "power-list"\n', ["wrong-type"]),
        ("[gate]\n»require = [1]\n", ["wrong-type"]),
        ('[gate]\n»drafter = ""\n', ["wrong-type"]),
        ('[gate]\n»drafter = "../x"\n', ["bad-name"]),
        ("[gate]\n»allowed-signers = []\n", ["wrong-type"]),
        ("[gate]\n»allowed_signers = 1\n»signer = 2\n", ["unknown-key", "unknown-key"]),
        ("»[gates]\nsigners = 2\n", ["unknown-key"]),
        ("»signers = 2\n", ["unknown-key"]),
        ("»gate.signers = 0\n", ["wrong-type"]),
        ("»gate = 1\n", ["wrong-type"]),
        ("»other = 1\n[gate]\n»signers = 0\n", ["unknown-key", "wrong-type"]),
    ],
)
def test_mistakes(tmp_path: Path, text: str, rules: list[str]) -> None:
    """Unknown keys and wrong values are refused, all at once, each with its line."""
    plain, places = marked(text, *rules)
    assert _mistakes(_written(tmp_path, plain)) == [(rule, line, 0) for rule, line, _ in places]


def test_what_is_no_toml(tmp_path: Path) -> None:
    """What cannot be read is refused, at its line where it has one."""
    assert _mistakes(_written(tmp_path, "[gate]\nsigners =\n"))[0][:2] == ("toml", 2)
    assert _mistakes(_written(tmp_path, "[gate]\nsigners = 1\nsigners = 2\n"))[0][:2] == ("toml", 3)
    (tmp_path / "fzcheck.toml").write_bytes(b"\xff\xfe")
    assert _mistakes(str(tmp_path / "report.txt")) == [("undecodable", 0, 0)]
    (tmp_path / "fzcheck.toml").unlink()
    (tmp_path / "fzcheck.toml").mkdir()
    assert _mistakes(str(tmp_path / "report.txt")) == [("unreadable", 0, 0)]


def test_show_policy(desk: Desk) -> None:
    """The policy is shown with where each value comes from, and the verdict is given all the same."""
    text = '[gate]\nallowed-signers = "allowed_signers"\nsigners = 2\n'
    (desk.folder / "fzcheck.toml").write_text(text, encoding="utf-8")
    args = ["gate", "report.txt", "--show-policy", "--on", "2026-06-02"]
    result = run(*args, "--format", "json", "--fail-under", "99", cwd=desk.folder)
    shown = json.loads(result.stdout)
    assert (result.returncode, shown["passed"]) == (0, True)
    assert list(shown["policy"]) == list(KEYS)
    assert shown["policy"]["signers"] == {"value": 2, "from": "fzcheck.toml:3"}
    assert shown["policy"]["fail-under"] == {"value": 99.0, "from": "command line"}
    assert shown["policy"]["checklist"] == {"value": DEFAULT, "from": "default"}
    result = run(*args, "--signers", "3", "--lang", "en", cwd=desk.folder)
    lines = result.stdout.decode().splitlines()
    assert result.returncode == 1
    assert [line.split()[0] for line in lines[1:7]] == list(KEYS)
    assert '  allowed-signers = "allowed_signers"  (fzcheck.toml:2)' in lines
    assert "  signers = 3  (command line)" in lines


def test_the_policy_shuts_the_gate(desk: Desk) -> None:
    """What the file asks for is asked for; an obligation that does not exist is refused at its line."""
    path = desk.folder / "fzcheck.toml"
    path.write_text('[gate]\nallowed-signers = "allowed_signers"\nsigners = 3\n', encoding="utf-8")
    assert desk.ids(allowed_signers=None, signers=None) == {"too-few-signers"}
    path.write_text(f'[gate]\ndrafter = "{NAMES[0]}"\nrequire = ["oversight"]\n', encoding="utf-8")
    assert desk.ids(signers=1) == {"signer-is-drafter", "required-open"}
    path.write_text('[gate]\nrequire = [\n  "no-such-thing",\n]\n', encoding="utf-8")
    with pytest.raises(FzcheckError) as caught:
        desk.ids()
    assert (caught.value.rule, caught.value.path, caught.value.line) == ("unknown-obligation", str(path), 2)
