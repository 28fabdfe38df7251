"""Tests of scorer.reviewfile and scorer.reviewcheck: what people write into a review file, and what is written beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from conftest import doc, marked
from desk import GAP, REPORT, TODAY, compiled, waiver
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from scorer import reviewfile
from scorer.decisions import Decision
from scorer.errors import FzcheckError, FzcheckErrors
from scorer.reviewfile import Kept

HAND_MADE = """\
# 王审批的复核意见
schema: fzcheck/review/1   # 勿改

decisions:
# 先看这一条
- obligation: power-list
  decision: waive
  reason: not-required-at-this-level
  note: 乡镇执法权已收回，县局统一公布。
  until: 2027-03-31

# 这一条是张三说的
- obligation: legal-advisers
  element: contracts   # 合同
  decision: override
  quote: 顾问全年审看了四十份协议。
  # 已电话确认
  note: >
    以“协议”称之，
    不另行说明。

# 完
"""
POWERS = Decision(
    "power-list",
    "waive",
    reason="not-required-at-this-level",
    note="乡镇执法权已收回，县局统一公布。",
    until="2027-03-31",
)
CONTRACTS = Decision("legal-advisers", "override", "contracts", quote=GAP, note="以“协议”称之， 不另行说明。")
DIGEST = "f" * 64
STUDY = Decision("training", "agree")


def parsed(text: str | bytes, path: str = "x.review.yaml") -> Kept:
    """The review file that holds `text`."""
    return reviewfile.parse(text if isinstance(text, bytes) else text.encode(), path)


def written(folder: Path, text: str, decisions: list[Decision]) -> str:
    """What the review file that held `text` holds once `decisions` are written; it reads as these."""
    path = folder / "x.review.yaml"
    path.write_bytes(text.encode())
    after = reviewfile.write(reviewfile.read(str(path)), decisions, DIGEST)
    data = path.read_bytes()
    assert after == reviewfile.read(str(path))
    assert after.review.decisions == decisions
    assert (after.review.report, after.sha256) == (DIGEST, hashlib.sha256(data).hexdigest())
    return data.decode()


def mistakes(text: str | bytes, *, alone: bool = False) -> list[tuple[str, int, int]]:
    """Rule, line and column of all that is wrong with a review file of the desk's report; `alone`, without the report."""
    beside = () if alone else (compiled().checklist, doc(REPORT), TODAY)
    try:
        reviewfile.parse(text if isinstance(text, bytes) else text.encode(), "x.review.yaml", *beside)
    except FzcheckErrors as found:
        return [(e.rule, e.line, e.column) for e in found.errors]
    return []


# --- reading --------------------------------------------------------------------------------------------------------
def test_what_a_person_wrote_is_read() -> None:
    """Fields in any order, comments, and text over several lines."""
    assert parsed(HAND_MADE).review.decisions == [POWERS, CONTRACTS]
    assert mistakes(HAND_MADE) == []


@pytest.mark.parametrize(
    "text",
    [
        HAND_MADE.replace("\n", "\r\n"),
        "\ufeff" + HAND_MADE,
        HAND_MADE.rstrip("\n"),
        "---\n" + HAND_MADE,
        HAND_MADE.replace("schema:", '"schema":'),
    ],
    ids=["crlf", "mark", "no end", "document", "quoted"],
)
def test_forms_that_say_the_same(text: str) -> None:
    """Line ends, a byte order mark and the like mean nothing."""
    assert parsed(text).review.decisions == [POWERS, CONTRACTS]


def test_no_file_decides_nothing(tmp_path: Path) -> None:
    """A review file that does not exist is one without decisions; it has no digest."""
    kept = reviewfile.read(str(tmp_path / "none"))
    assert (kept.review.decisions, kept.sha256, kept.text) == ([], "", "")


def test_what_is_no_readable_file(tmp_path: Path) -> None:
    """A folder, and a file beyond all measure, are refused."""
    with pytest.raises(FzcheckError) as found:
        reviewfile.read(str(tmp_path))
    assert found.value.rule == "is-folder"
    with pytest.raises(FzcheckError) as found:
        reviewfile.read("a\0b")
    assert found.value.rule == "unreadable"
    big = tmp_path / "big"
    big.write_bytes(b"# " + b"x" * 2_200_000)
    with pytest.raises(FzcheckError) as found:
        reviewfile.read(str(big))
    assert found.value.rule == "too-large"


