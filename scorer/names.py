"""
Names of people who sign: which may stand in a file name and in a list of allowed signers, and which mean one person; and
names of reports.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

MOST = 64
_MARKS = "-_.@·"


def composed(name: str) -> str:
    """`name` with each letter and its marks as one character (NFC), as it is kept."""
    return unicodedata.normalize("NFC", name)


def valid(name: str) -> bool:
    """Whether `name` is letters, digits, Chinese characters and - _ . @ ·, no dash or dot in front, 64 at most."""
    return (
        0 < len(name) <= MOST
        and name[0] not in "-."
        and all(char.isalnum() or char in _MARKS for char in name)
        and name == composed(name)
    )


def person(name: str) -> str:
    """The same for two spellings of one name: capitals, full-width letters and decomposed marks make no other person."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def base_name(path: str) -> str:
    """The name of the file at `path`, the same on every system and in whatever folder it is."""
    # Bytes of a file name that the locale cannot decode stand in it as lone surrogates, which UTF-8 has no place for.
    return composed(Path(path).name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
