"""`fzcheck sheet`: the sign-off sheet of a report, for the file of the office."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scorer.cli.shared import (
    CONTEXT,
    day_option,
    deliver,
    encoding_option,
    lang_option,
    moment,
)
from scorer.errors import FzcheckError, Lang

if TYPE_CHECKING:
    from scorer.render.sheet import Signature
    from scorer.review import Case

SUFFIXES = (".docx", ".html")


class SheetPath(click.Path):
    """A file whose suffix says what it is to be."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # type: ignore[override]
        """`value`, or a usage error where its suffix is another."""
        if Path(value).suffix.lower() not in SUFFIXES:
            self.fail(f"{value!r} should end in {' or '.join(SUFFIXES)}.", param, ctx)
        return value


@click.command(context_settings=CONTEXT)
@click.argument("report")
@click.option(
    "-o", "--output", type=SheetPath(), required=True, metavar="FILE", help="Where to: SHEET.docx or SHEET.html."
)
@click.option("-c", "--checklist", "checklist_name", metavar="NAME|PATH", help="Checklist to score by.")
@day_option
@encoding_option
@lang_option
def sheet(
    report: str,
    output: str,
    checklist_name: str | None,
    day: datetime | None,
    encoding: str | None,
    lang: Lang,  # noqa: ARG001  of messages; the sheet is Chinese
) -> None:
    """Write the sign-off sheet (签核单) of REPORT with the decisions on it."""
    from scorer.policy import policy
    from scorer.render.sheet import sheet as sheet_of
    from scorer.review import open_case

    if report == "-":
        raise FzcheckError("needs-file", report)
    if _same(report, output):
        raise click.UsageError(f"{output!r} is the report itself.")
    # The checklist that `sign` and `gate` go by.
    holds = policy(report, checklist=checklist_name)
    case = open_case(report, holds.checklist, encoding, moment(day).date())
    made = sheet_of(case, _signatures(case), case.today if day else None)
    if Path(output).suffix.lower() == ".docx":
        from scorer.render.sheet_docx import sheet_docx

        deliver(sheet_docx(made), output)
    else:
        from scorer.render.sheet_html import sheet_html

        deliver(sheet_html(made).encode(), output)


def _signatures(case: Case) -> list[Signature]:
    """The sign-offs that lie beside the report; the gate says whether they hold."""
    from scorer.render.sheet import Signature
    from scorer.statement import read

    return [
        Signature(
            one.statement.signer,
            one.statement.role,
            one.statement.time,
            one.statement.signed,
            (one.statement.report.sha256, one.statement.review.sha256) == (case.card.report.sha256, case.kept.sha256),
        )
        for one in read(case.document.source.path)[0]
        if one.statement
    ]


def _same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)  # noqa: PTH121  paths as they were given
    except OSError:
        return False
