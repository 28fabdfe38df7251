"""The READMEs say what is true: their commands exist, their samples are what is really printed."""

from __future__ import annotations

import re
import typing

import click
import pytest
from conftest import ROOT, run

from scorer import __version__, decisions, model
from scorer.cli import cli

READMES = ["README.md", "README.zh-CN.md"]
_SAMPLE = re.compile(r"<!-- sample: fzcheck (?P<args>[^>]*) -->\n```text\n(?P<shown>.*?)```", re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_samples_are_what_is_printed(name: str, *, update_golden: bool) -> None:
    """Each sample is the beginning of what its command prints, 80 columns wide."""
    path = ROOT / name
    text = path.read_text(encoding="utf-8")
    found = list(_SAMPLE.finditer(text))
    assert found
    for match in found:
        printed = run(*match["args"].split(), cwd=ROOT, env={"COLUMNS": "80"}).stdout.decode()
        printed = "\n".join(printed.splitlines()[:24]) + "\n"
        if update_golden:
            text = (
                text.replace(match["shown"], printed)
                if match["shown"]
                else text.replace(match[0], match[0][:-3] + printed + "```")
            )
            path.write_text(text, encoding="utf-8")
        else:
            assert match["shown"] == printed


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_named(name: str) -> None:
    """Each command of the program stands in both READMEs, and each that they name exists."""
    text = (ROOT / name).read_text(encoding="utf-8")
    context = click.Context(cli)
    commands = [name for name in cli.list_commands(context) if name != "checklist"]
    checklists = typing.cast("click.Group", cli.get_command(context, "checklist")).commands
    for command in [*commands, *(f"checklist {sub}" for sub in checklists)]:
        assert f"fzcheck {command}" in text
    for named in re.findall(r"`fzcheck (checklist \w+|\w+)", text):
        known = [*commands, *(f"checklist {sub}" for sub in checklists)]
        assert named in known


@pytest.mark.parametrize("name", READMES)
def test_every_status_and_rule_is_explained(name: str) -> None:
    """The words of the data that a reader meets are in both READMEs."""
    text = (ROOT / name).read_text(encoding="utf-8")
    for word in [*typing.get_args(model.Status), *typing.get_args(model.Rule)]:
        assert word in text
    for kind in (decisions.Verb, decisions.WaiverReason, decisions.State):
        for word in set(typing.get_args(kind)) - {"holds"}:
            assert f"`{word}`" in text


@pytest.mark.parametrize("name", [*READMES, "checklists/README.md", "reports/README.md"])
def test_links_lead_somewhere(name: str) -> None:
    """Each relative link is to a file that is there."""
    path = ROOT / name
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists()


def test_the_version_has_an_entry() -> None:
    """CHANGELOG.md speaks of the version that this is."""
    assert f"## {__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
