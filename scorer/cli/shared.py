"""What the commands share: their options, and how they write to the screen or to a file."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scorer import checklist
from scorer.errors import FzcheckError, Lang

if TYPE_CHECKING:
    from scorer.render import Screen

Command = TypeVar("Command", bound=Callable[..., Any])
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Bar(click.FloatRange):
    """A score that must be reached, 0-100; "nan", which nothing reaches and nothing misses, is none."""

    def __init__(self) -> None:
        super().__init__(0, 100)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """`value` as a number, or a usage error."""
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number from 0 to 100.", param, ctx)
        return number


def lang_option(command: Command) -> Command:
    """Adds --lang."""
    return click.option(
        "--lang", type=click.Choice(["zh", "en"]), default="zh", envvar="FZCHECK_LANG", show_default=True,
        help="Language of messages.",
    )(command)  # fmt: skip


def checklist_option(command: Command) -> Command:
    """Adds --checklist."""
    return click.option(
        "-c", "--checklist", "checklist_name", default=checklist.DEFAULT, show_default=True, metavar="NAME|PATH",
        help="Checklist to score by.",
    )(command)  # fmt: skip


def encoding_option(command: Command) -> Command:
    """Adds --encoding."""
    return click.option("--encoding", metavar="NAME", help="Encoding of the reports, if it is guessed wrong.")(command)


def day_option(command: Command) -> Command:
    """Adds --on."""
    return click.option(
        "--on", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge as of this day, not today."
    )(command)


def moment(day: datetime | None) -> datetime:
    """Now, or noon of `day`; local time."""
    return datetime.now().astimezone() if day is None else day.replace(hour=12).astimezone()


def screen(lang: Lang, output: str | None) -> Screen:
    """What standard output is; a file is 100 columns of plain UTF-8."""
    from rich.console import Console

    from scorer.render import Screen

    if output is not None:
        return Screen(lang, 100, None, "utf-8")
    console = Console()
    colour = None if console.no_color or not console.is_terminal else console.color_system
    return Screen(lang, console.width, colour, sys.stdout.encoding or "utf-8")


def say(line: str) -> None:
    """Writes a line to standard output."""
    deliver(f"{line}\n".encode(sys.stdout.encoding or "utf-8", "replace"), None)


def deliver(data: bytes, output: str | None) -> None:
    """Writes `data` to standard output, or to the file `output` as a whole."""
    try:
        if output is None:
            _print(data)
        elif Path(output).exists() and not Path(output).is_file() and not Path(output).is_dir():
            Path(output).write_bytes(data)  # a device or a pipe (/dev/null) is written to, never replaced
        else:
            from scorer.files import write_atomically  # brings in tempfile, which standard output does without

            write_atomically(Path(output), data)
    except OSError as error:
        raise FzcheckError("unwritable", output or "-", reason=error.strerror or str(error)) from None


def _print(data: bytes) -> None:
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        # What is still in the buffer must not fail again when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # A reader that went away (fzcheck score … | head) is no error, and the exit status still tells the verdict.
        if not isinstance(error, BrokenPipeError):
            raise
