"""What the tests of the sign-off sheet share: a report with every kind of decision on it, and what is read off a sheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import docx
from conftest import SMALL, write_checklist
from docx.document import Document
from docx.oxml.ns import qn

from scorer.render.sheet import Sheet, Table
from scorer.render.sheet_docx import sheet_docx
from scorer.review import Case, open_case

DAY = date(2025, 2, 1)
# Obligation → the term that shows its one element.
DUTIES = {
    "covered": "聘请法律顾问",
    "overridden": "编制年度计划",
    "waived": "清理规范性文件",
    "expired": "公布权责清单",
    "gap": "开展专题述法",
    "stale": "组织旁听庭审",
    "line-only": "发布典型案例",
    "unneeded": "落实普法责任",
    "undecided": "配备记录仪器",
}
REPORT = """\
云溪镇2024年度法治政府建设工作报告

一、主要举措和成效

镇政府聘请法律顾问两名，“随叫随到”。镇里排出了全年的法治工作日程。
各站所落实普法责任。
二、下一步打算

下一步，配备记录仪器十台。
"""
DECISIONS = """\
schema: fzcheck/review/1
decisions:
- obligation: overridden
  decision: override
  element: thing
  quote: 镇里排出了全年的法治工作日程。
  note: 日程就是计划。
- obligation: waived
  decision: waive
  reason: not-required-at-this-level
  note: 由县里统一清理。
  until: 2025-02-01
- obligation: expired
  decision: waive
  reason: reported-elsewhere
  note: 另有专题报告。
  until: 2025-01-31
- obligation: gap
  decision: agree
  note: 三月前补写。
- obligation: stale
  decision: override
  quote: 去年的报告里才有的一句话
- obligation: line-only
  decision: override
  line: 5
- obligation: unneeded
  decision: waive
  reason: confidential
  note: 涉密。
  until: 2026-01-01
- obligation: nowhere
  element: thing
  decision: waive
  reason: not-applicable
  note: 没有这回事。
  until: 2026-01-01
"""
NUMBER, DUTY, FINDING, OPINION, REASON, CITATION = range(6)


def lay_out(folder: Path) -> Path:
    """`folder` with r.txt, the decisions on it, and the checklist small.yaml of DUTIES."""
    (folder / "r.txt").write_text(REPORT, encoding="utf-8", newline="")
    (folder / "r.txt.review.yaml").write_text(DECISIONS, encoding="utf-8", newline="")
    head = SMALL[: SMALL.index("obligations:")]
    own = SMALL[SMALL.index("  elements:\n") + len("  elements:\n") :]
    terms = own[own.index("    terms:") : own.index("    examples:")]
    text = head + "obligations:\n"
    for name, term in DUTIES.items():
        element = own.replace("engagement", "thing").replace("聘请法律顾问\n", f"{term}\n", 1)
        text += (
            f"- id: {name}\n  title: 义务{name}\n  title_en: {name}\n  theme: decisions\n"
            f"  core: {'true' if name == 'gap' else 'false'}\n"
            "  basis:\n  - document: 《某规定》\n    requires: 要做。\n  advice: 请写明。\n  elements:\n"
        )
        text += element.replace(terms, f"    terms:\n    - {term}\n")
    write_checklist(folder, text)
    return folder


def case_of(folder: Path) -> Case:
    """The report of `folder` on DAY."""
    return open_case(str(folder / "r.txt"), str(folder / "small.yaml"), None, DAY)


def table_below(made: Sheet, heading: str) -> Table:
    """The first table below `heading`."""
    return next(part.tables[0] for part in made.parts if part.heading.endswith(heading))


def prose_below(made: Sheet, heading: str) -> tuple[str, ...]:
    """The paragraphs below `heading`; none where there is no such part."""
    return next((part.prose for part in made.parts if part.heading.endswith(heading)), ())


def rows_of(made: Sheet) -> dict[str, tuple[str, ...]]:
    """Obligation → its cells, each as one text."""
    rows = table_below(made, "处理意见").rows
    return {name: tuple("\n".join(cell) for cell in row) for name, row in zip(DUTIES, rows, strict=True)}


def facts_of(made: Sheet) -> dict[str, tuple[str, ...]]:
    """What the sheet says of the report and what it was checked by, by label."""
    return {label[0]: said for label, said in table_below(made, "核对依据").rows}


def all_of(made: Sheet) -> Iterator[str]:
    """Every string of the sheet, from top to bottom."""
    yield made.title
    for part in made.parts:
        yield part.heading
        yield from part.prose
        for table in part.tables:
            yield from table.head
            for row in table.rows:
                for cell in row:
                    yield from cell
    yield made.remark


def opened(made: Sheet) -> Document:
    """The Word document of `made`, as python-docx reads it again."""
    return docx.Document(io.BytesIO(sheet_docx(made)))


def texts_of(document: Document) -> list[str]:
    """Every paragraph's text, from top to bottom, empty ones left out."""
    found = (p for p in document.element.body.iter(qn("w:p")))
    return [text for p in found if (text := "".join(t.text or "" for t in p.iter(qn("w:t"))))]


class Page(HTMLParser):
    """The texts of the body in order, and every tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps the tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keeps the text, if it is below the head."""
        if data.strip() and any(tag == "body" for tag, _ in self.tags):
            self.texts.append(data)
