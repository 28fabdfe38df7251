"""
The command line: parses, dispatches, and turns what went wrong into one line and an exit status.

Exit status: 0 done or passed; 1 below the bar; 2 could not run; 3 a bug. Results go to standard output, all else to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scorer import __version__, checklist
from scorer.errors import FzcheckError, FzcheckErrors, Lang

if TYPE_CHECKING:
    from scorer.model import Scorecard
    from scorer.render import Screen

_Command = TypeVar("_Command", bound=Callable[..., Any])
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
FORMAT_NAMES = ("table", "json")


def main() -> None:
    """Runs fzcheck on the arguments of the process and exits."""
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


def _lang(command: _Command) -> _Command:
    return click.option(
        "--lang", type=click.Choice(["zh", "en"]), default="zh", envvar="FZCHECK_LANG", show_default=True,
        help="Language of messages.",
    )(command)  # fmt: skip


def _checklist_option(command: _Command) -> _Command:
    return click.option(
        "-c", "--checklist", "checklist_name", default=checklist.DEFAULT, show_default=True, metavar="NAME|PATH",
        help="Checklist to score by.",
    )(command)  # fmt: skip


def _encoding_option(command: _Command) -> _Command:
    return click.option("--encoding", metavar="NAME", help="Encoding of the reports, if it is guessed wrong.")(command)


@click.group(context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="fzcheck")
def cli() -> None:
    """Score 法治政府建设年度报告 (annual rule-of-law government reports) by a checklist."""


@cli.command(context_settings=_CONTEXT)
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@_checklist_option
@click.option("-f", "--format", "fmt", type=click.Choice(FORMAT_NAMES), default="table", show_default=True)
@click.option("-o", "--output", type=click.Path(), help="Write here instead of standard output.")
@click.option("--fail-under", type=click.FloatRange(0, 100), metavar="N", help="Exit 1 if a score is below N.")
@click.option("--fail-on", type=click.Choice(["missing", "partial"]), help="Exit 1 if an obligation is that, or worse.")
@_encoding_option
@_lang
def score(
    reports: tuple[str, ...],
    checklist_name: str,
    fmt: str,
    output: str | None,
    fail_under: float | None,
    fail_on: str | None,
    encoding: str | None,
    lang: Lang,
) -> int:
    """Score REPORTs (text files; - is standard input)."""
    from scorer.score import score as scored
    from scorer.segment import segment
    from scorer.source import read

    by = checklist.load(checklist_name)
    cards, errors = [], []
    for path in reports:
        try:
            cards.append(scored(by, segment(read(path, encoding))))
        except FzcheckError as error:
            errors.append(error)
    for card in cards:
        for note in card.notes:
            click.echo(f"{card.report.path}: {note.zh if lang == 'zh' else note.en} [{note.id}]", err=True)
    if not (errors and output):
        _deliver(_rendered(cards, fmt, lang, output, several=len(reports) > 1), output)
    if errors:
        raise FzcheckErrors(errors)
    return int(any(_below(card, fail_under, fail_on) for card in cards))


@cli.command(context_settings=_CONTEXT)
@click.argument("report")
@click.argument("obligation", metavar="OBLIGATION[.ELEMENT]")
@_checklist_option
@_encoding_option
@_lang
def explain(report: str, obligation: str, checklist_name: str, encoding: str | None, lang: Lang) -> None:
    """Explain what matched in REPORT, what nearly did, and what was not counted and why."""
    from scorer.explain import explain as explained
    from scorer.render.explanation import explanations
    from scorer.segment import segment
    from scorer.source import read

    by = checklist.load(checklist_name)
    wanted = checklist.elements(by.checklist, obligation)
    document = segment(read(report, encoding))
    found = [explained(by, name, element, document) for name, element in wanted]
    screen = _screen(lang, None)
    _deliver(
        explanations(found, document, lang, screen.width, screen.colour, screen.encoding).encode(screen.encoding), None
    )


@cli.command(context_settings=_CONTEXT)
@click.argument("report")
@click.option("--sentences", is_flag=True, help="One sentence a line: number, line, modality, text.")
@_encoding_option
@_lang
def text(report: str, *, sentences: bool, encoding: str | None, lang: Lang) -> None:  # noqa: ARG001
    """Print the text of REPORT that offsets refer to, as UTF-8."""
    from scorer.source import read

    source = read(report, encoding)
    shown = source.text
    if sentences:
        from scorer.segment import segment

        shown = "".join(
            f"{n}\t{s.line}\t{s.modality}\t{' '.join(shown[s.start : s.end].split())}\n"
            for n, s in enumerate(segment(source).sentences, start=1)
        )
    _deliver(shown.encode("utf-8", "replace"), None)


@cli.group("checklist", context_settings=_CONTEXT)
def checklist_group() -> None:
    """List, show and check checklists."""


@checklist_group.command("list", context_settings=_CONTEXT)
@_lang
def checklist_list(lang: Lang) -> None:
    """List the checklists that come with fzcheck."""
    for name in checklist.names():
        one = checklist.load(name).checklist
        title = one.title if lang == "zh" else one.title_en
        _say(f"{name}\t{one.version}\t{len(one.obligations)}\t{title}")


@checklist_group.command("show", context_settings=_CONTEXT)
@click.argument("name", metavar="NAME|PATH")
@_lang
def checklist_show(name: str, lang: Lang) -> None:
    """Show a checklist as a table, for those who will never open YAML."""
    from scorer.render.checklist_table import checklist_table

    screen = _screen(lang, None)
    shown = checklist_table(checklist.load(name).checklist, lang, screen.width, screen.colour, screen.encoding)
    _deliver(shown.encode(screen.encoding), None)


@checklist_group.command("check", context_settings=_CONTEXT)
@click.argument("names", nargs=-1, required=True, metavar="NAME|PATH...")
@_lang
def checklist_check(names: tuple[str, ...], lang: Lang) -> None:
    """Check checklists: form, terms that cannot work, and every example."""
    from scorer.examples import failing

    errors: list[FzcheckError] = []
    for name in names:
        try:
            compiled = checklist.load(name)
            bad = failing(compiled)
        except (FzcheckError, FzcheckErrors) as found:
            errors += found.errors if isinstance(found, FzcheckErrors) else [found]
            continue
        errors += bad
        if not bad:
            count = sum(
                len(e.examples.met) + len(e.examples.unmet) for o in compiled.checklist.obligations for e in o.elements
            )
            done = "{}：{} 项义务，{} 个例句，全部通过" if lang == "zh" else "{}: {} obligations, {} examples, all pass"
            _say(done.format(name, len(compiled.checklist.obligations), count))
    if errors:
        raise FzcheckErrors(errors)


@checklist_group.command("suggest", context_settings=_CONTEXT)
@click.argument("report")
@click.argument("element", metavar="OBLIGATION.ELEMENT")
@click.option(
    "--sentence",
    type=click.IntRange(min=1),
    required=True,
    metavar="N",
    help="As `fzcheck text --sentences` numbers it.",
)
@_checklist_option
@_encoding_option
@_lang
def checklist_suggest(
    report: str, element: str, sentence: int, checklist_name: str, encoding: str | None, lang: Lang
) -> None:
    """Propose terms for an element from a sentence of REPORT that shows it."""
    from scorer.segment import segment
    from scorer.source import read
    from scorer.suggest import suggest

    by = checklist.load(checklist_name)
    wanted = checklist.elements(by.checklist, element)
    if len(wanted) > 1:
        raise FzcheckError("unknown-obligation", name=element, known=", ".join(name for name, _ in wanted))
    document = segment(read(report, encoding))
    if sentence > len(document.sentences):
        raise FzcheckError("no-sentence", report, number=sentence, count=len(document.sentences))
    found = suggest(by, *wanted[0], document, sentence - 1)
    for one in found:
        said = (
            "{}\t得分 {}\t本报告另有 {} 句\t其他要素例句 {} 句"
            if lang == "zh"
            else "{}\tscore {}\t{} other sentences here\t{} examples of other elements"
        )
        click.echo(said.format(one.term, one.score, one.sentences, one.examples))
    if not found:
        click.echo("没有可以推荐的用语" if lang == "zh" else "nothing to propose", err=True)


@checklist_group.command("schema", context_settings=_CONTEXT)
def checklist_schema() -> None:
    """Print the JSON Schema of a checklist, for editors."""
    _deliver(checklist.schema(), None)


def _below(card: Scorecard, fail_under: float | None, fail_on: str | None) -> bool:
    missing, partial = card.summary.missing, card.summary.partial
    bad = missing if fail_on == "missing" else missing + partial if fail_on == "partial" else 0
    # "not >=", so that a bar which is no number ("nan") is never passed
    return bool(bad) or (fail_under is not None and not card.score >= fail_under)


def _rendered(cards: list[Scorecard], fmt: str, lang: Lang, output: str | None, *, several: bool) -> bytes:
    """The cards as bytes: one JSON object for one report, an array where several were asked for; else one after the other."""
    if fmt == "json":
        from scorer.render.as_json import as_json  # does without rich

        texts = [as_json(card) for card in cards]
        if not several:
            return "".join(texts).encode()
        return ("[\n" + ",\n".join(t.rstrip("\n") for t in texts) + "\n]\n").encode() if texts else b""
    from scorer.render import FORMATS

    screen = _screen(lang, output)
    return "\n".join(FORMATS[fmt](card, screen) for card in cards).encode(screen.encoding)


def _screen(lang: Lang, output: str | None) -> Screen:
    """What standard output is; a file is 100 columns of plain UTF-8."""
    from rich.console import Console

    from scorer.render import Screen

    if output is not None:
        return Screen(lang, 100, None, "utf-8")
    console = Console()
    colour = None if console.no_color or not console.is_terminal else console.color_system
    return Screen(lang, console.width, colour, sys.stdout.encoding or "utf-8")


def _say(line: str) -> None:
    """Writes a line to standard output."""
    _deliver(f"{line}\n".encode(sys.stdout.encoding or "utf-8", "replace"), None)


def _deliver(data: bytes, output: str | None) -> None:
    """Writes `data` to standard output, or to the file `output` as a whole."""
    from scorer.files import write_atomically

    try:
        if output is None:
            _print(data)
        elif Path(output).exists() and not Path(output).is_file() and not Path(output).is_dir():
            Path(output).write_bytes(data)  # a device or a pipe (/dev/null) is written to, never replaced
        else:
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