# --- every mistake --------------------------------------------------------------------------------------------------
ALL_WRONG = """\
schema: »fzcheck/review/2
report: abc
»extra: 1
decisions:
»- obligation: power-list
  decision: waive
  until: »2027-02-30
»- obligation: legal-advisers
  decision: override
  »reason: not-applicable
- obligation: »nowhere
  decision: agree
  »quote: 顾问全年审看了四十份协议。
  »line: 4
  »until: 2027-03-31
- obligation: legal-advisers
  element: »nothing
  decision: override
  quote: »报告里没有这句话
- »obligation: power-list
  decision: »refuse
  nòte: 写错了
""".replace("  nòte", "  »nòte")


def test_all_mistakes_at_once() -> None:
    """Fields, types, what a decision needs and may not have, names, quotes and dates, each with its place."""
    text, expected = marked(
        ALL_WRONG.replace("»- obligation", "- »obligation"),
        "wrong-type",
        "unknown-key",
        "missing-key",
        "bad-date",
        "missing-key",
        "misplaced-key",
        "unknown-obligation",
        "misplaced-key",
        "misplaced-key",
        "misplaced-key",
        "unknown-obligation",
        "quote-not-found",
        "duplicate-decision",
        "wrong-type",
        "unknown-key",
    )
    # A waiver lacks its reason and its note, both said at its beginning.
    expected.insert(2, expected[2])
    assert mistakes(text) == sorted(expected, key=lambda one: one[1:])


def one(*lines: str) -> str:
    """A review file of one decision."""
    return "schema: fzcheck/review/1\ndecisions:\n- " + "\n  ".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        (one("obligation: training", "decision: override", "line: 99"), "no-such-line", 5),
        (one("obligation: training", "decision: override", "line: 2"), "no-such-line", 5),
        (one("obligation: training", "decision: override", "line: 0"), "no-such-line", 5),
        (one("obligation: training", "decision: override", "line: 四"), "wrong-type", 5),
        (one("obligation: training", "decision: override", "quote: 四十份"), "quote-not-found", 5),
        (one("obligation: training", "decision: override"), "missing-key", 3),
        (one("obligation: training", "decision: agree", "note: ''"), "empty-value", 5),
        (one("decision: agree"), "missing-key", 3),
        (
            one("obligation: training", "decision: waive", "reason: 没有", "note: 无", "until: 2027-03-31"),
            "wrong-type",
            5,
        ),
        (
            one("obligation: training", "decision: waive", "reason: confidential", "note: 无", "until: 2026-05-31"),
            "past-date",
            7,
        ),
        (
            one("obligation: training", "decision: waive", "reason: confidential", "note: 无", "until: 2027年3月31日"),
            "bad-date",
            7,
        ),
        (one("obligation: training", "decision：agree"), "checklist-colon", 4),
        (one("obligation: training", "decision: agree", "decision: waive"), "duplicate-key", 5),
        (one("obligation: &a training", "decision: agree"), "yaml-alias", 3),
        ("schema: fzcheck/review/1\ndecisions: [{obligation: training, decision: agree}]\n", "entry-form", 2),
        ("schema: fzcheck/review/1\ndecisions:\n-\n  obligation: training\n  decision: agree\n", "entry-form", 4),
        ("{schema: fzcheck/review/1, decisions: []}\n", "entry-form", 1),
        ("  schema: fzcheck/review/1\n", "entry-form", 1),
        ("schema: fzcheck/review/1\ndecisions: training\n", "wrong-type", 2),
        ("schema: fzcheck/review/1\ndecisions:\n- training\n", "wrong-type", 3),
        ("- obligation: training\n  decision: agree\n", "wrong-type", 1),
        ("decisions: []\n", "missing-key", 1),
        ("schema: fzcheck/review/1\ndecisions:\n  - obligation: [\n", "yaml", 4),
        ("", "empty", 0),
        ("# nothing yet\n", "empty", 0),
        ("schema: fzcheck/review/1\n# 备注".encode("gb18030"), "not-utf8", 0),
    ],
)
def test_one_mistake(text: str | bytes, rule: str, line: int) -> None:
    """Each mistake is found on its line."""
    found = mistakes(text)
    assert (rule, line) in [(rule, line) for rule, line, _ in found]


