"""`fzcheck gate`: whether reports may be published."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scorer.cli.shared import CONTEXT, Bar, day_option, deliver, encoding_option, lang_option, moment, say
from scorer.errors import FzcheckError, FzcheckErrors, Lang
from scorer.policy import policy

if TYPE_CHECKING:
    from scorer.gate import Verdict


@click.command(context_settings=CONTEXT)
@click.argument("reports", nargs=-1, required=True, metavar="REPORT...")
@click.option("--allowed-signers", metavar="FILE", help="Who may sign, as ssh-keygen(1) describes it.")
@click.option(
    "--signers", type=click.IntRange(min=1), metavar="N", help="How many people must have signed.  [default: 1]"
)
@click.option("--fail-under", type=Bar(), metavar="N", help="The score as reviewed must reach N.")
@click.option("--require", multiple=True, metavar="OBLIGATION", help="A waiver is not enough for it; may be repeated.")
@click.option("--drafter", metavar="NAME", help="Who drafted the report; their signature does not count.")
@click.option("-c", "--checklist", metavar="NAME|PATH", help="Checklist to score by.")
@click.option("-f", "--format", "fmt", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--show-policy", is_flag=True, help="Show too what is asked for, and where each value comes from.")
@day_option
@encoding_option
@lang_option
def gate(
    reports: tuple[str, ...],
    fmt: str,
    day: datetime | None,
    encoding: str | None,
    lang: Lang,
    *,
    show_policy: bool,
    **given: Any,
) -> int:
    """
    Let REPORTs be published, or say all that stands against it.

    A review file or a file of the sign-offs stands for its report.
    """
    from scorer.gate import judge
    from scorer.render.findings import as_json, as_text

    verdicts: list[Verdict] = []
    errors: list[FzcheckError] = []
    named = list(dict.fromkeys(map(_report, reports)))
    for report in named:
        try:
            if report == "-":
                raise FzcheckError("needs-file", report)  # noqa: TRY301  collected like all others
            verdicts.append(judge(report, policy(report, **given), encoding, moment(day)))
        except (FzcheckError, FzcheckErrors) as found:
            errors += found.errors if isinstance(found, FzcheckErrors) else [found]
    if fmt == "json":
        deliver(as_json(verdicts, lang, several=len(named) > 1, policy=show_policy).encode("utf-8", "replace"), None)
    else:
        for verdict in verdicts:
            say(as_text(verdict, lang, policy=show_policy))
    if errors:
        raise FzcheckErrors(errors)
    return int(not all(verdict.passed for verdict in verdicts))


def _report(path: str) -> str:
    """The report that `path` belongs to: hooks name the files that changed, whatever they are."""
    from scorer import reviewfile, statement

    folder = str(Path(path).parent)
    if folder.endswith(statement.SUFFIX) and path.endswith((".json", ".json.sig")):
        return folder.removesuffix(statement.SUFFIX)
    return path.removesuffix(reviewfile.SUFFIX)
