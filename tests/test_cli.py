"""Tests of scorer.cli: real processes, what they write where, and the status they exit with."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import click
import pytest
from conftest import REPORTS, ROOT, SMALL, changed, environment, rules, run, write_checklist

from scorer import __version__
from scorer.cli import cli

THIN = REPORTS / "township-thin.txt"
GOOD = REPORTS / "township-good.txt"


def loaded(result: subprocess.CompletedProcess[bytes]) -> dict[str, object]:
    """The one JSON object on standard output."""
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


# --- what goes where ------------------------------------------------------------------------------------------------
def test_json_stands_alone_on_standard_output() -> None:
    """Notes go to standard error, with their ids; standard output is one JSON object."""
    result = run("score", "--format", "json", "-", stdin="安全生产工作总结\n全年检查企业三百家。\n".encode())
    assert result.returncode == 0
    assert {note["id"] for note in loaded(result)["notes"]} == {"not-a-report", "year-unknown"}  # type: ignore[attr-defined,index]
    assert rules(result) == ["not-a-report", "year-unknown"]


def test_a_report_from_standard_input_scores_as_the_file_does() -> None:
    """`-` differs from a path in nothing but the path."""
    piped = loaded(run("score", "--format", "json", "-", stdin=THIN.read_bytes()))
    named = loaded(run("score", "--format", "json", THIN))
    assert piped.pop("report") == {**named.pop("report"), "path": "-"}  # type: ignore[dict-item]
    assert piped == named


def test_several_reports_make_one_array() -> None:
    """JSON of several reports is an array in the order asked for."""
    result = run("score", "--format", "json", THIN, GOOD)
    assert [Path(card["report"]["path"]).name for card in json.loads(result.stdout)] == [THIN.name, GOOD.name]


def test_one_bad_report_of_several() -> None:
    """The others are shown, the bad one is named, and it is no pass."""
    result = run("score", "--format", "json", THIN, "nowhere.txt")
    assert result.returncode == 2
    assert rules(result)[-1] == "not-found"
    assert [card["report"]["path"] for card in json.loads(result.stdout)] == [str(THIN)]


@pytest.mark.parametrize(("lang", "word"), [("zh", "缺失"), ("en", "missing")])
def test_language(lang: str, word: str) -> None:
    """--lang and FZCHECK_LANG choose the words; the option wins."""
    assert word in run("score", THIN, "--lang", lang).stdout.decode()
    assert word in run("score", THIN, env={"FZCHECK_LANG": lang}).stdout.decode()
    assert (
        word in run("score", THIN, "--lang", lang, env={"FZCHECK_LANG": "en" if lang == "zh" else "zh"}).stdout.decode()
    )


# --- exit status ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("report", "options", "status"),
    [
        (THIN, ["--fail-under", "0"], 0),
        (THIN, ["--fail-under", "99"], 1),
        (THIN, ["--fail-on", "missing"], 1),
        (GOOD, ["--fail-on", "missing"], 0),
        (GOOD, ["--fail-on", "partial", "--fail-under", "50"], 1),
    ],
)
def test_bars(report: Path, options: list[str], status: int) -> None:
    """Below a bar is 1, with the scorecard all the same."""
    result = run("score", "--format", "json", report, *options)
    assert result.returncode == status
    assert loaded(result)["schema"] == "fzcheck/scorecard/1"


def test_a_bar_counts_for_each_report() -> None:
    """One report below it is enough."""
    assert run("score", GOOD, THIN, "--fail-under", "50").returncode == 1


@pytest.mark.parametrize(
    "args",
    [
        ["score"],
        ["score", str(THIN), "--format", "pdf"],
        ["score", str(THIN), "--fail-under", "nan"],
        ["score", str(THIN), "--fail-under", "101"],
        ["nothing"],
        ["explain", str(THIN)],
    ],
)
def test_wrong_usage_is_two(args: list[str]) -> None:
    """Nothing is shown that could be taken for a result."""
    result = run(*args)
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr


@pytest.mark.parametrize(
    ("args", "rule"),
    [
        (["score", "nowhere.txt"], "not-found"),
        (["score", "."], "is-folder"),
        (["score", str(THIN), "-c", "nothing"], "unknown-checklist"),
        (["score", str(THIN), "--encoding", "klingon"], "unknown-encoding"),
        (["explain", str(THIN), "nothing.at-all"], "unknown-obligation"),
        (["checklist", "show", "nothing"], "unknown-checklist"),
        (["checklist", "suggest", str(THIN), "power-list.list", "--sentence", "9999"], "no-sentence"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bad_input_is_one_line_and_two(args: list[str], rule: str, lang: str) -> None:
    """One line on standard error with its rule id, in the language asked for."""
    result = run(*args, "--lang", lang, cwd=ROOT)
    assert (result.returncode, result.stdout) == (2, b"")
    assert rules(result) == [rule]


def test_a_bad_checklist_shows_every_mistake(tmp_path: Path) -> None:
    """All at once, each with its place."""
    path = write_checklist(
        tmp_path,
        changed(("theme: decisions\n  basis", "theme: nothing\n  basis"), ("title_en: Legal", "titel_en: Legal")),
    )
    result = run("score", THIN, "-c", path)
    assert result.returncode == 2
    assert {"unknown-theme", "unknown-key", "missing-key"} <= set(rules(result))
    assert all(line.startswith(f"{path}:") for line in result.stderr.decode().splitlines())


def test_a_bug_is_three_and_says_so(tmp_path: Path) -> None:
    """What crashes is never a pass: here the module that scores is broken."""
    broken = tmp_path / "sitecustomize.py"
    broken.write_text("import sys, types\nsys.modules['scorer.segment'] = types.ModuleType('scorer.segment')\n")
    result = run("score", THIN, env={"PYTHONPATH": str(tmp_path)})
    assert result.returncode == 3
    assert b"Traceback" in result.stderr
    assert __version__.encode() in result.stderr.splitlines()[-1]


# --- files ----------------------------------------------------------------------------------------------------------
def test_output_is_the_same_bytes(tmp_path: Path) -> None:
    """--output writes what standard output would have shown, and nothing beside it."""
    out = tmp_path / "card.json"
    assert run("score", "--format", "json", THIN, "-o", out).stdout == b""
    assert out.read_bytes() == run("score", "--format", "json", THIN).stdout
    assert [path.name for path in tmp_path.iterdir()] == ["card.json"]


@pytest.mark.parametrize("where", ["no/such/folder/card.json", "a-folder", "plain.txt/card.json"])
def test_what_cannot_be_written(tmp_path: Path, where: str) -> None:
    """One line, status 2, and everything as it was."""
    (tmp_path / "a-folder").mkdir()
    (tmp_path / "plain.txt").write_text("as it was")
    before = sorted(tmp_path.rglob("*"))
    result = run("score", THIN, "-o", tmp_path / where)
    assert (result.returncode, rules(result)) == (2, ["unwritable"])
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "plain.txt").read_text() == "as it was"


def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    """A file that no longer fits is not begun: the one before stays."""
    out = tmp_path / "card.json"
    out.write_text("the one before")
    result = subprocess.run(
        [sys.executable, "-m", "scorer", "score", "--format", "json", str(THIN), "-o", str(out)],
        capture_output=True,
        # What measures coverage writes files as well.
        env=environment(FZCHECK_CACHE="", COVERAGE_PROCESS_START=None, COVERAGE_PROCESS_CONFIG=None),
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )
    assert result.returncode == 2
    assert rules(result) == ["unwritable"]
    assert out.read_text() == "the one before"
    assert [path.name for path in tmp_path.iterdir()] == ["card.json"]


def test_a_bad_report_leaves_the_output_alone(tmp_path: Path) -> None:
    """Nothing is written where one of the reports could not be read."""
    out = tmp_path / "card.json"
    out.write_text("the one before")
    assert run("score", THIN, "nowhere.txt", "-o", out).returncode == 2
    assert out.read_text() == "the one before"


# --- consoles and pipes ---------------------------------------------------------------------------------------------
def test_a_gbk_console_shows_the_words() -> None:
    """What GBK lacks is replaced; the statuses are there, and the status is 0."""
    result = run("score", THIN, env={"PYTHONIOENCODING": "gbk"})
    assert result.returncode == 0
    assert "缺失" in result.stdout.decode("gbk")


def test_an_ascii_console_does_not_crash() -> None:
    """The English card is readable where only ASCII can be shown."""
    result = run("score", THIN, "--lang", "en", env={"PYTHONIOENCODING": "ascii"})
    assert result.returncode == 0
    assert b"missing" in result.stdout


def test_colours() -> None:
    """A pipe gets none, FORCE_COLOR asks for them, NO_COLOR forbids them."""
    assert b"\x1b[" not in run("score", THIN).stdout
    assert b"\x1b[" in run("score", THIN, env={"FORCE_COLOR": "1", "TERM": "xterm-256color"}).stdout
    assert b"\x1b[3" not in run("score", THIN, env={"FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "xterm"}).stdout


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_no_line_is_wider_than_the_screen(columns: int) -> None:
    """COLUMNS is honoured, wide characters counted as two."""
    from rich.cells import cell_len

    shown = run("score", THIN, env={"COLUMNS": str(columns)}).stdout.decode()
    assert max(map(cell_len, shown.splitlines())) <= columns


def test_a_reader_that_goes_away_is_no_error() -> None:
    """`fzcheck score … | head -1` ends quietly, and the status still tells the verdict."""
    script = f"{sys.executable} -m scorer score {THIN} {GOOD} --fail-under 99 | head -n 1; exit ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", script], capture_output=True, env=environment(), check=False)
    assert (result.returncode, result.stderr) == (1, b"")
    assert len(result.stdout.splitlines()) == 1


def test_a_full_device_is_an_error() -> None:
    """Output that is lost is no pass."""
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "scorer", "score", str(THIN)],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert result.returncode == 2
    assert rules(result) == ["unwritable"]  # type: ignore[arg-type]


# --- the other commands ---------------------------------------------------------------------------------------------
def test_text_is_what_offsets_refer_to() -> None:
    """Every citation is a slice of what `text` prints, in whatever encoding the report is."""
    report = THIN.read_text(encoding="utf-8").encode("gb18030")
    text = run("text", "-", stdin=report).stdout.decode()
    card = json.loads(run("score", "--format", "json", "-", stdin=report).stdout)
    cited = [e for o in card["obligations"] for element in o["elements"] for e in element["evidence"]]
    assert cited
    assert all(text[e["start"] : e["end"]] == e["text"] for e in cited)


def test_text_numbers_the_sentences() -> None:
    """Number, line, modality and words of each sentence, one a line."""
    lines = run("text", "--sentences", THIN).stdout.decode().splitlines()
    assert [int(line.split("\t")[0]) for line in lines] == list(range(1, len(lines) + 1))
    assert {line.split("\t")[2] for line in lines} == {"done", "plan", "problem"}


def test_suggest_gives_terms_of_the_sentence() -> None:
    """Terms that are proposed stand in the sentence that was named."""
    lines = run("text", "--sentences", GOOD).stdout.decode().splitlines()
    number, sentence = next((line.split("\t")[0], line.split("\t")[3]) for line in lines if "法律顾问" in line)
    result = run("checklist", "suggest", GOOD, "legal-advisers.engagement", "--sentence", number)
    assert result.returncode == 0
    assert any(
        word in sentence for line in result.stdout.decode().splitlines() for word in line.replace("…", " ").split()
    )


def test_every_checklist_that_is_listed_can_be_shown_and_checked() -> None:
    """list, show and check agree."""
    names = [line.split("\t")[0] for line in run("checklist", "list").stdout.decode().splitlines()]
    assert {"core", "annual-report-2021-2025"} <= set(names)
    for name in names:
        assert run("checklist", "show", name).returncode == 0
        assert run("checklist", "check", name).returncode == 0


def test_check_fails_on_an_example(tmp_path: Path) -> None:
    """An example that does not hold is status 2 with the line of the element's example rule."""
    path = write_checklist(tmp_path, changed(("- 镇政府聘请了法律顾问。", "- 镇政府修了路。"), text=SMALL))
    result = run("checklist", "check", path)
    assert result.returncode != 0
    assert "example-unmet" in result.stdout.decode() + result.stderr.decode()