def test_what_only_the_report_and_the_day_tell() -> None:
    """Names, quotes, lines and dates that are over are no mistakes of the file: they are how a decision stands."""
    text = one("obligation: nowhere", "element: nothing", "decision: override", "quote: 报告里没有这句话", "line: 99")
    assert mistakes(text, alone=True) == []
    assert {rule for rule, _, _ in mistakes(text)} == {"unknown-obligation", "quote-not-found"}
    assert mistakes(one("obligation: training", "decision: override", "line: 0"), alone=True) != []


# --- writing --------------------------------------------------------------------------------------------------------
def test_a_new_file(tmp_path: Path) -> None:
    """The form that the manual shows: plain Chinese, a bare date, the digest of the report."""
    path = tmp_path / "x.review.yaml"
    reviewfile.write(reviewfile.read(str(path)), [POWERS, replace(CONTRACTS, note="")], DIGEST)
    assert path.read_text(encoding="utf-8") == (
        f"schema: fzcheck/review/1\nreport: {DIGEST}\ndecisions:\n"
        "- obligation: power-list\n  decision: waive\n  reason: not-required-at-this-level\n"
        "  note: 乡镇执法权已收回，县局统一公布。\n  until: 2027-03-31\n"
        "- obligation: legal-advisers\n  decision: override\n  element: contracts\n  quote: 顾问全年审看了四十份协议。\n"
    )


def test_a_decision_is_added(tmp_path: Path) -> None:
    """Right after the last entry, before what follows it; nothing else changes but the report's digest."""
    text = written(tmp_path, HAND_MADE, [POWERS, CONTRACTS, STUDY])
    head = HAND_MADE.replace("勿改\n", f"勿改\nreport: {DIGEST}\n")
    assert text == head.replace("\n\n# 完", "\n- obligation: training\n  decision: agree\n\n# 完")


def test_a_decision_is_changed(tmp_path: Path) -> None:
    """Where it stood; comments inside it stay, and all around it."""
    now = Decision("legal-advisers", "agree", "contracts")
    text = written(tmp_path, HAND_MADE, [POWERS, now])
    kept, lost = HAND_MADE.splitlines(), HAND_MADE.splitlines()[13:20]
    assert set(kept) - set(text.splitlines()) == set(lost) - {"  # 已电话确认"}
    at = text.splitlines().index("# 这一条是张三说的")
    assert text.splitlines()[at + 1 : at + 6] == [
        "- obligation: legal-advisers",
        "  decision: agree",
        "  element: contracts",
        "  # 已电话确认",
        "",
    ]


def test_a_decision_is_taken_out(tmp_path: Path) -> None:
    """It goes, with what stands inside of it; comments before and after it stay."""
    text = written(tmp_path, HAND_MADE, [CONTRACTS])
    assert "power-list" not in text
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# 王审批的复核意见",
        "# 先看这一条",
        "# 这一条是张三说的",
        "# 完",
    ]


def test_all_are_taken_out_and_some_put_in_again(tmp_path: Path) -> None:
    """A file without decisions is one that can be read, and written into again."""
    text = written(tmp_path, HAND_MADE, [])
    assert "decisions: []\n" in text
    assert written(tmp_path, text, [STUDY]).count("decisions:") == 1


@pytest.mark.parametrize(
    "text",
    [
        "schema: fzcheck/review/1\n",
        "schema: fzcheck/review/1",
        "schema: fzcheck/review/1\ndecisions: []  # 还没有\n# 完\n",
        "schema: fzcheck/review/1\ndecisions:\n  []\n# 完\n",
        "decisions: []\nschema: fzcheck/review/1\n",
        "decisions:\n- obligation: a\n  decision: agree\nreport: abc\nschema: fzcheck/review/1\n...\n",
        "---\n'schema': fzcheck/review/1\n",
        "report: >\n  abc\n\nschema: fzcheck/review/1\ndecisions:\n  - obligation: a\n    decision: agree",
        "schema: fzcheck/review/1\ndecisions:\n- {obligation: a,\n decision: agree}\n",
        'schema: fzcheck/review/1\ndecisions:\n- obligation: a\n  decision: agree\n  note: "一\n二\n# 三"\n# 完\n',
        "schema: fzcheck/review/1\ndecisions:\n- obligation: a\n  decision: agree\n  note: |\n    一\n    # 二\n\n\n# 完\n",
        "schema: fzcheck/review/1\ndecisions:\n- obligation: a\n\n  # 为什么\n  decision: agree\n  note:\n    长\n    话\n",
        "schema: fzcheck/review/1\r\ndecisions:\r\n- obligation: a\r\n  decision: agree\r\n# 完\r\n",
    ],
)
def test_odd_forms(tmp_path: Path, text: str) -> None:
    """Whatever form a person gave the file, decisions can be added, changed and taken out, and its comments stay."""
    old = parsed(text).review.decisions
    remarks = [line.strip() for line in text.splitlines() if line.startswith(("#", "  #")) and not line.endswith('"')]
    for decisions in ([*old, STUDY], [*(replace(one, note="改") for one in old), STUDY], [STUDY], []):
        after = written(tmp_path, text, decisions)
        if decisions and (decisions[:-1] or not old):
            assert [one for one in remarks if one not in after] == []
        assert ("\r\n" in after) == ("\r\n" in text)
        assert "\n" not in after.replace("\r\n", "") if "\r\n" in text else True


