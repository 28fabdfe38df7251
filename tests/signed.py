"""A desk on which a report is reviewed, signed with real keys, tampered with and judged."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scorer.checklist import DEFAULT
from scorer.decisions import Decision
from scorer.gate import Verdict, judge
from scorer.policy import policy
from scorer.review import decide, open_case
from scorer.sign import sign
from scorer.statement import Signer

REPORTS = Path(__file__).parent.parent / "reports"
SIGNED = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 6, 2, 8, 30, tzinfo=UTC)
NAMES = ("李复核", "王审批", "张起草", "陈外人")
DRAFTER = "张起草"
# What the specimen leaves open, and what a reviewer might say to it.
DECISIONS = [
    Decision("normative-documents", "waive", "", "not-required-at-this-level", note="乡镇不制发。", until="2027-03-31"),
    Decision("major-decision-procedure", "waive", "", "not-applicable", note="没有此类决策。", until="2027-03-31"),
    Decision("decision-openness", "waive", "", "not-applicable", note="没有此类决策。", until="2027-03-31"),
    Decision("petitions", "override", "outcome", quote="对法治工作中的堵点难点亲自过问、亲自协调"),
    Decision("oversight", "waive", "accountability", "reported-elsewhere", note="另报县局。", until="2027-06-30"),
]


@dataclass
class Desk:
    """A folder with report.txt, the keys of NAMES under keys/, and allowed_signers for all but the outsider."""

    folder: Path
    checklist: str = DEFAULT

    @property
    def report(self) -> Path:
        """The report."""
        return self.folder / "report.txt"

    @property
    def review(self) -> Path:
        """Its review file."""
        return self.folder / "report.txt.review.yaml"

    @property
    def allowed(self) -> Path:
        """Who may sign."""
        return self.folder / "allowed_signers"

    def statement(self, name: str) -> Path:
        """The statement of `name`."""
        return self.folder / "report.txt.signoffs" / f"{name}.json"

    def signature(self, name: str) -> Path:
        """The signature of `name`."""
        return self.folder / "report.txt.signoffs" / f"{name}.json.sig"

    def key(self, name: str) -> Path:
        """The private key of `name`."""
        return self.folder / "keys" / name

    def allow(self, name: str, options: str = "", key: str = "") -> str:
        """The line that lets `name` sign with the key of `key`, their own if not given."""
        public = self.key(key or name).with_suffix(".pub").read_text(encoding="utf-8").split()
        return " ".join(filter(None, (name, options, *public[:2]))) + "\n"

    def sign(
        self, name: str, key: str | None = None, at: datetime = SIGNED, drafter: str = DRAFTER, *, signed: bool = True
    ) -> None:
        """Signs as `name`, whatever stands against it, with the key of `key` or their own."""
        case = open_case(str(self.report), self.checklist, None, at.astimezone().date(), strict=False)
        signer = Signer(name, "approver" if name == "王审批" else "reviewer", drafter, at, signed)
        sign(case, signer, str(self.key(key or name)) if signed else None)

    def judge(self, at: datetime = LATER, **given: object) -> Verdict:
        """What the gate says; two people must sign unless `given`, as for policy(), says otherwise."""
        asked: dict[str, object] = {"allowed_signers": str(self.allowed), "signers": 2, "checklist": self.checklist}
        return judge(str(self.report), policy(str(self.report), **(asked | given)), None, at)

    def ids(self, at: datetime = LATER, **given: object) -> set[str]:
        """The ids of all that stands against publishing."""
        verdict = self.judge(at, **given)
        assert verdict.passed == (not verdict.findings)
        return {one.id for one in verdict.findings}


def make(folder: Path) -> Desk:
    """A desk in the new folder `folder`: a specimen, decided on and signed by two people."""
    (folder / "keys").mkdir(parents=True)
    for name in NAMES:
        ssh_keygen("-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder / "keys" / name)
    desk = Desk(folder)
    shutil.copy(REPORTS / "township-good.txt", desk.report)
    desk.allowed.write_text("".join(desk.allow(name) for name in NAMES[:3]), encoding="utf-8")
    decide(open_case(str(desk.report), desk.checklist, None, SIGNED.date()), DECISIONS)
    desk.sign("李复核")
    desk.sign("王审批")
    return desk


def ssh_keygen(*args: object) -> None:
    """Runs ssh-keygen on `args`."""
    subprocess.run(["ssh-keygen", *map(str, args)], check=True, capture_output=True, stdin=subprocess.DEVNULL)


def edit(path: Path, old: bytes, new: bytes) -> None:
    """Replaces the one `old` in the file at `path`."""
    data = path.read_bytes()
    assert data.count(old) == 1, f"{old!r} stands {data.count(old)} times"
    path.write_bytes(data.replace(old, new))


def tree(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file and folder below `folder`: mode, time of the last change, content."""
    return {
        str(path.relative_to(folder)): (
            path.lstat().st_mode,
            path.lstat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in [folder, *sorted(folder.rglob("*"))]
    }
