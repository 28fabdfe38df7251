"""
What the gate asks for, and where each value comes from: the command line, fzcheck.toml beside the report, a default.

The command line wins, value by value. A policy that cannot be understood in full is refused, never half obeyed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scorer.checklist import DEFAULT, names
from scorer.errors import FzcheckError, FzcheckErrors
from scorer.names import composed, valid

FILE = "fzcheck.toml"
TABLE = "gate"
_LIMIT = 1024 * 1024
# key → what it must be, for messages
KEYS = {
    "allowed-signers": '"path"',
    "signers": "1, 2, 3 …",
    "fail-under": "0–100",
    "require": '["id", …]',
    "drafter": '"name"',
    "checklist": '"name or path"',
}


@dataclass(frozen=True)
class Source:
    """Where a value comes from: `path` and 1-based `line` of a file, or neither; then `word` says."""

    word: str = "default"
    path: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.path else self.word


@dataclass(frozen=True)
class Policy:
    """
    What the gate asks for.

    Attributes:
        allowed_signers: path; "" where nobody said.
        signers: how many people, 1 at least.
        fail_under: the score as reviewed must reach it, 0-100; None for no bar.
        require: obligations, or elements of them, that a waiver does not excuse.
        drafter: "" where nobody said.
        checklist: name or path.
        sources: key of fzcheck.toml → where the value comes from, in the order of KEYS.
    """

    allowed_signers: str = ""
    signers: int = 1
    fail_under: float | None = None
    require: tuple[str, ...] = ()
    drafter: str = ""
    checklist: str = DEFAULT
    sources: dict[str, Source] = field(default_factory=dict)

    def value(self, key: str) -> Any:
        """The value of `key`, spelt as in fzcheck.toml."""
        return getattr(self, key.replace("-", "_"))


def policy(report: str, **given: object) -> Policy:
    """
    What holds for the report at `report`.

    Args:
        given: values of the command line, by field of Policy; None or () where it says nothing.

    Raises:
        FzcheckError: unreadable, too-large, bad-name.
        FzcheckErrors: every mistake of fzcheck.toml.
    """
    path = Path(report).parent / FILE
    values, sources = _read(path)
    for key in KEYS:
        said = given.get(key.replace("-", "_"))
        if said not in (None, ()):
            values[key], sources[key] = said, Source("command line")
    drafter = composed(str(values.get("drafter", "")))
    if drafter and not valid(drafter):
        raise FzcheckError("bad-name", sources["drafter"].path, sources["drafter"].line, name=drafter)
    if drafter:
        values["drafter"] = drafter
    fields = {key.replace("-", "_"): value for key, value in values.items()}
    return Policy(**fields, sources={key: sources.get(key, Source()) for key in KEYS})


def _read(path: Path) -> tuple[dict[str, Any], dict[str, Source]]:
    """The values of the file at `path`, none where there is no file, and where each stands."""
    try:
        with path.open("rb") as file:
            data = file.read(_LIMIT + 1)
    except FileNotFoundError:
        return {}, {}
    except OSError as error:
        raise FzcheckError("unreadable", str(path), reason=error.strerror or str(error)) from None
    if len(data) > _LIMIT:
        raise FzcheckError("too-large", str(path), size=f"> {_LIMIT // 2**20}", limit=_LIMIT // 2**20)
    return _parsed(data, path)


def _parsed(data: bytes, path: Path) -> tuple[dict[str, Any], dict[str, Source]]:
    import tomllib  # only where there is such a file

    try:
        text = data.decode("utf-8-sig")
        tree = tomllib.loads(text)
    except UnicodeDecodeError:
        raise FzcheckErrors([FzcheckError("undecodable", str(path), tried="UTF-8")]) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        reason = re.sub(r" \(at .*\)$", "", str(error))
        raise FzcheckErrors([FzcheckError("toml", str(path), line, column, reason=reason)]) from None
    lines = text.splitlines()
    errors = [
        FzcheckError("unknown-key", str(path), _line(lines, key), key=key, known=TABLE) for key in tree if key != TABLE
    ]
    table = tree.get(TABLE, {})
    if not isinstance(table, dict):
        line = _line(lines, TABLE)
        found = [FzcheckError("wrong-type", str(path), line, key=TABLE, expected=f"[{TABLE}]", found=repr(table))]
        raise FzcheckErrors(errors + found)
    values, sources = {}, {}
    for key, value in table.items():
        sources[key] = Source("file", str(path), _line(lines, key))
        if key not in KEYS:
            errors.append(FzcheckError("unknown-key", str(path), sources[key].line, key=key, known=", ".join(KEYS)))
        elif not _fits(key, value):
            errors.append(
                FzcheckError("wrong-type", str(path), sources[key].line, key=key, expected=KEYS[key], found=repr(value))
            )
        else:
            values[key] = _from_file(key, value, path.parent)
    if errors:
        raise FzcheckErrors(errors)
    return values, sources


def _fits(key: str, value: object) -> bool:
    # true is an int to Python
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if key == "signers":
        return number and isinstance(value, int) and value >= 1
    if key == "fail-under":
        return number and 0 <= value <= 100  # type: ignore[operator]
    if key == "require":
        return isinstance(value, list) and all(isinstance(one, str) and one for one in value)
    return isinstance(value, str) and bool(value)


def _from_file(key: str, value: Any, folder: Path) -> Any:
    """`value` as the rest of the program takes it; paths are relative to the file's folder."""
    if key == "allowed-signers" or (key == "checklist" and value not in names()):
        return str(folder / value)
    return tuple(value) if key == "require" else value


def _line(lines: list[str], key: str) -> int:
    """The line on which `key` stands first, as a key or as the name of a table; 0 where it is written in another way."""
    pattern = re.compile(rf"""\s*(?:\[+\s*)?(?:{TABLE}\s*\.\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""")
    return next((n for n, line in enumerate(lines, start=1) if pattern.match(line)), 0)
