"""`fzcheck sign`: a person signs a report with the decisions on it."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from scorer.cli.shared import CONTEXT, day_option, encoding_option, lang_option, moment, say
from scorer.errors import FzcheckError, Lang
from scorer.names import composed, valid
from scorer.policy import policy


@click.command(context_settings=CONTEXT)
@click.argument("report")
@click.option("--as", "name", required=True, metavar="NAME", help="Who signs.")
@click.option("--role", type=click.Choice(["reviewer", "approver"]), required=True, help="As what.")
@click.option("--drafter", metavar="NAME", help="Who drafted the report, and so may not sign it.")
@click.option("--key", metavar="KEY", help="Private key file, or the public one where an agent has the private one.")
@click.option("-c", "--checklist", "checklist_name", metavar="NAME|PATH", help="Checklist to score by.")
@day_option
@encoding_option
@lang_option
def sign(
    report: str,
    name: str,
    role: str,
    drafter: str | None,
    key: str | None,
    checklist_name: str | None,
    day: datetime | None,
    encoding: str | None,
    lang: Lang,
) -> int:
    """Sign REPORT as it is scored and reviewed now."""
    from typing import cast

    from scorer.review import open_case
    from scorer.sign import refusals
    from scorer.sign import sign as signed
    from scorer.statement import Role, Signer

    name = composed(name)
    if report == "-":
        raise FzcheckError("needs-file", report)
    if not valid(name):
        raise FzcheckError("bad-name", name=name)
    holds = policy(report, drafter=drafter, checklist=checklist_name)
    case = open_case(report, holds.checklist, encoding, moment(day).date())
    signer = Signer(name, cast("Role", role), holds.drafter, datetime.now().astimezone(), bool(key))
    if found := refusals(case, signer):
        for one in found:
            click.echo(one.text(lang), err=True)
        return 1
    if key and sys.stderr.isatty():
        waiting = (
            "正在签名（密钥要口令或触碰时，请照办）"
            if lang == "zh"
            else "signing (a passphrase or a touch may be asked for)"
        )
        click.echo(waiting, err=True)
    done = signed(case, signer, key)
    unsigned = "未签名，不能用于放行" if lang == "zh" else "unsigned, does not count for the gate"
    say(f"{done.path}\t{done.key or unsigned}")
    return 0
