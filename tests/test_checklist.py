"""Tests of scorer.checklist: which files a checklist is made of, and what comes of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import msgspec
import pytest
import yaml
from conftest import SMALL, changed, marked, mistakes, write_checklist

from scorer import checklist
from scorer.errors import FzcheckError, FzcheckErrors
from scorer.model import Checklist, Extension, Part

OBLIGATION = SMALL[SMALL.index("- id: legal-advisers") :]
HEAD = SMALL[: SMALL.index("words:")]
PART = SMALL[SMALL.index("words:") :]
EXTENSION = """\
schema: fzcheck/checklist/1
extends: small.yaml
id: ours
title: 本镇清单
title_en: Ours
version: 2025-1
changes:
- version: 2025-1
  what: 首版。
amend:
- obligation: legal-advisers
  weight: 2
"""


@pytest.fixture(autouse=True)
def _no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these tests builds its checklist."""
    monkeypatch.setenv("FZCHECK_CACHE", "")


def obligation(name: str, theme: str = "decisions") -> str:
    """The small checklist's obligation under another id."""
    return OBLIGATION.replace("id: legal-advisers", f"id: {name}").replace("theme: decisions", f"theme: {theme}")


def rule_of(name: str) -> tuple[str, str]:
    """Rule and path of the one mistake that keeps `name` from being loaded."""
    with pytest.raises(FzcheckError) as caught:
        checklist.load(name)
    return caught.value.rule, caught.value.path


# --- finding ----------------------------------------------------------------------------------------------------------
def test_names() -> None:
    """The program's own checklists are known by name, in order."""
    assert checklist.names() == sorted(checklist.names())
    assert {"core", "annual-report-2021-2025"} <= set(checklist.names())
    assert checklist.DEFAULT in checklist.names()


def test_a_path_to_a_file_or_to_a_folder(tmp_path: Path) -> None:
    """A checklist is loaded from its file, or from the folder that holds checklist.yaml."""
    name = write_checklist(tmp_path, name="mine/checklist.yaml")
    assert checklist.load(name).checklist.id == "small"
    assert checklist.load(str(tmp_path / "mine")) == checklist.load(name)


def test_own_names_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the same name in the working directory does not stand in for one of the program's checklists."""
    write_checklist(tmp_path, name="core/checklist.yaml")
    monkeypatch.chdir(tmp_path)
    assert checklist.load("core").checklist.id == "core"
    assert checklist.load("./core").checklist.id == "small"


@pytest.mark.parametrize("name", ["no-such-checklist", "无此清单", "a" * 300, "a/" * 3000])
def test_unknown_name(name: str) -> None:
    """What is neither a name nor a path is unknown, and the error lists the names that are known."""
    with pytest.raises(FzcheckError) as caught:
        checklist.load(name)
    assert caught.value.rule == "unknown-checklist"
    assert "core" in str(caught.value.values["known"])


def test_missing_file(tmp_path: Path) -> None:
    """A path to nothing is not found, and named as the user named it."""
    name = str(tmp_path / "none.yaml")
    assert rule_of(name) == ("not-found", name)


def test_a_folder_without_a_checklist(tmp_path: Path) -> None:
    """A folder that holds no checklist.yaml is refused as a folder."""
    assert rule_of(str(tmp_path)) == ("is-folder", str(tmp_path))


@pytest.mark.parametrize("name", ["a\0.yaml", f"{'a' * 300}.yaml"])
def test_unreadable_file(name: str) -> None:
    """A path that the system itself refuses is unreadable, not a crash."""
    assert rule_of(name) == ("unreadable", name)


