"""`fzcheck evaluate`: a checklist measured on labelled reports."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scorer import checklist
from scorer.cli.shared import CONTEXT, Bar, checklist_option, deliver, encoding_option, lang_option, screen
from scorer.errors import FzcheckError, FzcheckErrors, Lang

if TYPE_CHECKING:
    from scorer.comparison import Comparison
    from scorer.compiled import Compiled
    from scorer.evaluation import Evaluation
    from scorer.gold import Gold
    from scorer.model import Scorecard
    from scorer.source import Source

_LONG = 20


@click.command(context_settings=CONTEXT)
@click.argument("gold")
@click.argument("reports")
@checklist_option
@click.option("-f", "--format", "fmt", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("-o", "--output", type=click.Path(), help="Write here instead of standard output.")
@click.option(
    "--compare", "baseline", metavar="BASELINE.json", help="What moved since an earlier --format json of this command."
)
@click.option("--fail-under", type=Bar(), metavar="N", help="Exit 1 if element F1, in percent, is below N.")
@encoding_option
@lang_option
def evaluate(
    gold: str,
    reports: str,
    checklist_name: str,
    fmt: str,
    output: str | None,
    baseline: str | None,
    fail_under: float | None,
    encoding: str | None,
    lang: Lang,
) -> int:
    """Measure a checklist: GOLD has labels NAME.yaml, REPORTS has the texts NAME.txt (folders, or one file each)."""
    from scorer.comparison import compare, read_baseline
    from scorer.evaluation import evaluate as evaluated

    by = checklist.load(checklist_name)
    then = read_baseline(baseline) if baseline else None
    found = evaluated(_cases(by, _pairs(gold, reports), encoding))
    if found.left_out:
        from scorer.render.wording import word

        click.echo(word("labels-left-out", lang, found.left_out), err=True)
    deliver(_rendered(found, compare(found, then) if then else None, fmt, lang, output), output)
    # Rounded, since 100 * 0.58 is less than 58.
    return int(fail_under is not None and round(100 * found.figures.element_f1, 9) < fail_under)


def _pairs(gold: str, reports: str) -> list[tuple[Path, Path]]:
    """Each label file and the report that it is about, in the order of their names."""
    if absent := [FzcheckError("not-found", one) for one in (gold, reports) if not Path(one).exists()]:
        raise FzcheckErrors(absent)
    labels = sorted(Path(gold).glob("*.yaml")) if Path(gold).is_dir() else [Path(gold)]
    if not labels:
        raise FzcheckError("nothing-to-evaluate", gold)
    texts = [Path(reports) / f"{one.stem}.txt" if Path(reports).is_dir() else Path(reports) for one in labels]
    if missing := [
        FzcheckError("no-report", str(label), report=str(text))
        for label, text in zip(labels, texts, strict=True)
        if not text.is_file() or (len(labels) > 1 and text.stem != label.stem)
    ]:
        raise FzcheckErrors(missing)
    return list(zip(labels, texts, strict=True))


def _cases(
    by: Compiled, pairs: list[tuple[Path, Path]], encoding: str | None
) -> list[tuple[str, Scorecard, Gold, Source]]:
    from scorer.gold import read_gold
    from scorer.score import score
    from scorer.segment import segment
    from scorer.source import read

    cases, errors = [], []
    shown = sys.stderr.isatty() and len(pairs) > _LONG
    with click.progressbar(pairs, file=sys.stderr if shown else None, hidden=not shown) as each:
        for label, text in each:
            try:
                source = read(str(text), encoding)
                kept = read_gold(str(label), by.checklist, source)
            except (FzcheckError, FzcheckErrors) as error:
                errors += error.errors if isinstance(error, FzcheckErrors) else [error]
                continue
            cases.append((label.stem, score(by, segment(source)), kept, source))
    if errors:
        raise FzcheckErrors(errors)
    return cases


def _rendered(found: Evaluation, moved: Comparison | None, fmt: str, lang: Lang, output: str | None) -> bytes:
    if fmt == "json":
        import msgspec

        whole = msgspec.to_builtins(found) | ({"compare": msgspec.to_builtins(moved)} if moved else {})
        return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"
    from scorer.render.evaluation_table import evaluation_table

    on = screen(lang, output)
    return evaluation_table(found, moved, lang, on.width, on.colour, on.encoding).encode(on.encoding)
