"""
The command line: parses, dispatches, and turns what went wrong into one line and an exit status.

Exit status: 0 done or passed; 1 below the bar, or the gate is shut; 2 could not run; 3 a bug. Results go to standard output, all else to standard error.
"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path

import click

from scorer import __version__
from scorer.cli.shared import CONTEXT
from scorer.errors import FzcheckError, FzcheckErrors, Lang


def main() -> None:
    """Runs fzcheck on the arguments of the process and exits."""
    # Records by the million and hardly a cycle among them: to look for cycles as often as Python does by itself takes
    # a quarter of the time of a very large report.
    gc.set_threshold(100_000, 50, 100)
    sys.exit(run(sys.argv[1:]))


def run(args: list[str]) -> int:
    """The exit status of fzcheck run on `args`."""
    _robust_streams()
    try:
        result = cli.main(args, prog_name="fzcheck", standalone_mode=False)
        sys.stdout.flush()
    except (FzcheckError, FzcheckErrors) as error:
        for one in error.errors if isinstance(error, FzcheckErrors) else [error]:
            click.echo(one.text(_language(args)), err=True)
        return 2
    except click.UsageError as error:
        error.show()
        return 2
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except SystemExit:
        # Only click exits, where the reader of a help text went away (fzcheck --help | head): nothing is wrong here.
        return 0
    except Exception:  # noqa: BLE001  the last resort: a bug must never look like a pass
        import traceback

        traceback.print_exc()
        click.echo(
            f"fzcheck {__version__}: 程序出错，请把以上内容报给开发者 / a bug: please report the lines above", err=True
        )
        return 3
    return result if isinstance(result, int) else 0


def _language(args: list[str]) -> Lang:
    """The language asked for, for messages about what went wrong before or while options were read."""
    for i, arg in enumerate(args):
        if arg == "--lang" and args[i + 1 : i + 2] in (["en"], ["zh"]):
            return "en" if args[i + 1] == "en" else "zh"
        if arg in ("--lang=en", "--lang=zh"):
            return "en" if arg.endswith("en") else "zh"
    return "en" if os.environ.get("FZCHECK_LANG") == "en" else "zh"


def _robust_streams() -> None:
    """A console that lacks a character shows ? for it, and a closed stream is an empty one; neither stops the program."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  for as long as we run
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


# Command → module, and its name there. One command needs a third of the modules that all of them need.
_COMMANDS = {
    "checklist": ("checklists", "checklist_group"),
    "evaluate": ("evaluate", "evaluate"),
    "explain": ("score", "explain"),
    "gate": ("gate", "gate"),
    "review": ("review", "review"),
    "score": ("score", "score"),
    "sheet": ("sheet", "sheet"),
    "sign": ("sign", "sign"),
    "text": ("score", "text"),
}


class _Commands(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"scorer.cli.{module}"), name)
        return command


@click.group(cls=_Commands, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="fzcheck")
def cli() -> None:
    """Score 法治政府建设年度报告 (annual rule-of-law government reports) by a checklist."""
