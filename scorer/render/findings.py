"""What the gate says of a report, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from scorer import __version__
from scorer.errors import Lang
from scorer.gate import Verdict
from scorer.policy import KEYS, Policy

GATE_SCHEMA = "fzcheck/gate/1"
_ROLES = {"reviewer": ("复核", "reviewer"), "approver": ("审批", "approver")}


def as_text(verdict: Verdict, lang: Lang, *, policy: bool) -> str:
    """The verdict on a line, then a line for each thing that it rests on; no line feed at the end."""
    return "\n".join(_lines(verdict, lang, policy=policy))


def as_json(verdicts: list[Verdict], lang: Lang, *, several: bool, policy: bool) -> str:
    """One object, or an array where `several` reports were asked for; "" where none of one could be judged."""
    shown = [_plain(one, lang, policy=policy) for one in verdicts]
    if not several and not shown:
        return ""
    return json.dumps(shown if several else shown[0], ensure_ascii=False, indent=2) + "\n"


def _lines(verdict: Verdict, lang: Lang, *, policy: bool) -> Iterator[str]:
    zh = lang == "zh"
    if verdict.passed:
        yield f"{verdict.report}：可以发布" if zh else f"{verdict.report}: may be published"
    else:
        count = len(verdict.findings)
        yield (
            f"{verdict.report}：不得发布，{count} 处问题"
            if zh
            else f"{verdict.report}: not to be published, {count} found"
        )
    for key in KEYS if policy else ():
        yield f"  {key} = {json.dumps(_value(verdict.policy, key), ensure_ascii=False)}  ({_source(verdict.policy, key, lang)})"
    for one in verdict.findings:
        yield f"  {one.text(lang)}"
    if verdict.case and verdict.passed:
        found, reviewed = verdict.case.card.score, verdict.case.reviewed.score
        yield f"  得分 {found}，复核后 {reviewed}" if zh else f"  score {found}, {reviewed} as reviewed"
    for signed in verdict.endorsements:
        said = signed.statement
        yield f"  {said.signer}  {_ROLES[said.role][not zh]}  {said.time}  {signed.key}"


def _plain(verdict: Verdict, lang: Lang, *, policy: bool) -> dict[str, Any]:
    case = verdict.case
    path = verdict.report.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    shown: dict[str, Any] = {
        "schema": GATE_SCHEMA,
        "fzcheck": __version__,
        "report": {"path": path, "sha256": case.card.report.sha256 if case else None},
        "on": verdict.on.isoformat(),
        "passed": verdict.passed,
        "score": {"found": case.card.score, "reviewed": case.reviewed.score} if case else None,
        "signers": [
            {"name": one.statement.signer, "role": one.statement.role, "time": one.statement.time, "key": one.key}
            for one in verdict.endorsements
        ],
        "findings": [
            {"id": one.id, "about": one.about, "message": one.message(lang), "advice": one.advice(lang)}
            for one in verdict.findings
        ],
    }
    if policy:
        shown["policy"] = {
            key: {"value": _value(verdict.policy, key), "from": str(verdict.policy.sources[key])} for key in KEYS
        }
    return shown


def _value(policy: Policy, key: str) -> Any:
    value = policy.value(key)
    return list(value) if isinstance(value, tuple) else value if value != "" else None


def _source(policy: Policy, key: str, lang: Lang) -> str:
    words = {"default": "默认", "command line": "命令行"}
    source = str(policy.sources[key])
    return words.get(source, source) if lang == "zh" else source
