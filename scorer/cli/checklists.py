"""`fzcheck checklist ...`: list, show, check and improve checklists."""

from __future__ import annotations

import click

from scorer import checklist
from scorer.cli.shared import CONTEXT, checklist_option, deliver, encoding_option, lang_option, say, screen
from scorer.errors import FzcheckError, FzcheckErrors, Lang


@click.group("checklist", context_settings=CONTEXT)
def checklist_group() -> None:
    """List, show and check checklists."""


@checklist_group.command("list", context_settings=CONTEXT)
@lang_option
def checklist_list(lang: Lang) -> None:
    """List the checklists that come with fzcheck."""
    for name in checklist.names():
        one = checklist.load(name).checklist
        title = one.title if lang == "zh" else one.title_en
        say(f"{name}\t{one.version}\t{len(one.obligations)}\t{title}")


@checklist_group.command("show", context_settings=CONTEXT)
@click.argument("name", metavar="NAME|PATH")
@lang_option
def checklist_show(name: str, lang: Lang) -> None:
    """Show a checklist as a table, for those who will never open YAML."""
    from scorer.render.checklist_table import checklist_table

    on = screen(lang, None)
    shown = checklist_table(checklist.load(name).checklist, lang, on.width, on.colour, on.encoding)
    deliver(shown.encode(on.encoding), None)


@checklist_group.command("check", context_settings=CONTEXT)
@click.argument("names", nargs=-1, required=True, metavar="NAME|PATH...")
@lang_option
def checklist_check(names: tuple[str, ...], lang: Lang) -> None:
    """Check checklists: form, terms that cannot work, and every example."""
    from scorer.examples import count, failing

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
            done = "{}：{} 项义务，{} 个例句，全部通过" if lang == "zh" else "{}: {} obligations, {} examples, all pass"
            say(done.format(name, len(compiled.checklist.obligations), count(compiled)))
    if errors:
        raise FzcheckErrors(errors)


@checklist_group.command("suggest", context_settings=CONTEXT)
@click.argument("report")
@click.argument("element", metavar="OBLIGATION.ELEMENT")
@click.option(
    "--sentence",
    type=click.IntRange(min=1),
    required=True,
    metavar="N",
    help="As `fzcheck text --sentences` numbers it.",
)
@checklist_option
@encoding_option
@lang_option
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


@checklist_group.command("schema", context_settings=CONTEXT)
def checklist_schema() -> None:
    """Print the JSON Schema of a checklist, for editors."""
    deliver(checklist.schema(), None)
