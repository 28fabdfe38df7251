"""
Shows a scorecard: FORMATS maps a format's name to a function from scorecard to text.

A format is one module with one function; adding one means a module, a line here, and a golden in the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scorer.errors import Lang
from scorer.model import Scorecard
from scorer.render.as_json import as_json


@dataclass(frozen=True)
class Screen:
    """
    What the output is shown on.

    Attributes:
        width: columns.
        colour: rich's name of a colour system, None for plain text.
        encoding: of the stream; a glyph that it lacks is replaced by one that it has.
    """

    lang: Lang = "zh"
    width: int = 80
    colour: str | None = None
    encoding: str = "utf-8"


def _table(card: Scorecard, screen: Screen) -> str:
    from scorer.render.terminal import scorecard  # brings in rich, which JSON does without

    return scorecard(card, screen.lang, screen.width, screen.colour, screen.encoding)


FORMATS: dict[str, Callable[[Scorecard, Screen], str]] = {
    "table": _table,
    "json": lambda card, _: as_json(card),
}
