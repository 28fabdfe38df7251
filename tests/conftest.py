"""What the tests share: reports and checklists made in a line, and a cache that is nobody's."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
import signed
from hypothesis import strategies as st

from scorer import checklist
from scorer.compiled import Compiled
from scorer.errors import FzcheckError, FzcheckErrors
from scorer.segment import Document, segment
from scorer.source import from_text

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "reports"
GOLDEN = Path(__file__).parent / "golden"

# What the environment of whoever runs the tests may say about consoles; a process started by `run` knows none of it.
_CONSOLE = [
    "COLORTERM",
    "COLUMNS",
    "FORCE_COLOR",
    "FZCHECK_LANG",
    "LINES",
    "NO_COLOR",
    "PYTHONHASHSEED",
    "PYTHONUTF8",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
]

# A checklist as small as one can be; tests change it with `changed`.
SMALL = """\
schema: fzcheck/checklist/1
id: small
title: 小清单
title_en: A small checklist
version: 1.10
years: 2021-2025
levels: [township]
sources:
- 《某规定》
changes:
- version: 1.10
  what: 首版。
themes:
  decisions: 依法决策
words:
  聘用: [聘请, 续聘]
obligations:
- id: legal-advisers
  title: 法律顾问制度
  title_en: Legal advisers
  theme: decisions
  basis:
  - document: 《某规定》
    requires: 聘请法律顾问。
  advice: 请写明法律顾问的情况。
  elements:
  - id: engagement
    title: 聘请法律顾问
    counts: 报告写明已经聘请法律顾问。
    terms:
    - <聘用>…法律顾问
    - 法律顾问制度
    together:
    - [律师, 签订, 合同]
    unless:
    - 村级
    examples:
      met:
      - 镇政府聘请了法律顾问。
      unmet:
      - plan: 下一步，聘请法律顾问。
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --update-golden."""
    parser.addoption(
        "--update-golden", action="store_true", help="Rewrite tests/golden and the samples in the READMEs."
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether what is expected is to be rewritten instead of compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def golden(update_golden: bool) -> Callable[[str, bytes], None]:  # noqa: FBT001  a fixture
    """A function that asserts that the golden file called so holds these bytes, or rewrites it."""

    def compare(name: str, actual: bytes) -> None:
        path = GOLDEN / name
        if update_golden:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(actual)
        expected = path.read_bytes() if path.exists() else b""
        assert expected.decode().splitlines() == actual.decode().splitlines()
        assert expected == actual

    return compare


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or fills the cache of the user who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FZCHECK_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def compiled() -> Compiled:
    """The checklist of core obligations."""
    return checklist.load("core")


def doc(text: str, year: int | None = 2024) -> Document:
    """The report whose text is `text`."""
    return segment(from_text(text), year=year)


# Texts of words, numbers, marks and quotation marks in any order.
_PIECES = [
    "法律",
    "顾问",
    "法律顾问",
    "法",
    "12",
    "三",
    "件",
    "件次",
    "案",
    "一",
    "年度",
    "“",
    "”",
    "。",
    "，",
    "\n",
    "（一）",
    "1.",
    " ",
    "'",
]
scraped = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


def changed(*edits: tuple[str, str], text: str = SMALL) -> str:
    """`text` with each (old, new) carried out in turn; what is to be replaced must be there once."""
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the text"
        text = text.replace(old, new)
    return text


def write_checklist(folder: Path, text: str = SMALL, name: str = "small.yaml") -> str:
    """The path, as `checklist.load` takes it, of a new file that holds `text`."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return str(path)


def recognised(words: Mapping[str, list[str]] | None = None, **fields: object) -> Compiled:
    """
    A checklist whose one element, legal-advisers.engagement, is recognised by what `fields` say and nothing else.

    Args:
        words: its word groups.
        fields: as in YAML: terms, together, needs, unless, section.
    """
    own = SMALL[SMALL.index("    terms:") : SMALL.index("    examples:")]
    lines = "".join(f"    {key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    groups = json.dumps(words or {}, ensure_ascii=False)
    text = changed((own, lines), ("words:\n  聘用: [聘请, 续聘]\n", f"words: {groups}\n"))
    return checklist.build([checklist.Layer("small.yaml", Path("small.yaml"), text.encode())], "0" * 64)


def mistakes(name: str) -> list[tuple[str, int, int]]:
    """Rule, line and column of all that is wrong with the checklist at `name`, as they are shown; none if nothing is."""
    try:
        checklist.load(name)
    except FzcheckErrors as found:
        return [(e.rule, e.line, e.column) for e in found.errors]
    except FzcheckError as error:
        return [(error.rule, error.line, error.column)]
    return []


def marked(text: str, *rules: str) -> tuple[str, list[tuple[str, int, int]]]:
    """
    `text` without its marks, and what should be found in it.

    Args:
        text: with a » right before each mistake.
        rules: what is wrong there, one for each », in order.
    """
    lines = text.split("\n")
    places = [(n, at) for n, line in enumerate(lines, start=1) for at in _marks(line)]
    assert len(places) == len(rules), f"{len(places)} marks, {len(rules)} rules"
    return text.replace("»", ""), [(rule, *place) for rule, place in zip(rules, places, strict=True)]


def _marks(line: str) -> list[int]:
    """The 1-based columns that the marks of `line` stand before, once the marks are gone."""
    return [i + 1 - n for n, i in enumerate(i for i, char in enumerate(line) if char == "»")]


def environment(**changes: str | None) -> dict[str, str]:
    """The environment of a process that is started: a UTF-8 pipe of 80 columns, then `changes`; None takes one out."""
    plain = {name: value for name, value in os.environ.items() if name not in _CONSOLE}
    wanted: dict[str, str | None] = {**plain, "PYTHONIOENCODING": "utf-8", **changes}
    return {name: value for name, value in wanted.items() if value is not None}


def run(
    *args: str | Path,
    stdin: bytes | None = None,
    env: Mapping[str, str | None] | None = None,
    cwd: Path | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """A process of fzcheck that ran on `args` and is over; `env` as for `environment`, standard input empty if not given."""
    return subprocess.run(
        [sys.executable, "-m", "scorer", *map(str, args)],
        input=stdin or b"",
        capture_output=True,
        env=environment(**(env or {})),
        cwd=cwd,
        check=False,
        timeout=120,
    )


def rules(result: subprocess.CompletedProcess[bytes]) -> list[str]:
    """The rule ids at the ends of the lines on standard error; a line that has none stands as it is."""
    lines = result.stderr.decode("utf-8", "replace").splitlines()
    return [line.rpartition("[")[2].rstrip("]") if line.endswith("]") else line for line in lines]


@contextlib.contextmanager
def _beijing() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def beijing() -> Iterator[None]:
    """Local time is Beijing's, wherever the test runs."""
    with _beijing():
        yield


@pytest.fixture(scope="session")
def _signed_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that every test with one starts from a copy of."""
    with _beijing():
        return signed.make(tmp_path_factory.mktemp("desk") / "office").folder


@pytest.fixture
def desk(_signed_desk: Path, tmp_path: Path, beijing: None) -> signed.Desk:  # noqa: ARG001
    """A report that is decided on and signed by two people, as the gate lets it pass."""
    return signed.Desk(Path(shutil.copytree(_signed_desk, tmp_path / "office")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a report, every kind of decision on it, and the checklist they are by."""
    import paper  # which is made with what stands above

    return paper.lay_out(tmp_path)
