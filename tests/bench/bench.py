"""
Measures fzcheck's speed, as ratios to work of the same kind done in the same run: `python tests/bench/bench.py`.

Whole processes are compared with one that only imports the same libraries; work in process with a loop of
`partial_ratio` over the same terms and sentences.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from rapidfuzz import fuzz

from scorer import checklist
from scorer.decisions import Decision
from scorer.fold import bare, fold
from scorer.review import decide, open_case
from scorer.score import score
from scorer.segment import segment
from scorer.sign import sign
from scorer.source import from_text
from scorer.statement import Signer

SPECIMEN = Path(__file__).parents[2] / "reports" / "township-good.txt"
CHARS = 5000
IMPORTS = "import click, msgspec, rapidfuzz.fuzz, rich.console, rich.table"


def median(work: Callable[[], object], times: int) -> float:
    """Median seconds of `work`, after one run that is not counted."""
    work()
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def process(*args: str) -> Callable[[], object]:
    """A run of Python on `args`."""
    return lambda: subprocess.run([sys.executable, *args], check=True, capture_output=True)


def signed(folder: Path, text: str) -> list[str]:
    """Arguments of a gate that passes: a report that holds `text`, all that is open waived, signed by two people."""
    report, keys = folder / "report.txt", [folder / "a", folder / "b"]
    report.write_text(text, encoding="utf-8")
    now = datetime.now().astimezone()
    case = open_case(str(report), checklist.DEFAULT, None, now.date())
    left = [o.id for o in case.card.obligations if o.status != "covered"]
    waived = [Decision(name, "waive", "", "not-applicable", note="-", until="2099-12-31") for name in left]
    case = decide(case, waived)
    allowed = ""
    for key in keys:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
        allowed += f"{key.name} {key.with_suffix('.pub').read_text(encoding='utf-8')}"
        sign(case, Signer(key.name, "reviewer", "", now, True), str(key))
    (folder / "allowed_signers").write_text(allowed, encoding="utf-8")
    return ["-m", "scorer", "gate", str(report), "--allowed-signers", str(folder / "allowed_signers"), "--signers", "2"]


def main() -> None:
    """Prints one line a measurement: median and ratio."""
    text = (SPECIMEN.read_text(encoding="utf-8") * 3)[:CHARS]
    compiled = checklist.load(checklist.DEFAULT)
    source = from_text(text)
    document = segment(source)
    sentences = [bare(fold(source.text[s.start : s.end])).text for s in document.sentences]
    words = [word for word in compiled.vocabulary.words if len(word) > 3]
    naive = median(lambda: [fuzz.partial_ratio(w, s) for w in words for s in sentences], 3)
    warm = median(lambda: score(compiled, segment(source)), 20)
    load = median(lambda: checklist.load(checklist.DEFAULT), 20)
    cold = median(process("-m", "scorer", "score", "--format", "json", str(SPECIMEN)), 9)
    with tempfile.TemporaryDirectory() as folder:
        gate = median(process(*signed(Path(folder), text)), 9)
    bare_imports = median(process("-c", IMPORTS), 9)
    print(f"whole process, JSON      {cold * 1e3:7.1f} ms  {cold / bare_imports:5.2f} × importing the libraries")
    print(
        f"gate, two signers        {gate * 1e3:7.1f} ms  {gate / bare_imports:5.2f} ×, whole process, {CHARS} characters"
    )
    print(f"load the full checklist  {load * 1e3:7.1f} ms  {load / bare_imports:5.2f} ×")
    print(f"score {CHARS} characters    {warm * 1e3:7.1f} ms  {warm / naive:5.3f} × a loop of partial_ratio")


if __name__ == "__main__":
    main()