def test_a_failure_leaves_the_file(tmp_path: Path) -> None:
    """Where it cannot be written, the old file stays."""
    kept = replace_path(reviewfile.read(str(tmp_path / "x")), str(tmp_path / "none" / "x"))
    with pytest.raises(OSError, match="none"):
        reviewfile.write(kept, [STUDY], DIGEST)


def replace_path(kept: Kept, path: str) -> Kept:
    """`kept` as if it were at `path`."""
    return Kept(path, kept.sha256, kept.text, kept.review, kept.entries, kept.fields)


# --- whatever is written reads back ---------------------------------------------------------------------------------
_ODD = ["", " ", "\n", "\r\n", "\t", ": ", " #", "- ", "'", '"', "\\", "“", "：", "\u3000", "\u2028", "\x85", "\ufeff"]
_ODD += [
    "\x00",
    "\x1b",
    "\x7f",
    "\ufffe",
    "{",
    "[",
    "&",
    "*",
    "!",
    "|",
    ">",
    "%",
    "@",
    "`",
    "？",
    "👩‍⚖️",
    "𠮷",
    "~",
    "---",
]
TEXTS = st.lists(
    st.one_of(st.sampled_from([*_ODD, "yes", "1.10", "2027-03-31", "报告"]), st.text(st.characters(exclude_categories=["Cs"]))),
    max_size=6,
).map("".join)  # fmt: skip
NAMES = st.sampled_from(["power-list", "legal-advisers", "training", "a"])
DECISIONS = st.lists(
    st.one_of(
        st.builds(lambda name, note: Decision(name, "agree", note=note), NAMES, TEXTS),
        st.builds(lambda name, note, by: Decision(name, "override", by, quote="字" + note, note=note), NAMES, TEXTS, NAMES),
        st.builds(lambda name, note: waiver(name, note="字" + note), NAMES, TEXTS),
    ),
    unique_by=reviewfile.about,
)  # fmt: skip
AROUND = st.lists(
    st.sampled_from(["", "# 备注：甲 - 乙", "#", "  # 缩进", "# - obligation: b"]), min_size=1, max_size=4
).map(lambda lines: "".join(f"{line}\n" for line in lines))


@given(old=DECISIONS, new=DECISIONS, remarks=AROUND, dash=st.sampled_from(["", "  "]))
def test_what_is_written_reads_back(
    tmp_path_factory: pytest.TempPathFactory, old: list[Decision], new: list[Decision], remarks: str, dash: str
) -> None:
    """Whatever people write comes back, and what stands around the entries stays where it was."""
    folder = tmp_path_factory.mktemp("kept")
    old, new = [reviewfile.tidy(one) for one in old], [reviewfile.tidy(one) for one in new]
    entries = [reviewfile._entry(one, dash) for one in old]  # noqa: SLF001  to build a file with remarks in between
    listed = "".join("".join(f"{line}\n" for line in entry) + remarks for entry in entries)
    text = f"{remarks}schema: fzcheck/review/1\n{remarks}" + (f"decisions:\n{remarks}{listed}" if old else "")
    assert parsed(text).review.decisions == old
    others = {reviewfile.about(one): one for one in new}
    kept = [others.pop(reviewfile.about(one), one) for one in old]
    after = written(folder, text, [*kept, *others.values()])
    assert [one for one in after.split("\n") if _remark(one)] == [one for one in text.split("\n") if _remark(one)]
    stays = [entry for entry, was, now in zip(entries, old, kept, strict=True) if was == now]
    assert [entry for entry in stays if "\n".join(entry) not in after] == []


def _remark(line: str) -> bool:
    return not line.strip(" ") or line.lstrip(" ").startswith("#")
