"""
Puts a layer on top of a checklist: terms and obligations added, weights changed, obligations left out with a reason.

In come the inner checklist, compiled, and the layer's file; out comes a checklist like any other, which names its layers.
"""

from __future__ import annotations

from msgspec.structs import replace

from scorer.compiled import Compiled
from scorer.lint import Linter
from scorer.model import Amendment, Checklist, Extension, LayerFacts, LeftOut, Obligation
from scorer.terms import WORD_MAX, Compiler, WordSplitter, vocabulary
from scorer.vocabulary import VocabularyBuilder
from scorer.yamltree import Reader


def extend(base: Compiled, text: str, shown: str, own: str, sha256: str) -> Compiled:
    """
    `base` with the extension in the YAML `text` put on top.

    Args:
        shown: what the errors of `text` name.
        own: digest of the extension's own file. sha256: of all that the result is made of.

    Raises:
        FzcheckErrors: every mistake of the extension.
    """
    extension, _ = Reader(text, shown).record(Extension, Linter(shown, base.checklist).check)
    left_out = [LeftOut(one.obligation, one.off) for one in extension.amend if one.off]
    gone = {one.obligation for one in left_out}
    found = {key: own for key, own in base.patterns.items() if key.partition(".")[0] not in gone}
    exemptions = {key: own for key, own in base.exemptions.items() if key not in gone}
    words = VocabularyBuilder(base.vocabulary)
    make = Compiler(words, WordSplitter(vocabulary(extension.obligations, extension.words) | _words(base)))
    for amendment in extension.amend:
        key = f"{amendment.obligation}.{amendment.element}"
        if amendment.element and key in found:
            found[key] = make.added(found[key], amendment, extension.words)
    for obligation in extension.obligations:
        found |= {f"{obligation.id}.{e.id}": make.patterns(e, extension.words) for e in obligation.elements}
        if obligation.not_applicable:
            exemptions[obligation.id] = make.patterns(obligation.not_applicable, extension.words)
    layer = LayerFacts(extension.id, extension.version, own)
    checklist = _checklist(base.checklist, extension, gone)
    return Compiled(
        checklist, sha256, words.build(), found, exemptions, [*base.layers, layer], [*base.left_out, *left_out]
    )


def _words(base: Compiled) -> set[str]:
    """What the terms of the inner checklist are made of: an added term is made of the same."""
    return {word for word in base.vocabulary.words if 1 < len(word) <= WORD_MAX}


def _checklist(base: Checklist, extension: Extension, gone: set[str]) -> Checklist:
    themes = base.themes | extension.themes
    kept = [_weighed(o, extension.amend) for o in base.obligations if o.id not in gone] + extension.obligations
    kept.sort(key=lambda o: list(themes).index(o.theme))
    return replace(
        base,
        id=extension.id,
        title=extension.title,
        title_en=extension.title_en,
        version=extension.version,
        changes=extension.changes,
        themes=themes,
        obligations=kept,
    )


def _weighed(obligation: Obligation, amend: list[Amendment]) -> Obligation:
    for one in amend:
        if one.obligation == obligation.id and one.weight is not None:
            obligation = replace(obligation, weight=one.weight)
    return obligation
