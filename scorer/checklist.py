"""
Loads checklists: a name or a path in, a Checklist with its terms ready for matching out.

A checklist of the program's own is found beside the package, in the wheel and in a working tree alike: one file, or a
folder with checklist.yaml and the files that it includes. Reading YAML is the slow part, so what came of it is kept in
the user's cache folder under the digest of all that it was made from.
"""

from __future__ import annotations

import hashlib
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from scorer.cache import Cache
from scorer.compiled import Compiled
from scorer.errors import FzcheckError, FzcheckErrors
from scorer.files import read_bounded
from scorer.model import Checklist, Element, Extension, LayerFacts, Obligation, Part

if TYPE_CHECKING:
    from scorer.yamltree import Node

DEFAULT = "annual-report-2021-2025"
_LIMIT = 2 * 1024 * 1024
_EXTENDS = re.compile(r"^extends:[ \t]*([^\s#]+)", re.MULTILINE)
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_INCLUDE = re.compile(
    r"^include:[ \t]*(?:\[(?P<row>[^\]]*)\]|(?:#.*)?(?P<list>(?:\r?\n[ \t]*(?:-[ \t].*|#.*)?)+))", re.MULTILINE
)


@dataclass(frozen=True)
class Layer:
    """One file that a checklist is made of: as it is shown to people, where it is, its bytes."""

    shown: str
    path: Path
    data: bytes


def folder() -> Path:
    """Where the program's own checklists are: inside the package when installed, beside it in a working tree."""
    inside = Path(__file__).parent / "checklists"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "checklists"


def names() -> list[str]:
    """The names that `load` knows, in order."""
    single = {path.stem for path in folder().glob("*.yaml")}
    return sorted(single | {path.parent.name for path in folder().glob("*/checklist.yaml")})


def load(name: str) -> Compiled:
    """
    The checklist called `name`, or at the path `name`, ready for matching.

    Raises:
        FzcheckError: unknown-checklist, not-found, is-folder, unreadable, too-large.
        FzcheckErrors: every mistake of its files.
    """
    return load_layers(layers(name))


def load_layers(files: list[Layer]) -> Compiled:
    """The checklist that `files`, as `layers` gives them, make up."""
    digest = _digest(files)
    cache = Cache("checklist", digest)
    kept = cache.get(Compiled)
    if kept is None:
        kept = build(files, digest)
        cache.put(kept)
    return kept


def layers(name: str) -> list[Layer]:
    """The files that the checklist `name` is made of, itself first, each once."""
    found: dict[Path, Layer] = {}
    _collect(_located(name), found)
    return list(found.values())


def build(files: list[Layer], sha256: str) -> Compiled:
    """
    The checklist that `files` make up, its terms ready for matching.

    Raises:
        FzcheckErrors: every mistake of every file.
    """
    from scorer.terms import Compiler, WordSplitter, vocabulary  # brings in jieba
    from scorer.vocabulary import VocabularyBuilder

    if inner := _extended(files[0]):
        from scorer.extend import extend

        base = _based(files[0], inner)
        return extend(load_layers(base), _text(files[0]), files[0].shown, _digest(files[:1]), sha256)
    head, parts = _parse_all(files)
    order = list(head.themes)
    owned = [(part, o) for part in parts for o in part.obligations]
    owned.sort(key=lambda each: order.index(each[1].theme))
    words = VocabularyBuilder()
    make = Compiler(words, WordSplitter(word for part in parts for word in vocabulary(part.obligations, part.words)))
    found = {f"{o.id}.{e.id}": make.patterns(e, part.words) for part, o in owned for e in o.elements}
    exempt = {o.id: make.patterns(o.not_applicable, part.words) for part, o in owned if o.not_applicable}
    return Compiled(
        msgspec.structs.replace(head, obligations=[o for _, o in owned], words={}),
        sha256,
        words.build(),
        found,
        exempt,
        [LayerFacts(head.id, head.version, sha256)],
        [],
    )


def elements(checklist: Checklist, name: str) -> list[tuple[str, Element]]:
    """
    The elements that `name`, an obligation or obligation.element, stands for, with their full ids.

    Raises:
        FzcheckError: unknown-obligation.
    """
    wanted, _, part = name.partition(".")
    obligation = next((o for o in checklist.obligations if o.id == wanted), None)
    if obligation is None:
        raise FzcheckError("unknown-obligation", name=name, known=", ".join(o.id for o in checklist.obligations))
    found = [(f"{wanted}.{e.id}", e) for e in obligation.elements if part in ("", e.id)]
    if not found:
        known = ", ".join(f"{wanted}.{e.id}" for e in obligation.elements)
        raise FzcheckError("unknown-obligation", name=name, known=known)
    return found


def schema() -> bytes:
    """The JSON Schema of a checklist, for editors that check while one types."""
    kinds, definitions = msgspec.json.schema_components([Checklist, Extension, Part], ref_template="#/$defs/{name}")
    described = {"title": "fzcheck checklist", "anyOf": list(kinds), "$defs": definitions}
    return msgspec.json.format(msgspec.json.encode(described, order="deterministic"), indent=2) + b"\n"


