"""
A Word document as Chinese offices lay one out (GB/T 9704-2012), made of python-docx's template, and its bytes.

Bytes depend on what is in the document and on nothing else: no clock, no user, no version of a compressor.
"""

from __future__ import annotations

import io
import zipfile
from typing import NamedTuple

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle

PROSE, TITLE, HEADING, FOOTER, LABEL, TEXT = "Normal", "Title", "Heading 1", "Footer", "Sheet Label", "Sheet Text"

_XIAOBIAOSONG, _FANGSONG, _HEITI, _SONGTI = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体"
_LATIN = "Times New Roman"
# What Word takes where a computer lacks the font.
_SUBSTITUTES = {_XIAOBIAOSONG: "宋体", _FANGSONG: "仿宋", _HEITI: "SimHei", _SONGTI: "SimSun"}
# Sizes of type: 二号, 三号, 四号, 五号.
_ER, _SAN, _SI, _WU = Pt(22), Pt(16), Pt(14), Pt(10.5)


class _Style(NamedTuple):
    """`line` is the distance of lines; `indent` that of the first one, in characters."""

    font: str
    size: Length
    line: Length
    indent: int = 0
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY


_STYLES = {
    PROSE: _Style(_FANGSONG, _SAN, Pt(28), indent=2),
    TITLE: _Style(_XIAOBIAOSONG, _ER, Pt(30), align=WD_ALIGN_PARAGRAPH.CENTER),
    HEADING: _Style(_HEITI, _SAN, Pt(28), indent=2),
    FOOTER: _Style(_SONGTI, _SI, Pt(18), align=WD_ALIGN_PARAGRAPH.CENTER),
    LABEL: _Style(_HEITI, _WU, Pt(16), align=WD_ALIGN_PARAGRAPH.CENTER),
    TEXT: _Style(_FANGSONG, _WU, Pt(16), align=WD_ALIGN_PARAGRAPH.LEFT),
}
# What of the template stays: the rest is half a megabyte of styles, and a picture of another document.
_KEPT_STYLES = {PROSE, "Default Paragraph Font", "Normal Table", "No List", "Table Grid"}
_KEPT_PARTS = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.FONT_TABLE,
}


def make_official(document: Document, title: str) -> None:
    """Gives the new `document` page, styles and properties; what it had of its own is gone."""
    _strip(document)
    _page(document)
    _defaults(document)
    for name, style in _STYLES.items():
        _style(document, name, style)
    _substitutes(document)
    document.core_properties.title = title
    document.core_properties.language = "zh-CN"


def packed(document: Document) -> bytes:
    """The file that `document` is saved as, the same for the same content."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name)
            # Not the system's; and stored, since compressors differ in what they make of the same text.
            entry.create_system = 0
            new.writestr(entry, old.read(name), zipfile.ZIP_STORED)
    return fixed.getvalue()


def _strip(document: Document) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, one in relations.items() if one.reltype not in _KEPT_PARTS]:
            del relations[key]
    for style in list(document.styles):
        if style.name not in _KEPT_STYLES:
            style.delete()
    properties = document.core_properties._element
    for one in list(properties):
        properties.remove(one)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The middle of the page number then lies 7 mm below the text.
    section.header_distance, section.footer_distance = Mm(15), Mm(25)


def _defaults(document: Document) -> None:
    """Chinese text, and none of the template's fonts and distances."""
    root = document.styles.element
    for spacing in root.xpath("w:docDefaults/w:pPrDefault/w:pPr/w:spacing"):
        spacing.getparent().remove(spacing)
    for fonts in root.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:rFonts"):
        fonts.attrib.clear()
        _name_fonts(fonts, _FANGSONG)
    for language in root.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang"):
        language.set(qn("w:eastAsia"), "zh-CN")
    for side, room in (("top", 0.5), ("left", 1), ("bottom", 0.5), ("right", 1)):
        for margin in root.xpath(f"w:style/w:tblPr/w:tblCellMar/w:{side}"):
            margin.set(qn("w:w"), str(round(Mm(room).twips)))
    settings = document.settings.element
    for mode in settings.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        mode.set(qn("w:val"), "15")
    for theme in settings.xpath("w:themeFontLang | w:clrSchemeMapping"):
        settings.remove(theme)


def _style(document: Document, name: str, style: _Style) -> None:
    made = document.styles[PROSE]
    if name != PROSE:
        made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=not name.startswith("Sheet"))
        made.base_style = document.styles[PROSE]
    assert isinstance(made, ParagraphStyle)  # noqa: S101  for mypy: that is what is asked for above
    made.font.size = style.size
    _name_fonts(made.element.get_or_add_rPr().get_or_add_rFonts(), style.font)
    layout = made.paragraph_format
    layout.alignment = style.align
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = style.line
    layout.first_line_indent = Length(style.size * style.indent)
    # Word goes by the characters where both are given, and by those of the style below where they are not.
    made.element.pPr.ind.set(qn("w:firstLineChars"), str(100 * style.indent))
    if name == TITLE:
        layout.space_after = style.line
    if name == HEADING:
        layout.keep_with_next = True
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), "0")
        made.element.pPr.append(level)


def _name_fonts(fonts: BaseOxmlElement, chinese: str) -> None:
    # The digits of a page number are in the font of its dashes.
    latin = _SONGTI if chinese == _SONGTI else _LATIN
    for kind, font in (("ascii", latin), ("hAnsi", latin), ("eastAsia", chinese), ("cs", latin)):
        fonts.set(qn(f"w:{kind}"), font)


def _substitutes(document: Document) -> None:
    table = next(one for one in document.part.rels.values() if one.reltype == RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = "".join(
        f'<w:font w:name="{font}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for font, other in _SUBSTITUTES.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    table.target_part._blob = f"{head}<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()
