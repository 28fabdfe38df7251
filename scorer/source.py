"""
Reads a report: bytes of a file or of standard input in, decoded text out, never altered.

Line ends and a byte order mark stay in the text, because the offsets of every citation count its code points.
"""

from __future__ import annotations

import codecs
import contextlib
import hashlib
from dataclasses import dataclass

from scorer.errors import FzcheckError
from scorer.files import read_bounded

LIMIT_MB = 64

# What people hand in by mistake for a text file, by its first bytes.
_MAGIC = {
    b"%PDF": " (PDF)",
    b"PK\x03\x04": " (docx / xlsx / zip)",
    b"\xd0\xcf\x11\xe0": " (doc / xls)",
    b"\x89PNG": " (PNG)",
    b"\xff\xd8\xff": " (JPEG)",
    b"{\\rtf": " (RTF)",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Codecs that take the mark away, which would move every offset.
_EATS_MARK = frozenset({"utf-16", "utf-8-sig"})
# Characters that nearly every report uses, simplified and traditional. GB18030 gives some text for almost any
# Big5 file and the other way round; only the right one is full of these.
_COMMON = frozenset("的和一年政府法治建设設工作为為有关於关关對对实實行执執普人民镇鎮县縣区區局责責任要在是及")


@dataclass(frozen=True)
class Source:
    """
    A report as it was read.

    Attributes:
        path: as the user named it; "-" for standard input.
        sha256: of the file's bytes, hexadecimal.
        text: all of it, as decoded.
        encoding: the codec that decoded it.
    """

    path: str
    sha256: str
    text: str
    encoding: str = "utf-8"


def read(path: str, encoding: str | None = None) -> Source:
    """
    The text of the file at `path`, or of standard input where `path` is "-".

    Args:
        path: a file, or "-".
        encoding: a codec's name; without it UTF-8, UTF-16 with a mark, GB18030 and Big5 are told apart.

    Raises:
        FzcheckError: not-found, is-folder, unreadable, too-large, empty, binary, undecodable, unknown-encoding.
    """
    data = read_bounded(path, LIMIT_MB * 1024 * 1024, stdin=True)
    used, text = _decode(data, path, encoding)
    if not text.strip("\ufeff \t\r\n\u3000\f\v"):
        raise FzcheckError("empty", path)
    return Source(path, hashlib.sha256(data).hexdigest(), text, used)


def from_text(text: str, path: str = "<text>") -> Source:
    """The source of a text that is already in memory: an example of a checklist, a test."""
    return Source(path, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), text)


def _decode(data: bytes, path: str, encoding: str | None) -> tuple[str, str]:
    """The codec that decodes `data`, and the text."""
    if not data:
        raise FzcheckError("empty", path)
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise FzcheckError("binary", path, kind=kind)
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding or marked:
        return _decode_as(data, path, encoding or str(marked))
    if b"\0" in data:
        raise FzcheckError("binary", path, kind="")
    try:
        return "utf-8", _printable(data.decode("utf-8"), path)
    except UnicodeDecodeError:
        name, text = _likelier(data, path)
        return name, _printable(text, path)


def _likelier(data: bytes, path: str) -> tuple[str, str]:
    """Of GB18030 and Big5 the one in which `data` reads as a report, and the text."""
    decoded: dict[str, str] = {}
    for name in ("gb18030", "cp950"):
        with contextlib.suppress(UnicodeDecodeError):
            decoded[name] = data.decode(name)
    if not decoded:
        raise FzcheckError("undecodable", path, tried="UTF-8, UTF-16, GB18030, Big5")
    common = {name: sum(map(_COMMON.__contains__, text)) for name, text in decoded.items()}
    best = max(common, key=lambda name: common[name])
    if not common[best]:
        raise FzcheckError("binary", path, kind="")
    return best, decoded[best]


def _decode_as(data: bytes, path: str, encoding: str) -> tuple[str, str]:
    try:
        name = codecs.lookup(encoding).name
        if name in _EATS_MARK:
            name = next((kept for mark, kept in _MARKS if data.startswith(mark)), name)
        return name, _printable(data.decode(name), path)
    except LookupError:
        raise FzcheckError("unknown-encoding", path, encoding=encoding) from None
    except (UnicodeError, ValueError):
        raise FzcheckError("undecodable", path, tried=encoding) from None


def _printable(text: str, path: str) -> str:
    """`text`, unless so much of it is control characters that it was never meant to be read."""
    control = sum(text.count(chr(c)) for c in (*range(1, 9), *range(14, 32)))
    if "\0" in text or control * 20 > len(text):
        raise FzcheckError("binary", path, kind="")
    return text
