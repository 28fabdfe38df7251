"""Tests of the sheet as a Word document and as HTML: all that it says, as it stands, laid out as offices do."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from paper import (
    DAY,
    DECISIONS,
    DUTIES,
    REPORT,
    Page,
    all_of,
    case_of,
    opened,
    texts_of,
)

from scorer.render import sheet as sheets
from scorer.render.sheet import Signature, sheet
from scorer.render.sheet_docx import sheet_docx
from scorer.render.sheet_html import sheet_html


# --- as Word document -----------------------------------------------------------------------------------------------
def _fonts(document: Document, style: str) -> tuple[str, str, float]:
    """Latin font, Chinese font and size that `style` has itself."""
    found = document.styles[style].element.rPr
    fonts = found.rFonts
    return fonts.get(qn("w:ascii")), fonts.get(qn("w:eastAsia")), found.sz.val.pt


def test_docx_holds_the_whole_sheet(folder: Path) -> None:
    """Every string of the sheet is there in its order, character for character, and nothing else."""
    signatures = [Signature("李复核", "reviewer", "2025-01-15T08:00:00Z", signed=True)]
    made = sheet(case_of(folder), signatures, DAY)
    assert texts_of(opened(made)) == list(all_of(made))


def test_docx_is_laid_out_as_an_official_document(folder: Path) -> None:
    """A4, the margins, fonts, sizes and distances of GB/T 9704, Chinese fonts named as such."""
    document = opened(sheet(case_of(folder)))
    (section,) = document.sections
    page = [section.page_width, section.page_height, section.top_margin, section.bottom_margin]
    page += [section.left_margin, section.right_margin]
    for expected, actual in zip((210, 297, 37, 35, 28, 26), page, strict=True):
        assert actual is not None
        assert abs(actual - Mm(expected)) < Mm(0.02)
    assert _fonts(document, "Title") == ("Times New Roman", "方正小标宋简体", 22)
    assert _fonts(document, "Normal") == ("Times New Roman", "仿宋_GB2312", 16)
    assert _fonts(document, "Heading 1") == ("Times New Roman", "黑体", 16)
    assert _fonts(document, "Sheet Text") == ("Times New Roman", "仿宋_GB2312", 10.5)
    assert _fonts(document, "Sheet Label") == ("Times New Roman", "黑体", 10.5)
    assert _fonts(document, "Footer") == ("宋体", "宋体", 14)
    title = document.paragraphs[0]
    assert (title.style.name, title.text) == ("Title", sheets.TITLE)  # type: ignore[union-attr]
    spaced = {name: document.styles[name].paragraph_format for name in ("Title", "Normal", "Heading 1")}  # type: ignore[attr-defined]
    assert spaced["Title"].alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert {name: one.line_spacing for name, one in spaced.items()} == {
        "Title": Pt(30),
        "Normal": Pt(28),
        "Heading 1": Pt(28),
    }
    hints = {r.rPr.rFonts.get(qn("w:hint")) for r in document.element.body.iter(qn("w:r"))}
    assert hints == {"eastAsia"}


def test_docx_numbers_its_pages(folder: Path) -> None:
    """The footer is “— 1 —”, centred, the number a field."""
    document = opened(sheet(case_of(folder)))
    (paragraph,) = document.sections[0].footer.paragraphs
    assert "".join(t.text or "" for t in paragraph._p.iter(qn("w:t"))) == "— 1 —"
    assert [f.get(qn("w:instr")) for f in paragraph._p.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert paragraph.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER  # type: ignore[union-attr]


def test_docx_tables_fit_and_do_not_break(folder: Path) -> None:
    """Each is as wide as the text; the head of the list stands on every page, and no row is split over two."""
    document = opened(sheet(case_of(folder)))
    identity, duties, by_hand = document.tables
    for table in (identity, duties, by_hand):
        grid = [column.width for column in table.columns]
        assert sum(grid) == pytest.approx(Mm(210 - 28 - 26), abs=Mm(0.2))  # type: ignore[arg-type]
        for row in table.rows:
            assert [cell.width for cell in row.cells] == grid
            assert row._tr.trPr is not None
            assert row._tr.trPr.find(qn("w:cantSplit")) is not None
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in duties.rows]  # type: ignore[union-attr]
    assert repeated == [True] + [False] * len(DUTIES)
    assert [cell.text for cell in duties.rows[0].cells] == ["序号", "义务", "结论", "处理意见", "理由与说明", "引证"]
    assert all(row.height is not None and row.height > Mm(15) for row in by_hand.rows)


def test_docx_tells_nothing_of_when_and_where(folder: Path) -> None:
    """No dates, no names of people or programs, no part that the sheet does not use; the title is in the properties."""
    with zipfile.ZipFile(io.BytesIO(sheet_docx(sheet(case_of(folder))))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.namelist()[0] == "[Content_Types].xml"
        assert file.namelist()[1:] == sorted(file.namelist()[1:])
        properties = file.read("docProps/core.xml").decode()
        assert not [name for name in file.namelist() if "thumbnail" in name or "custom" in name or "app" in name]
    found = re.findall("<(?:dc|dcterms|cp):(\\w+)[^>]*>([^<]*)</", properties)
    assert found == [("title", sheets.TITLE), ("language", "zh-CN")]


# --- as HTML --------------------------------------------------------------------------------------------------------
def test_html_holds_the_whole_sheet(folder: Path) -> None:
    """Every string of the sheet is there in its order, character for character, and nothing else."""
    signatures = [Signature("李复核", "reviewer", "2025-01-15T08:00:00Z", signed=True)]
    made = sheet(case_of(folder), signatures, DAY)
    assert Page(sheet_html(made)).texts == list(all_of(made))


def test_html_is_the_golden_one(folder: Path, golden: Callable[[str, bytes], None]) -> None:
    """The whole file, byte for byte."""
    golden("sheet.html", sheet_html(sheet(case_of(folder))).encode())


def test_html_needs_nothing_else(folder: Path) -> None:
    """No scripts, links or resources; Chinese, A4 with the margins, tables with heads of columns and rows."""
    text = sheet_html(sheet(case_of(folder)))
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "a", "base"} & {tag for tag, _ in page.tags}
    assert not re.search(r"url\(|@import|https?:|src=|href=", text)
    assert ("html", {"lang": "zh-CN"}) in page.tags
    assert "@page {\n  size: A4;\n  margin: 37mm 26mm 35mm 28mm;" in text
    assert [attrs["scope"] for tag, attrs in page.tags if tag == "th" and attrs["scope"] == "col"] == ["col"] * 6
    assert sum(attrs.get("scope") == "row" for _, attrs in page.tags) == 12


# With one > each: a line with two is a trail of a web page, and no title.
@pytest.mark.parametrize("attack", ["<script>\"'&amp", "</td", "<img src=x onerror=a()>"])
def test_html_from_a_report_stays_text(folder: Path, attack: str) -> None:
    """Tags in title, issuer, sentence and note are shown as they stand, and are no tags."""
    known = {tag for tag, _ in Page(sheet_html(sheet(case_of(folder)))).tags}
    (folder / "r.txt").write_text(
        REPORT.replace("云溪镇2024", f"云溪镇{attack}2024").replace("“随叫随到”", attack), encoding="utf-8"
    )
    notes = DECISIONS.replace("日程就是计划。", f"'日程{attack.replace(chr(39), chr(39) * 2)}'")
    (folder / "r.txt.review.yaml").write_text(notes, encoding="utf-8")
    made = sheet(case_of(folder))
    page = Page(sheet_html(made))
    assert {tag for tag, _ in page.tags} == known
    assert page.texts == list(all_of(made))
    assert sum(attack in text for text in page.texts) == 4
    assert attack in "\n".join(texts_of(opened(made)))


def test_control_characters_in_a_report_are_harmless(folder: Path) -> None:
    """A report full of them gives both files, with a mark where each was."""
    text = REPORT.replace("随叫随到", "随\x02叫\x1b随\x0b到\u202e\ufffe").replace("云溪镇2024", "云溪镇\x082024")
    (folder / "r.txt").write_text(text, encoding="utf-8", newline="")
    made = sheet(case_of(folder))
    assert "随�叫�随" in "\n".join(all_of(made))
    for part in (*texts_of(opened(made)), *Page(sheet_html(made)).texts):
        assert not re.search("[\x00-\x1f\x7f\u202e\ufffe]", part)