def test_schema_takes_the_checklists_that_are_there() -> None:
    """The JSON Schema of `checklist schema` holds for the core checklist."""
    import jsonschema
    import yaml

    schema = json.loads(run("checklist", "schema").stdout)
    jsonschema.validate(yaml.safe_load((ROOT / "checklists" / "core.yaml").read_text(encoding="utf-8")), schema)


def test_help_and_version() -> None:
    """Each command explains itself, and --version is the package's."""
    assert run("--version").stdout.decode().split()[-1] == __version__
    for name in cli.list_commands(click.Context(cli)):
        result = run(name, "-h")
        assert result.returncode == 0
        assert result.stdout.startswith(b"Usage: fzcheck")


def test_a_command_brings_in_what_it_needs() -> None:
    """To score a report nothing of review, signing and the gate is imported."""
    code = "import sys; from scorer.cli import run; run(['score', sys.argv[1]]); print('scorer.gate' in sys.modules)"
    report = str(ROOT / "reports" / "township-thin.txt")
    printed = subprocess.run([sys.executable, "-c", code, report], check=True, capture_output=True, text=True).stdout
    assert printed.splitlines()[-1] == "False"


# --- the same answer every time -------------------------------------------------------------------------------------
def test_the_same_bytes_whatever_the_machine_is_like(tmp_path: Path) -> None:
    """Hash seed, time zone, locale, folder and a cold or warm cache change nothing but the path."""
    (tmp_path / THIN.name).write_bytes(THIN.read_bytes())
    outputs = {
        run("score", "--format", "json", THIN.name, cwd=tmp_path, env=env).stdout
        for env in (
            {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "FZCHECK_CACHE": str(tmp_path / "cache")},
            {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "FZCHECK_CACHE": str(tmp_path / "cache")},
            {"PYTHONHASHSEED": "3", "LC_ALL": "C", "LANG": "C", "FZCHECK_CACHE": ""},
        )
    }
    assert len(outputs) == 1
