"""The sign-off sheet as one HTML file that needs nothing else: to be read on a screen, or printed on A4."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from scorer.render.sheet import Lines, Part, Sheet, Table

# Layout of official documents, GB/T 9704-2012: A4, 37 35 28 26 mm; the names under which systems have those fonts.
_STYLE = """\
@font-face { font-family: Latin; src: local("Times New Roman"), local("Liberation Serif"); unicode-range: U+20-7E; }
@page {
  size: A4;
  margin: 37mm 26mm 35mm 28mm;
  @bottom-center { content: "— " counter(page) " —"; font: 14pt SimSun, "宋体", "Songti SC", serif; }
}
* { box-sizing: border-box; }
body {
  width: 156mm; margin: 15mm auto; color: #000; background: #fff;
  font: 16pt/28pt Latin, "仿宋_GB2312", FangSong_GB2312, FangSong, "仿宋", STFangsong, serif;
  overflow-wrap: anywhere;
}
h1 {
  margin: 0 0 28pt; text-align: center;
  font: 22pt/30pt "方正小标宋简体", FZXiaoBiaoSong-B05S, "方正小标宋_GBK", SimSun, "宋体", "Songti SC", serif;
}
h2, th { font-family: SimHei, "黑体", "Heiti SC", sans-serif; font-weight: normal; }
h2 { margin: 14pt 0 0; font-size: 16pt; line-height: 28pt; text-indent: 2em; break-after: avoid; }
p { margin: 0; text-align: justify; white-space: pre-wrap; }
section > p, body > p { text-indent: 2em; }
table p { text-align: inherit; }
table { width: calc(100% - 1pt); margin: 7pt auto; border-collapse: collapse; table-layout: fixed; font-size: 10.5pt; line-height: 16pt; }
table.tall { break-inside: avoid; }
th, td { border: 0.5pt solid #000; padding: 0.5mm 1mm; text-align: left; vertical-align: middle; }
thead { display: table-header-group; }
thead th { text-align: center; }
tr { break-inside: avoid; }
@media print { body { width: auto; margin: 0; } }
"""


def sheet_html(sheet: Sheet) -> str:
    """The whole file, ended by a line feed."""
    parts = "".join(line for part in sheet.parts for line in _part(part))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(sheet.title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(sheet.title)}</h1>\n{parts}<p>{escape(sheet.remark)}</p>\n</body>\n</html>\n"
    )


def _part(part: Part) -> Iterator[str]:
    yield f"<section>\n<h2>{escape(part.heading)}</h2>\n"
    yield from (f"<p>{escape(line)}</p>\n" for line in part.prose)
    for table in part.tables:
        yield from _table(table)
    yield "</section>\n"


def _table(table: Table) -> Iterator[str]:
    yield '<table class="tall">\n' if table.height else "<table>\n"
    columns = "".join(f'<col style="width: {width}mm">' for width in table.widths)
    yield f"<colgroup>{columns}</colgroup>\n"
    if table.head:
        heads = "".join(f'<th scope="col">{escape(title)}</th>' for title in table.head)
        yield f"<thead>\n<tr>{heads}</tr>\n</thead>\n"
    height = f' style="height: {table.height}mm"' if table.height else ""
    yield "<tbody>\n"
    for row in table.rows:
        first = _cell(row[0], "td" if table.head else "th")
        yield f"<tr{height}>\n{first}{''.join(_cell(cell, 'td') for cell in row[1:])}</tr>\n"
    yield "</tbody>\n</table>\n"


def _cell(lines: Lines, tag: str) -> str:
    scope = ' scope="row"' if tag == "th" else ""
    return f"<{tag}{scope}>{''.join(f'<p>{escape(line)}</p>' for line in lines)}</{tag}>\n"
