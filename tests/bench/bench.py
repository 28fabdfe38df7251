"""
Measures fzcheck's speed: `python tests/bench/bench.py`, or with the names of some measurements, only those.

Each figure is the median of a few runs, with the best of them, and a ratio to work of the same kind done in the same
run, because machines differ and are busy: whole processes to one that only imports the same libraries, work in process
to a loop of `partial_ratio` over the same words and sentences. A measurement is a function in MEASUREMENTS.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
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
LARGE = 11_000_000
IMPORTS = "import click, msgspec, rapidfuzz.fuzz, rich.console, rich.table"
SCORE = ("-m", "scorer", "score")


@dataclass(frozen=True)
class Seconds:
    """How long the runs of one work took."""

    median: float
    best: float


@dataclass(frozen=True)
class Figure:
    """One line of the result; `ratio` is to what `against` says, and "" means that there is none."""

    what: str
    value: str
    best: str = ""
    ratio: float = 0.0
    against: str = ""


def seconds(work: Callable[[], object], times: int) -> Seconds:
    """The time that `work` takes, after one run that is not counted."""
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return Seconds(statistics.median(taken), min(taken))


def process(*args: str) -> Callable[[], object]:
    """A run of Python on `args`."""
    return lambda: subprocess.run([sys.executable, *args], check=True, stdout=subprocess.DEVNULL)


# A process starts with the memory of the one that starts it, so this has to be a small one.
_MEMORY = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
print(used.ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024))
sys.exit(os.waitstatus_to_exitcode(status))
"""


def memory(*args: str) -> int:
    """The most memory, in MB, that a run of Python on `args` has."""
    run = subprocess.run([sys.executable, "-c", _MEMORY, *args], check=True, capture_output=True, text=True)
    return int(run.stdout)


class Bench:
    """What the measurements share, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.text = (SPECIMEN.read_text(encoding="utf-8") * 3)[:CHARS]
        self.compiled = checklist.load(checklist.DEFAULT)

    @cached_property
    def report(self) -> str:
        """The path of a report of 5,000 characters."""
        path = self.folder / "report.txt"
        path.write_text(self.text, encoding="utf-8")
        return str(path)

    @cached_property
    def imports(self) -> float:
        """Median seconds of a process that imports the libraries and does nothing."""
        return seconds(process("-c", IMPORTS), 9).median

    @cached_property
    def naive(self) -> float:
        """Median seconds of comparing each word with each sentence."""
        source = from_text(self.text)
        sentences = [bare(fold(source.text[s.start : s.end])).text for s in segment(source).sentences]
        words = [word for word in self.compiled.vocabulary.words if len(word) > 3]
        return seconds(lambda: [fuzz.partial_ratio(w, s) for w in words for s in sentences], 3).median

    def large(self, size: int) -> str:
        """The path of a report of about `size` bytes: lines of the specimen in any order."""
        path = self.folder / f"{size}.txt"
        lines = SPECIMEN.read_text(encoding="utf-8").splitlines(keepends=True)
        mean = sum(len(line.encode()) for line in lines) / len(lines)
        mixed = random.Random(1).choices(lines[1:], k=round(size / mean))
        path.write_text(lines[0] + "".join(mixed), encoding="utf-8")
        return str(path)


def load(bench: Bench) -> list[Figure]:
    """The full checklist, from the cache."""
    taken = seconds(lambda: checklist.load(checklist.DEFAULT), 30)
    return [_timed("load the full checklist", taken, bench.imports, "importing the libraries")]


def warm(bench: Bench) -> list[Figure]:
    """A report in memory, segmented and scored."""
    source = from_text(bench.text)
    taken = seconds(lambda: score(bench.compiled, segment(source)), 30)
    return [_timed(f"segment and score {CHARS} characters", taken, bench.naive, "a loop of partial_ratio")]


def cold(bench: Bench) -> list[Figure]:
    """Whole processes: JSON and table, and the most memory that one takes."""
    every = [*SCORE, "--format", "json", bench.report]
    json, table = seconds(process(*every), 9), seconds(process(*SCORE, bench.report), 9)
    return [
        _timed(f"whole process, JSON, {CHARS} characters", json, bench.imports, "importing the libraries"),
        _timed("the same as a table", table, bench.imports, "importing the libraries"),
        Figure("most memory, JSON", f"{memory(*every)} MB"),
    ]


def gate(bench: Bench) -> list[Figure]:
    """A gate that passes, as a whole process."""
    taken = seconds(process(*_signed(bench.folder, bench.text)), 9)
    return [_timed("gate, two signers, whole process", taken, bench.imports, "importing the libraries")]


def large(bench: Bench) -> list[Figure]:
    """One very large text, and one of half its size: twice the text should take twice the time."""
    whole, half = ([*SCORE, "--format", "json", bench.large(size)] for size in (LARGE, LARGE // 2))
    start = time.perf_counter()
    process(*half)()
    between = time.perf_counter()
    most = memory(*whole)
    took, half_took = time.perf_counter() - between, between - start
    name = f"whole process, JSON, {LARGE / 1e6:.0f} MB"
    return [
        Figure(name, f"{took:.1f} s", "", took / half_took, "half of the text"),
        Figure("most memory, the same", f"{most} MB"),
    ]


MEASUREMENTS: list[Callable[[Bench], list[Figure]]] = [load, warm, cold, gate, large]


def main(names: list[str]) -> None:
    """Prints the figures of the measurements called `names`, or of all."""
    chosen = [one for one in MEASUREMENTS if not names or one.__name__ in names]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        for measurement in chosen:
            for figure in measurement(bench):
                ratio = f"{figure.ratio:7.3f} × {figure.against}" if figure.against else ""
                print(f"{figure.what:44} {figure.value:>10} {figure.best:>18} {ratio}".rstrip(), flush=True)


def _timed(what: str, taken: Seconds, reference: float, against: str) -> Figure:
    best = f"best {taken.best * 1e3:.1f} ms"
    return Figure(what, f"{taken.median * 1e3:.1f} ms", best, taken.median / reference, against)


def _signed(folder: Path, text: str) -> list[str]:
    """Arguments of a gate that passes: a report that holds `text`, all that is open waived, signed by two people."""
    report, keys = folder / "signed.txt", [folder / "a", folder / "b"]
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


if __name__ == "__main__":
    main(sys.argv[1:])