def test_huge_file_is_refused(tmp_path: Path) -> None:
    """A file too large for any checklist is refused before it is parsed."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    assert rule_of(str(path)) == ("too-large", str(path))


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    """A checklist in another encoding is refused, never guessed at."""
    path = tmp_path / "gbk.yaml"
    path.write_bytes(SMALL.encode("gb18030"))
    with pytest.raises(FzcheckErrors) as caught:
        checklist.load(str(path))
    assert [(e.rule, e.path) for e in caught.value.errors] == [("undecodable", str(path))]


@pytest.mark.parametrize("text", ["", "# 空的\n"])
def test_an_empty_file(tmp_path: Path, text: str) -> None:
    """A file without content is a mistake, not a checklist without obligations."""
    assert mistakes(write_checklist(tmp_path, text)) == [("empty", 0, 0)]


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_as_windows_writes_them(tmp_path: Path, mark: str, end: str) -> None:
    """A byte order mark and CRLF change nothing of what is read."""
    here = checklist.load(write_checklist(tmp_path, mark + SMALL.replace("\n", end)))
    assert here.checklist == checklist.load(write_checklist(tmp_path)).checklist


# --- content ----------------------------------------------------------------------------------------------------------
def test_versions_and_years_stay_strings(tmp_path: Path) -> None:
    """An edition 1.10 is not 1.1, and No is no truth value."""
    text = changed(("  title_en: Legal advisers", "  title_en: No"))
    one = checklist.load(write_checklist(tmp_path, text)).checklist
    assert (one.version, one.changes[0].version) == ("1.10", "1.10")
    assert one.obligations[0].title_en == "No"


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    """An obligation is not core and weighs 1 unless it says otherwise."""
    one = checklist.load(write_checklist(tmp_path)).checklist.obligations[0]
    assert (one.core, one.weight, one.not_applicable) == (False, 1.0, None)


def test_obligations_are_in_the_order_of_themes(tmp_path: Path) -> None:
    """Obligations come theme by theme, in the order of the checklist's themes; within one, as they are written."""
    themes = ("  decisions: 依法决策", "  rules: 制度建设\n  decisions: 依法决策")
    text = changed(themes) + obligation("a", "rules") + obligation("b") + obligation("c", "rules")
    one = checklist.load(write_checklist(tmp_path, text))
    assert [o.id for o in one.checklist.obligations] == ["a", "c", "legal-advisers", "b"]
    assert list(one.patterns) == [f"{name}.engagement" for name in ("a", "c", "legal-advisers", "b")]


def test_patterns_are_keyed_by_full_id(tmp_path: Path) -> None:
    """Each element has its patterns under obligation.element, in the order of its terms."""
    one = checklist.load(write_checklist(tmp_path))
    assert [p.written for p in one.patterns["legal-advisers.engagement"] if p.rule != "words"] == [
        "<聘用>…法律顾问",
        "法律顾问制度",
        "律师 签订 合同",
    ]


def test_digest_is_of_the_content(tmp_path: Path) -> None:
    """The same content has the same digest wherever it lies; any change has another."""
    one = checklist.load(write_checklist(tmp_path, name="one.yaml"))
    two = checklist.load(write_checklist(tmp_path, name="two.yaml"))
    other = checklist.load(write_checklist(tmp_path, SMALL + "# 注\n", name="three.yaml"))
    assert one.sha256 == two.sha256 != other.sha256
    assert len(one.sha256) == 64


def test_elements_by_name(tmp_path: Path) -> None:
    """An obligation's name stands for all its elements, a full name for one."""
    second = OBLIGATION[OBLIGATION.index("  - id: engagement") :].replace("id: engagement", "id: role")
    one = checklist.load(write_checklist(tmp_path, SMALL + second)).checklist
    assert [name for name, _ in checklist.elements(one, "legal-advisers")] == [
        "legal-advisers.engagement",
        "legal-advisers.role",
    ]
    assert [(name, e.id) for name, e in checklist.elements(one, "legal-advisers.role")] == [
        ("legal-advisers.role", "role")
    ]
    assert checklist.obligation(one, "legal-advisers.role") is one.obligations[0]


@pytest.mark.parametrize("name", ["legal", "legal-advisers.none", "", ".", "legal-advisers.engagement.x"])
def test_unknown_obligation(tmp_path: Path, name: str) -> None:
    """A name that the checklist does not have is refused, with those that it has."""
    one = checklist.load(write_checklist(tmp_path)).checklist
    with pytest.raises(FzcheckError) as caught:
        checklist.elements(one, name)
    assert caught.value.rule == "unknown-obligation"
    assert "legal-advisers" in str(caught.value.values["known"])


