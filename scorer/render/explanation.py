"""An explanation in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.padding import Padding
from rich.text import Text

from scorer.errors import Lang
from scorer.explain import Explanation
from scorer.match import Hit
from scorer.render.terminal import encodable, labelled, one_line, screen
from scorer.render.wording import word
from scorer.segment import Document


def explanations(
    found: Iterable[Explanation], document: Document, lang: Lang, width: int, colour: str | None, encoding: str
) -> str:
    """Explanations as text for a terminal, one element after the other."""
    console, text = screen(width, colour)
    for explanation in found:
        for part in _explanation(explanation, document, lang):
            console.print(part)
        console.print()
    return encodable(text.getvalue(), encoding)


def _explanation(explanation: Explanation, document: Document, lang: Lang) -> Iterator[Text | Padding]:
    counted = [h for h in explanation.hits if not h.why]
    others = [h for h in explanation.hits if h.why]
    status = ("met", "green") if counted else ("unmet", "red")
    yield Text.assemble(
        (word(status[0], lang), f"bold {status[1]}"),
        "  ",
        (explanation.element.title, "bold"),
        (f"  {explanation.name}", "dim"),
    )
    yield labelled(Text(word("counts", lang), style="dim"), Text(explanation.element.counts), 4)
    if counted:
        yield _indented(Text(word("evidence", lang), style="green"), 4)
        for hit in counted:
            yield from _hit(hit, document, lang)
    if others:
        yield _indented(Text(word("not-counted", lang), style="yellow"), 4)
        for hit in others:
            yield from _hit(hit, document, lang)
    if explanation.nearest:
        yield _indented(Text(word("nearest", lang), style="cyan"), 4)
        for near in explanation.nearest:
            yield _quoted(near.sentence.line, document.source.text[near.sentence.start : near.sentence.end], lang)
            lacks = word("lacks", lang, "、".join(near.lacking))
            yield _how([str(near.score), word("by-term", lang, near.pattern.written), lacks])
    if not explanation.hits and not explanation.nearest:
        yield _indented(Text(word("nothing", lang), style="dim"), 4)


def _hit(hit: Hit, document: Document, lang: Lang) -> Iterator[Padding]:
    sentence, source = hit.sentence, document.source.text
    yield _quoted(sentence.line, source[sentence.start : sentence.end], lang)
    matched = "、".join(one_line(source[slice(*document.folded.span(at, to))]) for at, to in hit.spans)
    said = [str(hit.score), word(hit.rule, lang), word("by-term", lang, hit.pattern.written), matched]
    if hit.why:
        said.append(word(hit.why, lang))
    if hit.because:
        said.append(word("because", lang, hit.because))
    yield _how(said)


def _how(said: list[str]) -> Padding:
    return _indented(Text("  ".join(said), style="dim", overflow="fold"), 10)


def _quoted(line: int, text: str, lang: Lang) -> Padding:
    return labelled(Text(word("line", lang, line), style="cyan"), Text(one_line(text)), 6)


def _indented(text: Text, columns: int) -> Padding:
    return Padding(text, (0, 2, 0, columns))
