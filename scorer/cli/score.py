"""`fzcheck score`, `explain` and `text`: one report and what is found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scorer import checklist
from scorer.cli.shared import (
    CONTEXT,
    Bar,
    checklist_option,
    day_option,
    deliver,
    encoding_option,
    lang_option,
    moment,
    screen,
)
from scorer.errors import FzcheckError, FzcheckErrors, Lang

if TYPE_CHECKING:
    from datetime import datetime

    from scorer.compiled import Compiled
    from scorer.model import Scorecard

FORMAT_NAMES = ("table", "json")
_UNASKED = click.core.ParameterSource.DEFAULT


@click.command(context_settings=CONTEXT)
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@checklist_option
@click.option("-f", "--format", "fmt", type=click.Choice(FORMAT_NAMES), default="table", show_default=True)
@click.option("-o", "--output", type=click.Path(), help="Write here instead of standard output.")
@click.option("--fail-under", type=Bar(), metavar="N", help="Exit 1 if a score is below N.")
@click.option("--fail-on", type=click.Choice(["missing", "partial"]), help="Exit 1 if an obligation is that, or worse.")
@click.option("--review", is_flag=True, help="Show beside the findings what was decided in each report's review file.")
@day_option
@encoding_option
@lang_option
def score(
    reports: tuple[str, ...],
    checklist_name: str,
    fmt: str,
    output: str | None,
    fail_under: float | None,
    fail_on: str | None,
    day: datetime | None,
    encoding: str | None,
    lang: Lang,
    *,
    review: bool,
) -> int:
    """
    Score REPORTs (text files; - is standard input).

    --fail-under and --fail-on judge what was found, whatever was decided on it; --on is for --review.
    """
    by = checklist.load(checklist_name)
    asked = None if click.get_current_context().get_parameter_source("checklist_name") == _UNASKED else checklist_name
    cards: list[Scorecard] = []
    errors: list[FzcheckError] = []
    for path in reports:
        try:
            cards.append(_reviewed(path, asked, encoding, day) if review else _scored(path, by, encoding))
        except (FzcheckError, FzcheckErrors) as found:
            errors += found.errors if isinstance(found, FzcheckErrors) else [found]
    for card in cards:
        for note in card.notes:
            click.echo(f"{card.report.path}: {note.zh if lang == 'zh' else note.en} [{note.id}]", err=True)
    if not (errors and output):
        deliver(_rendered(cards, fmt, lang, output, several=len(reports) > 1), output)
    if errors:
        raise FzcheckErrors(errors)
    return int(any(_below(card, fail_under, fail_on) for card in cards))


@click.command(context_settings=CONTEXT)
@click.argument("report")
@click.argument("obligation", metavar="OBLIGATION[.ELEMENT]")
@checklist_option
@encoding_option
@lang_option
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
    on = screen(lang, None)
    deliver(explanations(found, document, lang, on.width, on.colour, on.encoding).encode(on.encoding), None)


@click.command(context_settings=CONTEXT)
@click.argument("report")
@click.option("--sentences", is_flag=True, help="One sentence a line: number, line, modality, text.")
@encoding_option
@lang_option
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
    deliver(shown.encode("utf-8", "replace"), None)


def _scored(path: str, by: Compiled, encoding: str | None) -> Scorecard:
    from scorer.score import score as scored
    from scorer.segment import segment
    from scorer.source import read

    return scored(by, segment(read(path, encoding)))


def _reviewed(path: str, checklist_name: str | None, encoding: str | None, day: datetime | None) -> Scorecard:
    from scorer.policy import policy
    from scorer.review import open_case, with_decisions

    if path == "-":
        raise FzcheckError("needs-file", path)
    # The checklist that `review`, `sign` and `gate` go by.
    by = policy(path, checklist=checklist_name).checklist
    return with_decisions(open_case(path, by, encoding, moment(day).date()))


def _below(card: Scorecard, fail_under: float | None, fail_on: str | None) -> bool:
    missing, partial = card.summary.missing, card.summary.partial
    bad = missing if fail_on == "missing" else missing + partial if fail_on == "partial" else 0
    return bool(bad) or (fail_under is not None and card.score < fail_under)


def _rendered(cards: list[Scorecard], fmt: str, lang: Lang, output: str | None, *, several: bool) -> bytes:
    """The cards as bytes: one JSON object for one report, an array where several were asked for; else one after the other."""
    if fmt == "json":
        from scorer.render.as_json import as_json  # does without rich

        texts = [as_json(card) for card in cards]
        if not several:
            return "".join(texts).encode()
        return ("[\n" + ",\n".join(t.rstrip("\n") for t in texts) + "\n]\n").encode() if texts else b""
    from scorer.render import FORMATS

    on = screen(lang, output)
    return "\n".join(FORMATS[fmt](card, on) for card in cards).encode(on.encoding)