def _located(name: str) -> Layer:
    own = folder()
    if _NAME.fullmatch(name):
        for path, shown in (
            (own / f"{name}.yaml", f"{name}.yaml"),
            (own / name / "checklist.yaml", f"{name}/checklist.yaml"),
        ):
            if _is_file(path):
                return Layer(shown, path, read_bounded(path, _LIMIT, shown=shown))
    path = Path(name)
    if _is_file(path / "checklist.yaml"):
        return Layer(
            f"{name}/checklist.yaml", path / "checklist.yaml", read_bounded(path / "checklist.yaml", _LIMIT, shown=name)
        )
    if not path.suffix and not _is_file(path) and not _is_folder(path):
        raise FzcheckError("unknown-checklist", name=name, known=", ".join(names()))
    return Layer(name, path, read_bounded(path, _LIMIT, shown=name))


def _digest(files: list[Layer]) -> str:
    digest = hashlib.sha256()
    for layer in files:
        digest.update(hashlib.sha256(layer.data).digest())
    return digest.hexdigest()


def _extended(layer: Layer) -> str:
    """The name after `extends:`; "" where there is none. Read, like `_included`, without a YAML parser."""
    match = _EXTENDS.search(layer.data.decode("utf-8", "replace"))
    return match[1].strip("\"'") if match else ""


def _based(layer: Layer, name: str, above: tuple[Path, ...] = ()) -> list[Layer]:
    """The files of the checklist `name` that `layer` extends, itself extended by the files `above`."""
    found: dict[Path, Layer] = {}
    _collect(_named(layer, name), found, above)
    return list(found.values())


def _named(layer: Layer, name: str) -> Layer:
    """The file that `name` means in `layer`: one of the program's own, or a file beside it."""
    if not name.endswith((".yaml", ".yml")):
        return _located(name)
    path = layer.path.parent / name
    shown = str(Path(layer.shown).parent / name)
    return Layer(shown, path, read_bounded(path, _LIMIT, shown=shown))


def _collect(layer: Layer, into: dict[Path, Layer], above: tuple[Path, ...] = ()) -> None:
    # sub/../x.yaml is x.yaml: files that include each other must come to an end
    own = layer.path.resolve()
    if own in above:
        raise FzcheckError("extends-itself", layer.shown)
    if own in into:
        return
    into[own] = layer
    if inner := _extended(layer):
        for one in _based(layer, inner, (*above, own)):
            into.setdefault(one.path.resolve(), one)
    for name in _included(layer):
        _collect(_named(layer, name), into, above)


def _included(layer: Layer) -> Iterator[str]:
    """The names under `include:`, read without a YAML parser so that a cached checklist needs none."""
    match = _INCLUDE.search(layer.data.decode("utf-8", "replace"))
    if match:
        for entry in re.split(r"[\n,]", match["row"] or match["list"] or ""):
            name = re.sub(r"(?:^|\s)#.*", "", entry).strip().removeprefix("-").strip(" \t\"'")
            if name:
                yield name


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # longer than any name
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _parse_all(files: list[Layer]) -> tuple[Checklist, list[Part]]:
    from scorer.lint import Linter  # PyYAML is not needed where the cache has the checklist
    from scorer.yamltree import Reader

    errors: list[FzcheckError] = []
    parts: list[Part] = []
    head: Checklist | None = None
    linter = Linter(files[0].shown)
    for layer in files:
        try:
            reader = Reader(_text(layer), layer.shown)
            if layer is files[0] or b"\nschema:" in b"\n" + layer.data.removeprefix(BOM_UTF8):
                whole, root = reader.record(Checklist, linter.check)
                _check_includes(layer, whole, root)
                head = head or whole
                part = Part(whole.obligations, whole.words)
            else:
                part, _ = reader.record(Part, linter.check)
            parts.append(part)
        except FzcheckErrors as found:
            errors += found.errors
    if errors or head is None:
        raise FzcheckErrors(errors)
    return head, parts


def _check_includes(layer: Layer, whole: Checklist, root: Node) -> None:
    """A name that `_included` cannot read must not be left out in silence."""
    if whole.include != list(_included(layer)):
        at = root.value["include"][1]
        found = ", ".join(whole.include)
        expected = "one name on each line"
        raise FzcheckErrors(
            [FzcheckError("wrong-type", layer.shown, at.line, at.column, key="include", expected=expected, found=found)]
        )


def _text(layer: Layer) -> str:
    try:
        return layer.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FzcheckErrors([FzcheckError("undecodable", layer.shown, tried="UTF-8")]) from None


def obligation(checklist: Checklist, name: str) -> Obligation:
    """
    The obligation called `name`.

    Raises:
        FzcheckError: unknown-obligation.
    """
    elements(checklist, name)
    return next(o for o in checklist.obligations if o.id == name.partition(".")[0])