def test_schema_accepts_what_is_accepted() -> None:
    """The JSON Schema for editors takes a checklist, an extension and a part, and refuses an unknown field."""
    schema = json.loads(checklist.schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    accepts = jsonschema.Draft202012Validator(schema).is_valid
    for text, kind in ((SMALL, Checklist), (EXTENSION, Extension), (PART, Part)):
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  BaseLoader makes strings only
        data = msgspec.to_builtins(msgspec.convert(data, kind, strict=False))
        assert accepts(data)
        assert not accepts(data | {"wieght": 1})


# --- include ----------------------------------------------------------------------------------------------------------
INCLUDES = [
    "include:\n- part.yaml\n",
    "include:\n  - part.yaml\n",
    "include: [part.yaml]\n",
    "include: [\n  part.yaml,\n]\n",
    "include:\n# 注\n\n- part.yaml  # 注\n",
    "include:   # 注\n- 'part.yaml'\n",
    'include:\n- "part.yaml"\n',
    "include:\r\n- part.yaml\r\n",
    "include:\n-   ./part.yaml\n",
]


@pytest.mark.parametrize("include", INCLUDES)
def test_include_however_it_is_written(tmp_path: Path, include: str) -> None:
    """What is included is found in each way in which YAML lets it be written."""
    write_checklist(tmp_path, PART, "part.yaml")
    one = checklist.load(write_checklist(tmp_path, HEAD + include))
    assert [o.id for o in one.checklist.obligations] == ["legal-advisers"]


@pytest.mark.parametrize(
    "include", ["include :\n- part.yaml\n", "'include':\n- part.yaml\n", "include: [&a part.yaml]\n"]
)
def test_an_include_that_is_not_understood_is_an_error(tmp_path: Path, include: str) -> None:
    """A file is never left out in silence: a list that the quick reader misses is a mistake, in one way or another."""
    write_checklist(tmp_path, PART, "part.yaml")
    try:
        found = mistakes(write_checklist(tmp_path, HEAD + include + PART))
    except FzcheckError as error:
        found = [(error.rule, error.line, error.column)]
    assert found


def test_words_belong_to_their_file(tmp_path: Path) -> None:
    """A file's word groups are its own: the same name may mean other words in another file."""
    other = obligation("other").replace("续聘", "选聘")
    write_checklist(tmp_path, PART.replace("续聘", "选聘").replace(OBLIGATION, other), "part.yaml")
    one = checklist.load(write_checklist(tmp_path, SMALL + "include:\n- part.yaml\n"))
    assert one.vocabulary.spelled(one.patterns["legal-advisers.engagement"][0].parts[0]) == ("聘请", "续聘")
    assert one.vocabulary.spelled(one.patterns["other.engagement"][0].parts[0]) == ("聘请", "选聘")


def test_words_of_another_file_are_unknown(tmp_path: Path) -> None:
    """A group that only the including file has is unknown in the file it includes, and the error names that file."""
    text, expected = marked("obligations:\n" + obligation("other").replace("- <聘用>", "- »<聘用>"), "unknown-group")
    write_checklist(tmp_path, text, "part.yaml")
    with pytest.raises(FzcheckErrors) as caught:
        checklist.load(write_checklist(tmp_path, SMALL + "include:\n- part.yaml\n"))
    assert [(e.rule, e.line, e.column) for e in caught.value.errors] == expected
    assert caught.value.errors[0].path == str(tmp_path / "part.yaml")


def test_a_checklist_may_be_included(tmp_path: Path) -> None:
    """A whole checklist gives its obligations; title, themes and edition stay the including one's."""
    write_checklist(tmp_path, SMALL, "inner.yaml")
    head = HEAD.replace("id: small", "id: outer").replace("version: 1.10\nyears", "version: 2\nyears")
    one = checklist.load(write_checklist(tmp_path, head + "include:\n- inner.yaml\n")).checklist
    assert (one.id, one.version, [o.id for o in one.obligations]) == ("outer", "2", ["legal-advisers"])


def test_one_of_the_programs_own_may_be_included(tmp_path: Path) -> None:
    """A name without .yaml under include is one of the program's own checklists."""
    own = checklist.load("core").checklist
    themes = "".join(f"  {name}: {title}\n" for name, title in own.themes.items())
    head = HEAD.replace("  decisions: 依法决策\n", themes) + "include:\n- core\n"
    assert checklist.load(write_checklist(tmp_path, head)).checklist.obligations == own.obligations


def test_themes_of_an_included_file_are_the_checklists(tmp_path: Path) -> None:
    """An included obligation must have a theme of the including checklist."""
    write_checklist(tmp_path, PART.replace("theme: decisions", "theme: rules"), "part.yaml")
    found = mistakes(write_checklist(tmp_path, HEAD + "include:\n- part.yaml\n"))
    assert [rule for rule, _, _ in found] == ["unknown-theme"]


def test_included_file_is_missing(tmp_path: Path) -> None:
    """A file that is included and is not there is not found, by the path that it was looked for at."""
    name = write_checklist(tmp_path, HEAD + "include:\n- parts/none.yaml\n")
    assert rule_of(name) == ("not-found", str(tmp_path / "parts/none.yaml"))


def test_included_name_is_unknown(tmp_path: Path) -> None:
    """A name that is included and is none of the program's own is unknown."""
    name = write_checklist(tmp_path, HEAD + "include:\n- no-such-checklist\n")
    assert rule_of(name)[0] == "unknown-checklist"


@pytest.mark.parametrize("back", ["small.yaml", "./small.yaml", "../{}/small.yaml", "sub/../small.yaml"])
def test_a_cycle_of_includes_ends(tmp_path: Path, back: str) -> None:
    """Files that include each other, by whatever path, are each read once."""
    (tmp_path / "sub").mkdir()
    inner = changed(("id: small", "id: inner")).replace(OBLIGATION, obligation("other"))
    write_checklist(tmp_path, inner + f"include:\n- {back.format(tmp_path.name)}\n", "inner.yaml")
    name = write_checklist(tmp_path, SMALL + "include:\n- sub/../inner.yaml\n- inner.yaml\n")
    assert [layer.path.name for layer in checklist.layers(name)] == ["small.yaml", "inner.yaml"]
    assert [o.id for o in checklist.load(name).checklist.obligations] == ["legal-advisers", "other"]


def test_the_same_id_in_two_files(tmp_path: Path) -> None:
    """An obligation's id stands once in all the files of a checklist; both places are named."""
    text, expected = marked(PART.replace("id: legal-advisers", "id: »legal-advisers"), "duplicate-id")
    write_checklist(tmp_path, text, "part.yaml")
    name = write_checklist(tmp_path, SMALL + "include:\n- part.yaml\n")
    with pytest.raises(FzcheckErrors) as caught:
        checklist.load(name)
    [error] = caught.value.errors
    first = SMALL[: SMALL.index("id: legal-advisers")].count("\n") + 1
    assert (error.rule, error.line, error.column) == expected[0]
    assert error.path == str(tmp_path / "part.yaml")
    assert error.values == {"id": "legal-advisers", "first": f"{name}:{first}"}


def test_mistakes_of_all_files_show_at_once(tmp_path: Path) -> None:
    """A mistake in the checklist itself does not hide those of the files that it includes."""
    write_checklist(tmp_path, PART.replace("id: engagement", "id: Engagement"), "a.yaml")
    write_checklist(tmp_path, "words: {\n", "b.yaml")
    (tmp_path / "c.yaml").write_bytes(b"\xff\xff")
    head = changed(("years: 2021-2025", "years: 2021"), ("  title: 法律", "  titel: 法律"))
    name = write_checklist(tmp_path, head + "include: [a.yaml, b.yaml, c.yaml]\n")
    with pytest.raises(FzcheckErrors) as caught:
        checklist.load(name)
    found = [(Path(e.path).name, e.rule) for e in caught.value.errors]
    assert found == [
        ("a.yaml", "duplicate-id"),
        ("a.yaml", "bad-id"),
        ("b.yaml", "yaml"),
        ("c.yaml", "undecodable"),
        ("small.yaml", "bad-years"),
        ("small.yaml", "missing-key"),
        ("small.yaml", "unknown-key"),
    ]


def test_a_broken_head_does_not_make_themes_unknown(tmp_path: Path) -> None:
    """Where the themes could not be read, no obligation is reported for its theme."""
    write_checklist(tmp_path, PART, "part.yaml")
    found = mistakes(
        write_checklist(tmp_path, HEAD.replace("title: 小清单", "title: '小清单") + "include:\n- part.yaml\n")
    )
    assert [rule for rule, _, _ in found] == ["yaml"]


# --- extends ----------------------------------------------------------------------------------------------------------
def test_an_extension_builds_on_its_base(tmp_path: Path) -> None:
    """An extension is a checklist of its own, with the obligations of the one that it extends."""
    write_checklist(tmp_path)
    one = checklist.load(write_checklist(tmp_path, EXTENSION, "ours.yaml"))
    assert (one.checklist.id, [(o.id, o.weight) for o in one.checklist.obligations]) == (
        "ours",
        [("legal-advisers", 2)],
    )
    assert [layer.id for layer in one.layers] == ["small", "ours"]


@pytest.mark.parametrize("weight", ["0", "-1", "nan"])
def test_an_extension_has_no_weight_of_nothing(tmp_path: Path, weight: str) -> None:
    """A weight that an extension gives is above zero too."""
    write_checklist(tmp_path)
    text, expected = marked(changed(("weight: 2", f"weight: »{weight}"), text=EXTENSION), "wrong-type")
    assert mistakes(write_checklist(tmp_path, text, "ours.yaml")) == expected


@pytest.mark.parametrize("back", ["ours.yaml", "../{}/ours.yaml"])
def test_a_cycle_of_extensions_is_an_error(tmp_path: Path, back: str) -> None:
    """A checklist that extends itself, over another or directly, cannot be loaded."""
    other = changed(("extends: small.yaml", f"extends: {back.format(tmp_path.name)}"), text=EXTENSION)
    write_checklist(tmp_path, other, "small.yaml")
    assert rule_of(write_checklist(tmp_path, EXTENSION, "ours.yaml"))[0] == "extends-itself"
    assert rule_of(write_checklist(tmp_path, other, "ours.yaml"))[0] == "extends-itself"


def test_nothing_is_written_beside_a_checklist(tmp_path: Path) -> None:
    """Loading leaves the folder of a checklist as it is."""
    name = write_checklist(tmp_path)
    checklist.load(name)
    assert os.listdir(tmp_path) == ["small.yaml"]  # noqa: PTH208  names only
