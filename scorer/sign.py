"""
Signs a report: what stands against it, or a statement and its signature in the folder of its sign-offs.

Refusing is not an error: what is refused comes back as findings. Both files are there afterwards, or neither.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from scorer import sshsig
from scorer.blockers import blockers
from scorer.errors import FzcheckError
from scorer.files import write_together
from scorer.findings import Finding
from scorer.names import person
from scorer.review import Case
from scorer.statement import Signer, compose, encode, folder_of, plain, read


@dataclass(frozen=True)
class Signed:
    """The statement that was written, and the fingerprint of the key that signed it; "" where none did."""

    path: Path
    key: str


def refusals(case: Case, signer: Signer) -> list[Finding]:
    """
    Why `signer` may not sign `case`; empty where nothing stands against it.

    Raises:
        FzcheckError: the sign-offs that there are could not be read.
    """
    others, _ = read(case.document.source.path)
    drafters = {signer.drafter}
    drafters |= {one.statement.drafter for one in others if one.statement and one.name != signer.name}
    found = blockers(case)
    if person(signer.name) in {person(one) for one in drafters}:
        found.append(Finding("signer-is-drafter", signer.name))
    return found


def sign(case: Case, signer: Signer, key: str | None) -> Signed:
    """
    Writes what `signer` says of `case`, signed with the key in the file `key`, instead of what they said before.

    Raises:
        FzcheckError: not-plain, unwritable, and as for sshsig.sign; nothing was changed.
    """
    data = encode(compose(case, signer, case.today))
    folder = folder_of(case.document.source.path)
    if not plain(folder, stat.S_ISDIR):
        raise FzcheckError("not-plain", str(folder))
    signature = sshsig.sign(key, data) if key else b""
    path = folder / f"{signer.name}.json"
    beside = folder / f"{signer.name}.json.sig"
    made = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        # The statement goes last: until then the old one, if any, stands beside a signature that is not its own.
        write_together({beside: signature, path: data} if key else {path: data})
        if not key:
            beside.unlink(missing_ok=True)
    except OSError as error:
        if made and folder.exists() and not any(folder.iterdir()):
            folder.rmdir()
        raise FzcheckError("unwritable", str(path), reason=error.strerror or str(error)) from None
    return Signed(path, sshsig.check(data, str(beside)) if key else "")
