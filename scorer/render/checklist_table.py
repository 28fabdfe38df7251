"""A checklist in the terminal, for people who will never open its YAML."""

from __future__ import annotations

from collections.abc import Iterator

from rich.padding import Padding
from rich.text import Text

from scorer.errors import Lang
from scorer.model import Checklist, Obligation
from scorer.render.terminal import encodable, screen


def checklist_table(checklist: Checklist, lang: Lang, width: int, colour: str | None, encoding: str) -> str:
    """Each obligation with its basis, and each element with what counts for it."""
    console, text = screen(width, colour)
    console.print(Text(checklist.title if lang == "zh" else checklist.title_en, style="bold"))
    console.print(Text(f"{checklist.id}  {checklist.version}  {checklist.years}", style="dim"))
    for theme, title in checklist.themes.items():
        owned = [o for o in checklist.obligations if o.theme == theme]
        if owned:
            console.print(Text(f"\n{title}", style="bold cyan"))
        for obligation in owned:
            for part in _obligation(obligation, lang):
                console.print(part)
    return encodable(text.getvalue(), encoding)


def _obligation(obligation: Obligation, lang: Lang) -> Iterator[Padding]:
    title = obligation.title if lang == "zh" else obligation.title_en
    yield Padding(Text.assemble((title, "bold"), (f"  {obligation.id}", "dim")), (0, 0, 0, 2))
    for basis in obligation.basis:
        yield Padding(Text(f"{basis.document}{basis.article}：{basis.requires}", style="dim"), (0, 2, 0, 4))
    for element in obligation.elements:
        yield Padding(
            Text.assemble((element.title, "green"), (f"  {element.id}", "dim"), f"  {element.counts}"), (0, 2, 0, 4)
        )
