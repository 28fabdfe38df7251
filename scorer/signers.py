"""
The file of allowed signers, read to say why ssh-keygen refuses somebody; whether it does is ssh-keygen's word alone.

Source: ssh-keygen(1), ALLOWED SIGNERS.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase

from scorer.files import read_bounded
from scorer.names import person
from scorer.sshsig import NAMESPACE

_FIELD = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^\s"])+')
_OPTION = re.compile(r'([a-zA-Z-]+)(?:="((?:[^"\\]|\\.)*)")?(?:,|$)')
_LIMIT = 4 * 1024 * 1024


@dataclass(frozen=True)
class Entry:
    """One line: who may sign, by which key ("" for a certificate authority's), under which options."""

    principals: str
    key: str
    options: dict[str, str] = field(default_factory=dict)

    def names(self, name: str) -> bool:
        """Whether the line is about `name`."""
        return _listed(name, self.principals)

    def refusal(self, at: datetime) -> str:
        """The id of the finding that its options give at the moment `at`; "" for none."""
        after, before = _moment(self.options.get("valid-after", "")), _moment(self.options.get("valid-before", ""))
        if "namespaces" in self.options and not _listed(NAMESPACE, self.options["namespaces"]):
            return "signer-wrong-namespace"
        if after and at < after:
            return "signer-not-valid-yet"
        if before and at > before:
            return "signer-expired"
        return ""


@dataclass(frozen=True)
class Allowed:
    """A file of allowed signers: where it is, and its lines that could be read."""

    path: str
    entries: list[Entry]

    def is_key_of(self, key: str, name: str) -> bool:
        """Whether `key` is listed for the person `name`, however their name is written."""
        return any(one.key == key and _listed(person(name), person(one.principals)) for one in self.entries)

    def owners(self, key: str) -> str:
        """Whom `key` is listed for, as it is written; "" for nobody."""
        return ",".join(one.principals for one in self.entries if one.key == key)

    def why_not(self, name: str, key: str, at: datetime) -> str:
        """The id of the finding that says why `name` may not sign with `key` at the moment `at`."""
        own = [one for one in self.entries if one.names(name)]
        refusals = [one.refusal(at) for one in own if one.key == key]
        if not own:
            return "signer-unknown"
        return next(filter(None, refusals), "signer-unknown") if refusals else "signer-other-key"


def read(path: str) -> Allowed:
    """
    The allowed signers in the file `path`.

    Raises:
        FzcheckError: not-found, is-folder, unreadable, too-large.
    """
    data = read_bounded(path, _LIMIT)
    entries = [_entry(line) for line in data.decode("utf-8", "replace").splitlines()]
    return Allowed(path, [one for one in entries if one])


def _entry(line: str) -> Entry | None:
    fields = [] if line.lstrip().startswith("#") else _FIELD.findall(line)
    for at in (1, 2):
        if len(fields) > at + 1 and (key := _fingerprint(fields[at], fields[at + 1])):
            options = {name.lower(): value for name, value in _OPTION.findall(fields[1] if at == 2 else "")}
            return Entry(fields[0].strip('"'), "" if "cert-authority" in options else key, options)
    return None


def _fingerprint(kind: str, encoded: str) -> str:
    """As ssh-keygen shows it; "" where the two fields are no public key."""
    try:
        blob = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return ""
    if blob[4 : 4 + len(kind)] != kind.encode():
        return ""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def _listed(name: str, patterns: str) -> bool:
    """Whether a comma-separated list with * and ? and leading ! for exceptions has `name`; an exception goes before all."""
    found = False
    for pattern in patterns.split(","):
        if fnmatchcase(name, pattern.removeprefix("!").replace("[", "[[]")):
            if pattern.startswith("!"):
                return False
            found = True
    return found


def _moment(written: str) -> datetime | None:
    """YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, local time unless a Z follows."""
    digits = written.removesuffix("Z")
    form = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}.get(len(digits))
    if form is None:
        return None
    try:
        moment = datetime.strptime(digits, form)  # noqa: DTZ007  the zone is given next
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if written.endswith("Z") else moment.astimezone()
