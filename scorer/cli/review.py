"""`fzcheck review`: decisions on what a scorecard leaves open, in a conversation or from a file."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click

from scorer.cli.shared import (
    CONTEXT,
    day_option,
    deliver,
    encoding_option,
    lang_option,
    moment,
    say,
    screen,
)
from scorer.errors import FzcheckError, Lang

if TYPE_CHECKING:
    from scorer.cli.asking import Desk
    from scorer.decisions import Decision
    from scorer.review import Case


class _Stopped(BaseException):
    """A signal that ends the program: the terminal was closed, or somebody wants it to end."""


@click.command(context_settings=CONTEXT)
@click.argument("report")
@click.option("--all", "everything", is_flag=True, help="Walk through every obligation, settled and covered ones too.")
@click.option(
    "--decisions", metavar="FILE", help="Take in the decisions of this file (- is standard input), and ask nothing."
)
@click.option("--status", is_flag=True, help="Show what is open and what no longer holds; exit 1 if anything is.")
@click.option("-f", "--format", "fmt", type=click.Choice(["table", "json"]), default="table", help="Of --status.")
@click.option("-c", "--checklist", "checklist_name", metavar="NAME|PATH", help="Checklist to score by.")
@day_option
@encoding_option
@lang_option
def review(
    report: str,
    decisions: str | None,
    fmt: str,
    checklist_name: str | None,
    day: datetime | None,
    encoding: str | None,
    lang: Lang,
    *,
    everything: bool,
    status: bool,
) -> int:
    """Settle what the scorecard of REPORT leaves open; decisions are kept in REPORT.review.yaml."""
    from scorer.policy import policy
    from scorer.review import open_case

    if fmt == "json" and not status:
        raise click.UsageError("--format json is for --status.")
    if everything and (status or decisions is not None):
        raise click.UsageError("--all is for the conversation, without --status and --decisions.")
    if report == "-":
        raise FzcheckError("needs-file", report)
    asking = not status and decisions is None
    if asking and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise FzcheckError("needs-terminal", report)
    # The checklist that `sign` and `gate` go by.
    by = policy(report, checklist=checklist_name).checklist
    case = open_case(report, by, encoding, moment(day).date())
    for note in case.card.notes:
        click.echo(f"{report}: {note.zh if lang == 'zh' else note.en} [{note.id}]", err=True)
    if asking:
        return _asked(case, lang, everything=everything)
    if decisions is not None:
        case = _taken_in(case, decisions, lang, quiet=status)
    if status:
        _show_status(case, lang, fmt)
        return int(not case.reviewed.settled)
    return 0


def _taken_in(case: Case, path: str, lang: Lang, *, quiet: bool) -> Case:
    from scorer.cli.phrases import phrase
    from scorer.reviewfile import read_others

    given = read_others(path, case.compiled.checklist, case.document, case.today)
    case = _written(case, given, [])
    if not quiet:
        say(phrase("taken-in", lang, case.kept.path, len(given)))
    return case


def _written(case: Case, decisions: list[Decision], withdrawn: list[Decision]) -> Case:
    from scorer.review import decide

    try:
        return decide(case, decisions, withdrawn)
    except OSError as error:
        raise FzcheckError("unwritable", case.kept.path, reason=error.strerror or str(error)) from None


def _show_status(case: Case, lang: Lang, fmt: str) -> None:
    from scorer.render.status import status, status_json

    if fmt == "json":
        deliver(status_json(case).encode(), None)
        return
    on = screen(lang, None)
    deliver(status(case, lang, on.width, on.colour, on.encoding).encode(on.encoding), None)


# --- the conversation -----------------------------------------------------------------------------------------------
def _asked(case: Case, lang: Lang, *, everything: bool) -> int:
    """The exit status of a conversation about all that is pending in `case`, or about everything."""
    from scorer.cli.asking import converse
    from scorer.cli.phrases import phrase

    names = [one.id for one in case.reviewed.obligations if everything or one.pending]
    path = case.kept.path
    try:
        with _signals():
            if not names:
                say(phrase("none-pending", lang))
            case = converse(case, names, _desk(lang))
            with contextlib.suppress(FzcheckError):  # a terminal that is gone: what was decided is saved
                say("")
                _show_status(case, lang, "table")
                say(_next(case, lang))
    except KeyboardInterrupt:
        click.echo("\n" + phrase("broken-off", lang, path), err=True)
        return 130
    except _Stopped as stopped:
        with contextlib.suppress(OSError):
            click.echo("\n" + phrase("broken-off", lang, path), err=True)
        return 128 + int(stopped.args[0])
    return 0


def _desk(lang: Lang) -> Desk:
    from scorer.cli.asking import Desk, Over
    from scorer.render.desk import decided, desk
    from scorer.render.terminal import one_line

    def show(case: Case, name: str, progress: str) -> None:
        on = screen(lang, None)
        put(f"\n{desk(case, name, progress, lang, on.width, on.colour, on.encoding)}\n", on.encoding)

    def show_decided(case: Case, name: str) -> None:
        on = screen(lang, None)
        put(decided(case, name, lang, on.width, on.colour, on.encoding), on.encoding)

    def tell(text: str) -> None:
        put("\n".join(map(one_line, text.split("\n"))) + "\n", sys.stdout.encoding or "utf-8")

    def put(text: str, encoding: str) -> None:
        try:
            deliver(text.encode(encoding, "replace"), None)
        except FzcheckError:
            raise Over from None

    return Desk(_line, tell, show, show_decided, _written, lang)


def _line(prompt: str) -> str:
    """The line typed after `prompt`."""
    from scorer.cli.asking import Over

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  input() then lets people edit what they type, Chinese characters too
    try:
        return input(prompt)
    except UnicodeDecodeError:
        return "\udcff"  # what was typed is no text, and is asked for again
    except (EOFError, OSError):
        raise Over from None


def _next(case: Case, lang: Lang) -> str:
    """What is to be done next with the report of `case`."""
    from scorer.cli.phrases import phrase

    reviewed, report = case.reviewed, case.card.report.path
    if any(one.pending for one in reviewed.obligations):
        return phrase("next-review", lang, report)
    if reviewed.unknown:
        return phrase("next-unknown", lang, case.kept.path)
    return phrase("next-gap" if reviewed.having("gap") else "next-sign", lang, report)


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """Inside, a closed terminal and a wish to end raise, so that a write that is under way cleans up."""

    def stop(number: int, _: FrameType | None) -> NoReturn:
        raise _Stopped(number)

    numbers = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
