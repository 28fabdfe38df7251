"""
The sign-off sheet as a Word document, laid out as GB/T 9704-2012 has it: A4, margins, fonts, page number.

The same sheet gives the same bytes: nothing in the file tells when, where or by whom it was made.
"""

from __future__ import annotations

from collections.abc import Iterable

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from scorer.render.docx_official import FOOTER, HEADING, LABEL, PROSE, TEXT, TITLE, make_official, packed
from scorer.render.sheet import Lines, Part, Sheet, Table


def sheet_docx(sheet: Sheet) -> bytes:
    """The whole file."""
    document = docx.Document()
    make_official(document, sheet.title)
    _page_number(document)
    _write(document.add_paragraph(style=TITLE), sheet.title)
    for part in sheet.parts:
        _part(document, part)
    _write(document.add_paragraph(style=PROSE), sheet.remark)
    return packed(document)


def _part(document: Document, part: Part) -> None:
    _write(document.add_paragraph(style=HEADING), part.heading)
    for line in part.prose:
        _write(document.add_paragraph(style=PROSE), line)
    for n, table in enumerate(part.tables):
        if n:
            # Word takes two tables with no paragraph between them for one.
            document.add_paragraph(style=TEXT)
        _table(document, table)


def _table(document: Document, table: Table) -> None:
    head: list[tuple[Lines, ...]] = [tuple((title,) for title in table.head)] if table.head else []
    rows = [*head, *table.rows]
    made = document.add_table(len(rows), len(table.widths))
    made.style = "Table Grid"
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(made.columns, table.widths, strict=True):
        column.width = Mm(width)
    for n, (row, cells) in enumerate(zip(made.rows, rows, strict=True)):
        heads = n < len(head)
        _keep_whole(row, repeated=heads)
        if table.height:
            row.height, row.height_rule = Mm(table.height), WD_ROW_HEIGHT_RULE.AT_LEAST
        for column, (cell, lines) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Mm(table.widths[column])
            label = heads or (column == 0 and not head)
            _fill(cell, lines, LABEL if label else TEXT, together=heads or bool(table.height))


def _keep_whole(row: _Row, *, repeated: bool) -> None:
    """The row on one page, and at the head of every page if `repeated`."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))


def _fill(cell: _Cell, lines: Iterable[str], style: str, *, together: bool) -> None:
    """`lines` in `cell`, a paragraph each; if `together`, on the page of what follows."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    for n, line in enumerate(lines):
        paragraph = cell.add_paragraph() if n else paragraph
        _write(paragraph, line)
    for paragraph in cell.paragraphs:
        paragraph.style = style
        if together:
            paragraph.paragraph_format.keep_with_next = True


def _write(paragraph: Paragraph, text: str) -> None:
    """`text` in `paragraph`; quotation marks and dashes, which Latin text has too, in the Chinese font."""
    fonts = paragraph.add_run(text)._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:hint"), "eastAsia")


def _page_number(document: Document) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    footer.style = FOOTER
    _write(footer, "— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    _write(footer, "1")
    field.append(footer.runs[-1]._r)
    footer._p.append(field)
    _write(footer, " —")
