"""Tests of scorer.sign and `fzcheck sign`: what keeps a person from signing, and that both files appear or neither."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import environment, rules, run
from signed import LATER, NAMES, SIGNED, Desk, edit, tree

from scorer import sshsig
from scorer.decisions import Decision
from scorer.errors import FzcheckError
from scorer.review import decide, open_case

LI, WANG, ZHANG, CHEN = NAMES


@pytest.fixture
def bare(desk: Desk) -> Desk:
    """A desk whose report is decided on and not yet signed."""
    shutil.rmtree(desk.statement(LI).parent)
    return desk


def _sign(desk: Desk, name: str, *args: str, **env: str | None) -> subprocess.CompletedProcess[bytes]:
    return run("sign", desk.report, "--as", name, "--role", "reviewer", "--on", "2026-06-01", *args, env=env)


def _ids(result: subprocess.CompletedProcess[bytes]) -> list[str]:
    return [line.split(":")[0] for line in result.stderr.decode().splitlines()]


def test_a_signature(bare: Desk) -> None:
    """The statement and its signature appear, and nothing else changes; the gate then passes."""
    before = tree(bare.folder)
    result = _sign(bare, LI, "--drafter", ZHANG, "--key", str(bare.key(LI)))
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode().split("\t")[0] == str(bare.statement(LI))
    made = tree(bare.folder)
    folder = bare.statement(LI).parent.name
    assert set(made) - set(before) == {folder, f"{folder}/{LI}.json", f"{folder}/{LI}.json.sig"}
    assert {name: made[name] for name in before if name != "."} == {n: before[n] for n in before if n != "."}
    said = json.loads(bare.statement(LI).read_text(encoding="utf-8"))
    assert (said["signer"], said["role"], said["drafter"], said["signed"]) == (LI, "reviewer", ZHANG, True)
    result = run("gate", bare.report, "--allowed-signers", bare.allowed)
    assert result.returncode == 0


def test_without_a_key(bare: Desk) -> None:
    """Without a key the statement says that it is unsigned, and so does what is printed; there is no signature."""
    result = _sign(bare, LI, "--lang", "en")
    assert result.returncode == 0
    assert b"unsigned" in result.stdout
    assert json.loads(bare.statement(LI).read_text(encoding="utf-8"))["signed"] is False
    assert not bare.signature(LI).exists()


def test_signing_again(desk: Desk) -> None:
    """Who signs again replaces what they said before, with a key or without."""
    edit(desk.review, "另报县局".encode(), "已报县局".encode())
    assert desk.ids() == {"decisions-changed"}
    desk.sign(LI)
    desk.sign(WANG, at=LATER)
    assert desk.ids() == set()
    desk.sign(WANG, signed=False)
    assert desk.ids() == {"signoff-unsigned"}
    assert sorted(path.name for path in desk.statement(LI).parent.iterdir()) == [
        f"{LI}.json",
        f"{LI}.json.sig",
        f"{WANG}.json",
    ]
    desk.sign(WANG)
    assert desk.ids() == set()


@pytest.mark.parametrize(
    ("change", "ids"),
    [
        (lambda desk: desk.review.unlink(), ["decision-open"] * 5),
        (lambda desk: _decide(desk, Decision("petitions", "agree")), ["gap-agreed"]),
        (lambda desk: _decide(desk, Decision("power-list", "agree")), ["gap-agreed"]),
        (
            lambda desk: _decide(desk, Decision("oversight", "waive", "accountability", "confidential", note="密", until="2026-05-31")),
            ["waiver-expired"],
        ),
        (
            lambda desk: _decide(desk, Decision("power-list", "waive", "", "confidential", note="密", until="2027-05-31")),
            ["waiver-unneeded"],
        ),
        (lambda desk: edit(desk.review, b"obligation: petitions", b"obligation: petition"), ["decision-open", "decision-unknown"]),
        (lambda desk: edit(desk.report, "亲自过问、亲自协调".encode(), "过问、协调".encode()), ["decision-stale"]),
    ],
)  # fmt: skip
def test_what_is_not_settled_is_not_signed(bare: Desk, change: object, ids: list[str]) -> None:
    """Nobody signs while anything is open, agreed to be a gap, stale, expired, unneeded or unknown; nothing is written."""
    assert callable(change)
    change(bare)
    before = tree(bare.folder)
    result = _sign(bare, LI, "--key", str(bare.key(LI)))
    assert (result.returncode, _ids(result), result.stdout) == (1, ids, b"")
    assert tree(bare.folder) == before


def _decide(desk: Desk, decision: Decision) -> None:
    decide(open_case(str(desk.report), desk.checklist, None, SIGNED.date()), [decision])


@pytest.mark.parametrize("spelt", [ZHANG, "zhang.san", "ＺＨＡＮＧ.san"])
def test_the_drafter_does_not_sign(bare: Desk, spelt: str) -> None:
    """The drafter may not sign, whoever names them: the command line, the policy, or another statement."""
    name = ZHANG if spelt == ZHANG else "Zhang.San"
    result = _sign(bare, name, "--drafter", spelt)
    assert (result.returncode, _ids(result)) == (1, ["signer-is-drafter"])
    (bare.folder / "fzcheck.toml").write_text(f'[gate]\ndrafter = "{spelt}"\n', encoding="utf-8")
    assert _ids(_sign(bare, name)) == ["signer-is-drafter"]
    (bare.folder / "fzcheck.toml").unlink()
    bare.sign(LI, drafter=spelt)
    assert _ids(_sign(bare, name)) == ["signer-is-drafter"]
    assert not bare.statement(name).exists()


def test_the_policy_names_the_drafter_and_the_checklist(bare: Desk) -> None:
    """What the policy says of drafter and checklist goes into the statement; the command line wins."""
    (bare.folder / "fzcheck.toml").write_text('[gate]\ndrafter = "张起草"\nchecklist = "core"\n', encoding="utf-8")
    bare.review.unlink()
    assert _sign(bare, LI).returncode == 0
    said = json.loads(bare.statement(LI).read_text(encoding="utf-8"))
    assert (said["drafter"], said["checklist"]["id"]) == (ZHANG, "core")
    assert _ids(_sign(bare, LI, "-c", "annual-report-2021-2025")) == ["decision-open"] * 5
    assert _sign(bare, LI, "--drafter", "赵六").returncode == 0
    assert json.loads(bare.statement(LI).read_text(encoding="utf-8"))["drafter"] == "赵六"


@pytest.mark.parametrize(
    "name", ["", ".李", "-李", "../李", "李/王", "李 王", "李,王", "李*", "甲" * 65, "李\n", "CON:"]
)
def test_names(bare: Desk, name: str) -> None:
    """A name that could lead elsewhere or mislead is refused."""
    result = _sign(bare, name)
    assert (result.returncode, rules(result)[-1:]) == (2, ["bad-name"])
    assert not bare.statement(LI).parent.exists()


@pytest.mark.parametrize("name", ["李四", "阿依古丽·买买提", "li.si@example.gov.cn", "Wang_2-3", "é", "甲" * 64])
def test_good_names(bare: Desk, name: str) -> None:
    """Names of people as they are written in China, and as machines write them, may sign."""
    assert _sign(bare, name).returncode == 0
    assert bare.statement(name).exists()


def test_a_decomposed_name(bare: Desk) -> None:
    """A name whose marks stand apart is kept with each letter as one character."""
    assert _sign(bare, "e\u0301").returncode == 0
    assert bare.statement("é").exists()


def test_standard_input(bare: Desk) -> None:
    """Standard input cannot be signed."""
    result = run("sign", "-", "--as", LI, "--role", "reviewer", stdin=bare.report.read_bytes())
    assert (result.returncode, rules(result)) == (2, ["needs-file"])


def test_a_bad_review_file(bare: Desk) -> None:
    """A review file with mistakes is not signed; all its mistakes are shown."""
    edit(bare.review, b"decision: override", b"decision: overrule")
    result = _sign(bare, LI)
    assert result.returncode == 2
    assert rules(result)


# --- both or neither --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("script", "rule"),
    [("exit 1", "ssh-keygen"), ("kill -9 $$", "ssh-keygen"), ("exit 0", "ssh-keygen"), (None, "no-ssh-keygen")],
)
@pytest.mark.parametrize("again", [False, True])
def test_an_ssh_keygen_that_does_not_work(desk: Desk, script: str | None, rule: str, *, again: bool) -> None:
    """Whatever ssh-keygen does instead of signing, one line says so, and all is as it was."""
    if not again:
        shutil.rmtree(desk.statement(LI).parent)
    (desk.folder / "bin").mkdir()
    if script:
        path = desk.folder / "bin" / "ssh-keygen"
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
    before = tree(desk.folder)
    result = _sign(desk, LI, "--key", str(desk.key(LI)), PATH=str(desk.folder / "bin"))
    assert (result.returncode, rules(result)) == (2, [rule])
    assert tree(desk.folder) == before


@pytest.mark.parametrize("what", ["none", "public", "text", "folder"])
def test_a_key_that_is_none(bare: Desk, what: str) -> None:
    """A key that is not there, that no agent has, or that is none: one line, nothing written."""
    (bare.folder / "keys" / "text").write_text("key\n", encoding="utf-8")
    key = {"none": "none", "public": f"{LI}.pub", "text": "text", "folder": "."}[what]
    if what == "public":
        bare.key(LI).unlink()
    before = tree(bare.folder)
    result = _sign(bare, LI, "--key", str(bare.folder / "keys" / key), SSH_AUTH_SOCK=None)
    assert (result.returncode, rules(result)) == (2, ["not-found" if what == "none" else "ssh-keygen"])
    assert tree(bare.folder) == before


def test_an_agent(bare: Desk, tmp_path: Path) -> None:
    """With an agent the public key is enough."""
    socket = str(tmp_path / "agent")
    with subprocess.Popen(["ssh-agent", "-D", "-a", socket], stdout=subprocess.PIPE) as agent:
        try:
            assert agent.stdout is not None
            agent.stdout.readline()
            env = environment(SSH_AUTH_SOCK=socket)
            subprocess.run(["ssh-add", "-q", str(bare.key(LI))], env=env, check=True, capture_output=True)
            bare.key(LI).unlink()
            result = _sign(bare, LI, "--key", str(bare.key(LI)) + ".pub", SSH_AUTH_SOCK=socket)
        finally:
            agent.terminate()
    assert (result.returncode, result.stderr) == (0, b"")
    assert sshsig.check(bare.statement(LI).read_bytes(), str(bare.signature(LI)))


@pytest.mark.parametrize("failing", [1, 2])
@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("again", [False, True])
def test_a_full_disk(desk: Desk, monkeypatch: pytest.MonkeyPatch, call: str, failing: int, *, again: bool) -> None:
    """Where the first or the second file cannot be written, both are as they were, and nothing else is left."""
    if not again:
        shutil.rmtree(desk.statement(LI).parent)
    before = tree(desk.folder)
    real, calls = getattr(os, call), []

    def fail(*args: object) -> object:
        calls.append(args)
        if len(calls) == failing:
            raise OSError(errno.ENOSPC, "full")
        return real(*args)

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(FzcheckError) as caught:
        desk.sign(LI, at=LATER)
    assert caught.value.rule == "unwritable"
    monkeypatch.undo()
    after = tree(desk.folder)
    assert {name: one[2] for name, one in after.items()} == {name: one[2] for name, one in before.items()}


@pytest.mark.parametrize("again", [False, True])
def test_killed_between_the_files(desk: Desk, *, again: bool) -> None:
    """Whoever is killed after the signature and before the statement has signed nothing, and may sign again."""
    statement = desk.statement(LI).read_bytes()
    desk.sign(LI, at=LATER)
    if again:
        desk.statement(LI).write_bytes(statement)
        assert desk.ids() == {"signature-invalid"}
    else:
        desk.statement(LI).unlink()
        assert desk.ids(signers=1) == {"statement-missing"}
    desk.sign(LI, at=LATER)
    assert desk.ids() == set()


@pytest.mark.parametrize("what", ["folder", "statement", "signature"])
def test_links_are_not_written_through(bare: Desk, what: str) -> None:
    """What a link in the folder's or a file's place points to stays as it is."""
    away = bare.folder / "away"
    away.mkdir()
    (away / "file").write_bytes(b"precious")
    if what == "folder":
        bare.statement(LI).parent.symlink_to(away)
    else:
        bare.statement(LI).parent.mkdir()
        (bare.statement(LI) if what == "statement" else bare.signature(LI)).symlink_to(away / "file")
    result = _sign(bare, LI, "--key", str(bare.key(LI)))
    assert [(path.name, path.read_bytes()) for path in away.iterdir()] == [("file", b"precious")]
    assert (result.returncode, rules(result)) == ((2, ["not-plain"]) if what == "folder" else (0, []))
    if what != "folder":
        assert not bare.statement(LI).is_symlink()
        assert not bare.signature(LI).is_symlink()


def test_a_report_whose_name_is_no_utf_8(bare: Desk) -> None:
    """A report may have a name that no encoding explains, and be signed and judged under it."""
    name = os.fsencode(bare.folder) + b"/\xb1\xa8.txt"
    try:
        shutil.copy(os.fsencode(bare.report), name)
    except OSError:
        pytest.skip("the file system has only names in UTF-8")
    shutil.copy(os.fsencode(bare.review), name + b".review.yaml")
    report = os.fsdecode(name)
    args = ["--drafter", ZHANG, "--key", str(bare.key(LI)), "--on", "2026-06-01"]
    assert run("sign", report, "--as", LI, "--role", "reviewer", *args).returncode == 0
    result = run("gate", report, "--allowed-signers", bare.allowed, "--format", "json")
    assert (result.returncode, json.loads(result.stdout)["passed"]) == (0, True)
