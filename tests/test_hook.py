"""The hook for pre-commit and the examples for teams do what the READMEs say: they run the gate on changed reports."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, environment
from signed import NAMES, Desk, edit

READMES = ["README.md", "README.zh-CN.md"]


def _block(name: str, mark: str) -> Any:
    text = (ROOT / name).read_text(encoding="utf-8")
    (block,) = re.findall(rf"<!-- {mark} -->\n```yaml\n(.*?)```", text, re.DOTALL)
    return yaml.safe_load(block)


def _hook() -> dict[str, Any]:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return dict(hook)


@pytest.fixture
def repository(desk: Desk) -> Desk:
    """A folder with reports/report.txt and allowed_signers, as in the examples."""
    (desk.folder / "reports").mkdir()
    for path in desk.folder.glob("report.txt*"):
        path.rename(desk.folder / "reports" / path.name)
    return Desk(desk.folder / "reports")


def _run(command: str, folder: Path) -> int:
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    # The specimen's waivers hold until 2027-03-31, and the keys were used on 2026-06-01.
    done = subprocess.run(
        ["sh", "-c", f"{command} --on 2026-06-02"],
        cwd=folder,
        env=environment(PATH=path),
        capture_output=True,
        check=False,
    )
    return done.returncode


def test_the_hook_has_what_pre_commit_needs() -> None:
    """The keys without which pre-commit takes no hook, and files that the gate judges one process at a time."""
    hook = _hook()
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("fzcheck-gate", "python", True)
    assert {"name", "entry"} <= set(hook)
    assert shlex.split(hook["entry"]) == ["fzcheck", "gate"]


@pytest.mark.parametrize("name", READMES)
def test_the_hook_judges_what_changed(repository: Desk, name: str) -> None:
    """With the example's settings each file of a report that changed has it judged, and no other file is."""
    (repo,) = _block(name, "pre-commit")["repos"]
    (used,) = repo["hooks"]
    hook = _hook()
    assert used["id"] == hook["id"]
    files = [repository.report, repository.review, repository.statement(NAMES[0]), repository.signature(NAMES[1])]
    root = repository.folder.parent
    names = [path.relative_to(root).as_posix() for path in files]
    for one in names:
        assert re.search(used["files"], one)
        command = shlex.join([*shlex.split(hook["entry"]), *used["args"], one])
        assert _run(command, root) == 0
    assert not re.search(used["files"], "reports/README.md")
    edit(repository.report, "2.3万".encode(), "2.4万".encode())
    for one in names:
        assert _run(shlex.join([*shlex.split(hook["entry"]), *used["args"], one]), root) == 1


@pytest.mark.parametrize("name", READMES)
def test_the_step_in_ci(repository: Desk, name: str) -> None:
    """The example's step passes what is signed, fails what is not, and fails where there is no report at all."""
    steps = _block(name, "ci")["jobs"]["gate"]["steps"]
    (command,) = [step["run"] for step in steps if "fzcheck gate" in step.get("run", "")]
    root = repository.folder.parent
    assert _run(command, root) == 0
    edit(repository.report, "2.3万".encode(), "2.4万".encode())
    assert _run(command, root) == 1
    shutil.rmtree(repository.folder)
    assert _run(command, root) == 2


@pytest.mark.parametrize("name", READMES)
def test_the_policy_in_the_readme(repository: Desk, name: str) -> None:
    """The example's policy can be read, and the signed specimen meets it."""
    text = (ROOT / name).read_text(encoding="utf-8")
    (policy,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (repository.folder / "fzcheck.toml").write_text(policy, encoding="utf-8")
    shutil.copy(repository.folder.parent / "allowed_signers", repository.folder)
    assert _run("fzcheck gate reports/report.txt", repository.folder.parent) == 0
