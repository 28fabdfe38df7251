"""Reading: every encoding that reports come in, nothing altered, and one clear error for what is no text."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from scorer.errors import FzcheckError
from scorer.source import read

SIMPLE = "某镇2024年法治政府建设情况报告\r\n镇政府聘请了法律顾问。\n"
TRADITIONAL = "某鎮2024年法治政府建設情況報告\r\n鎮政府聘請了法律顧問。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_simplified_text_is_decoded_and_not_altered(encoding: str, tmp_path: Path) -> None:
    """Line ends and byte order mark stay, and the digest is of the file's bytes."""
    path = tmp_path / "report.txt"
    path.write_bytes(SIMPLE.encode(encoding))
    source = read(str(path))
    assert source.text.removeprefix("\ufeff") == SIMPLE
    assert source.text.startswith("\ufeff") == (encoding in ("utf-8-sig", "utf-16"))
    assert source.sha256 == hashlib.sha256(SIMPLE.encode(encoding)).hexdigest()


def test_big_five_is_told_from_gb18030(tmp_path: Path) -> None:
    """Traditional text in Big5 is read as such, though GB18030 could decode it to other characters."""
    path = tmp_path / "report.txt"
    path.write_bytes(TRADITIONAL.encode("big5"))
    assert read(str(path)).text == TRADITIONAL


def test_the_encoding_named_wins(tmp_path: Path) -> None:
    """--encoding is used as given, and an encoding that cannot be is an error."""
    path = tmp_path / "report.txt"
    path.write_bytes(TRADITIONAL.encode("big5"))
    assert read(str(path), "big5").text == TRADITIONAL
    with pytest.raises(FzcheckError) as caught:
        read(str(path), "utf-8")
    assert caught.value.rule == "undecodable"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty"),
        ("\ufeff \u3000\r\n".encode(), "empty"),
        (b"PK\x03\x04....", "binary"),
        (b"abc\0def", "binary"),
        (b"\xff\xff\xff\xff" * 10, "undecodable"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, rule: str, tmp_path: Path) -> None:
    """Each kind of file that is no report has its own error."""
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    with pytest.raises(FzcheckError) as caught:
        read(str(path))
    assert caught.value.rule == rule
