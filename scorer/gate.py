"""
The gate: lets a report be published only if it is exactly what enough people signed who did not draft it.

Out comes every reason at once that stands against it; none is a pass. Nothing is asked, written or fetched here, and
whatever cannot be judged is an error, never a pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from scorer import cache, signers, sshsig
from scorer.blockers import blockers
from scorer.checklist import elements
from scorer.errors import FzcheckError
from scorer.findings import Finding, joined
from scorer.model import LayerFacts
from scorer.names import base_name, composed, person, valid
from scorer.policy import Policy
from scorer.review import Case, open_case
from scorer.reviewfile import path_of
from scorer.signers import Allowed
from scorer.statement import Signer, SignOff, Statement, compose, folder_of, plain, read

_UNKNOWN_WHO = ("", "")


@dataclass(frozen=True)
class Endorsement:
    """A sign-off that counts: the statement, and the fingerprint of the key that signed it."""

    statement: Statement
    key: str


@dataclass(frozen=True)
class Verdict:
    """
    What the gate says of a report.

    Attributes:
        case: None where it was not even opened, because a link stands in its place.
        on: the day for which it is judged.
        endorsements: those that count.
        findings: what stands against publishing; none is a pass.
    """

    report: str
    case: Case | None
    on: date
    policy: Policy
    endorsements: list[Endorsement]
    findings: list[Finding]

    @property
    def passed(self) -> bool:
        """Whether the report may be published."""
        return not self.findings


def judge(report: str, policy: Policy, encoding: str | None, at: datetime) -> Verdict:
    """
    What stands against publishing the report at `report` at the moment `at`.

    Raises:
        FzcheckError, FzcheckErrors: it cannot be judged: the report, the checklist, a file of the policy or an obligation
            that it names cannot be found or read, or ssh-keygen does not work.
    """
    today = at.astimezone().date()
    linked = [one for one in (report, path_of(report)) if not plain(Path(one))]
    if linked:
        findings = [Finding("not-a-plain-file", Path(one).name) for one in linked]
        return Verdict(report, None, today, policy, [], findings)
    with cache.only_read():
        case = open_case(report, policy.checklist, encoding, today, strict=False)
    allowed = signers.read(policy.allowed_signers) if policy.allowed_signers else None
    kept, odd = read(report)
    drafters = {policy.drafter, *(one.statement.drafter for one in kept if one.statement)} - {""}
    people = _People(case, allowed, frozenset(drafters), at)
    found = [one for each in kept for one in people.findings(each)]
    findings = [*blockers(case), *_bar(case, policy), *odd, *joined(found), *people.shared()]
    findings += _count(kept, people, policy, folder_of(report).name)
    return Verdict(report, case, today, policy, people.endorsements, findings)


def _bar(case: Case, policy: Policy) -> list[Finding]:
    """What `case` lacks of what the policy asks for."""
    found = []
    came = {f"{o.id}.{e}": outcome for o in case.reviewed.obligations for e, outcome in o.elements.items()}
    for name in policy.require:
        try:
            wanted = [full for full, _ in elements(case.compiled.checklist, name)]
        except FzcheckError as error:
            source = policy.sources.get("require")
            place = (source.path, source.line) if source else ("", 0)
            raise FzcheckError(error.rule, *place, name=name, known=error.values["known"]) from None
        if lacking := [one for one in wanted if came[one] not in ("met", "overridden")]:
            found.append(Finding("required-open", name, {"elements": ", ".join(lacking)}))
    reached, bar = case.reviewed.score, policy.fail_under
    if reached is None:
        found.append(Finding("all-waived"))
    elif bar is not None and not reached >= bar:
        found.append(Finding("score-too-low", "", {"score": reached, "bar": bar}))
    return found


def _count(kept: list[SignOff], people: _People, policy: Policy, folder: str) -> list[Finding]:
    """
    Whether enough people signed.

    A sign-off with something wrong is counted here: what is wrong is found already, and shuts the gate. So where nothing
    else is found, these are different people, with different keys, none of them the drafter, and all their signatures hold.
    """
    found = [] if policy.allowed_signers else [Finding("no-allowed-signers")]
    if not kept:
        return [*found, Finding("no-signoffs", folder)]
    count = len({person(one.name) for one in kept if one.name not in people.drafting})
    if count < policy.signers:
        found.append(Finding("too-few-signers", "", {"needed": policy.signers, "count": count}))
    return found


class _People:
    """Judges sign-offs one after the other, and remembers who signed with which key."""

    def __init__(self, case: Case, allowed: Allowed | None, drafters: frozenset[str], at: datetime) -> None:
        self._case = case
        self._allowed = allowed
        self._drafters = drafters
        self._at = at
        self._by_key: dict[str, list[str]] = {}
        self.drafting: set[str] = set()
        self.endorsements: list[Endorsement] = []

    def findings(self, kept: SignOff) -> list[Finding]:
        """What is wrong with `kept`."""
        statement = kept.statement
        if statement is None:
            return [Finding("statement-invalid", kept.name, {"reason": kept.reason})]
        if not valid(statement.signer):
            return [Finding("bad-name", kept.name, {"name": statement.signer})]
        if not statement.signed:
            return [Finding("signoff-unsigned", kept.name)]
        if not kept.signature:
            return [Finding("signature-missing", kept.name)]
        key = sshsig.check(kept.data, kept.signature)
        if not key:
            # Then nobody said what the statement says.
            return [Finding("signature-invalid", kept.name)]
        self._by_key.setdefault(key, []).append(statement.signer)
        found = [*self._signer(kept, statement, key), *_differences(self._case, statement)]
        if not found:
            self.endorsements.append(Endorsement(statement, key))
        return found

    def shared(self) -> list[Finding]:
        """Keys with which several people signed."""
        return [
            Finding("key-shared", "、".join(names))
            for names in self._by_key.values()
            if len({person(one) for one in names}) > 1
        ]

    def _signer(self, kept: SignOff, statement: Statement, key: str) -> list[Finding]:
        name, found = statement.signer, []
        if composed(kept.name) != name:
            found.append(Finding("statement-misnamed", kept.name, {"name": name}))
        if statement.moment().astimezone().date() > self._at.astimezone().date():
            found.append(Finding("signed-in-future", name, {"time": statement.time}))
        if self._is_drafter(name, key):
            self.drafting.add(kept.name)
            found.append(Finding("signer-is-drafter", name))
        if self._allowed and (refused := self._refused(kept, statement, key, self._allowed)):
            found.append(refused)
        return found

    def _is_drafter(self, name: str, key: str) -> bool:
        if person(name) in {person(one) for one in self._drafters}:
            return True
        return self._allowed is not None and any(self._allowed.is_key_of(key, one) for one in self._drafters)

    def _refused(self, kept: SignOff, statement: Statement, key: str, allowed: Allowed) -> Finding | None:
        """Why the signer may not sign, on the day that is judged or when they did; None where they may."""
        moments = (
            (self._at, (f" {self._at.astimezone():%Y-%m-%d} ", f"on {self._at.astimezone():%Y-%m-%d}")),
            (statement.moment(), ("签核时", f"when it was used ({statement.time})")),
        )
        for moment, when in moments:
            if sshsig.verify(kept.data, kept.signature, allowed.path, statement.signer, moment) != key:
                owners = allowed.owners(key)
                whose = (f"，而是 {owners} 的", f", but of {owners}") if owners else _UNKNOWN_WHO
                rule = allowed.why_not(statement.signer, key, moment)
                return Finding(rule, statement.signer, {"at": when, "whose": whose})
        return None


def _differences(case: Case, statement: Statement) -> list[Finding]:
    """In what the report, the checklist, the decisions and the scorecard are not what was signed."""
    who, card = statement.signer, case.card
    if statement.report.name != base_name(card.report.path):
        return [Finding("statement-of-other-report", who, {"name": statement.report.name})]
    found = []
    if statement.report.sha256 != card.report.sha256:
        found.append(Finding("report-changed", who))
    found += _layers(case, statement)
    if statement.review.sha256 != case.kept.sha256 and not case.mistakes:
        found.append(Finding("decisions-changed", who))
    if found or case.mistakes:
        # The scorecard is made of these, and so cannot be the same either.
        return found
    signer = Signer(who, statement.role, statement.drafter, statement.moment(), statement.signed)
    now = compose(case, signer, date.fromisoformat(statement.reviewed.on))
    if now.found.scorecard != statement.found.scorecard or now.fzcheck != statement.fzcheck:
        return [Finding("scorecard-changed", who, {"signed": statement.fzcheck, "now": now.fzcheck})]
    return [] if now == statement else [Finding("statement-untrue", who)]


def _layers(case: Case, statement: Statement) -> list[Finding]:
    """Each layer of the checklist that is not what was signed; the checklist itself where none is, but the whole is."""
    who, facts, signed = statement.signer, case.card.checklist, statement.checklist
    if facts.id != signed.id:
        return [Finding("checklist-changed", who, {"layer": f"{signed.id} → {facts.id}"})]
    before, now = {one.id: one for one in signed.layers}, {one.id: one for one in facts.layers}
    names = dict.fromkeys([*before, *now])
    found = [_layer(who, one, before.get(one), now.get(one)) for one in names if before.get(one) != now.get(one)]
    if not found and facts.sha256 != signed.sha256:
        return [Finding("checklist-changed", who, {"layer": facts.id})]
    return found


def _layer(who: str, name: str, before: LayerFacts | None, now: LayerFacts | None) -> Finding:
    if before and now and before.version != now.version:
        return Finding("checklist-edition", who, {"layer": name, "signed": before.version, "now": now.version})
    return Finding("checklist-changed", who, {"layer": name})
