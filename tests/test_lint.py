"""Tests of scorer.lint: what the types of a checklist cannot say. Each » stands before a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import SMALL, changed, marked, mistakes, write_checklist

from scorer import checklist
from scorer.errors import WORDING, FzcheckErrors

TERMS = "    - <聘用>…法律顾问\n    - 法律顾问制度\n"
TOGETHER = "    - [律师, 签订, 合同]\n"
UNLESS = "    - 村级\n"
OBLIGATION = SMALL[SMALL.index("- id: legal-advisers") :]
ELEMENT = SMALL[SMALL.index("  - id: engagement") :]


def check(folder: Path, text: str, *rules: str) -> None:
    """Asserts that the checklist `text` has exactly these mistakes, where its » stand."""
    plain, expected = marked(text, *rules)
    assert mistakes(write_checklist(folder, plain)) == expected


def test_the_small_checklist_is_right(tmp_path: Path) -> None:
    """The checklist that the other tests break is without a mistake."""
    check(tmp_path, SMALL)


@pytest.mark.parametrize(
    "name", ["Engagement", "engage_ment", "engage.ment", "聘请", "-engagement", "engage--ment", "a b"]
)
def test_bad_ids(tmp_path: Path, name: str) -> None:
    """An id that is not kebab-case ASCII is refused, of an element and of an obligation alike."""
    check(tmp_path, changed(("id: engagement", f"id: »{name}")), "bad-id")
    check(tmp_path, changed(("id: legal-advisers", f"id: »{name}")), "bad-id")


def test_duplicate_element_ids(tmp_path: Path) -> None:
    """An element's id stands once in its obligation; the second place is reported, with the first."""
    text = SMALL + ELEMENT.replace("id: engagement", "id: »engagement")
    check(tmp_path, text, "duplicate-id")
    with pytest.raises(FzcheckErrors) as caught:
        checklist.load(write_checklist(tmp_path, text.replace("»", "")))
    first = SMALL[: SMALL.index("id: engagement")].count("\n") + 1
    assert caught.value.errors[0].values["first"] == f"{tmp_path / 'small.yaml'}:{first}"


def test_duplicate_obligation_ids(tmp_path: Path) -> None:
    """An obligation's id stands once in its checklist; elements of two obligations may share one."""
    check(tmp_path, SMALL + OBLIGATION.replace("id: legal-advisers", "id: »legal-advisers"), "duplicate-id")
    check(tmp_path, SMALL + OBLIGATION.replace("id: legal-advisers", "id: others"))


def test_unknown_theme(tmp_path: Path) -> None:
    """A theme must be one of the checklist's."""
    check(tmp_path, changed(("theme: decisions", "theme: »decision")), "unknown-theme")


@pytest.mark.parametrize("years", ["2021－2025", "2021", "21-25", "2021-2025年", "2021—2025", "-2025"])
def test_bad_years(tmp_path: Path, years: str) -> None:
    """Report years that are not two years with a hyphen are refused."""
    check(tmp_path, changed(("years: 2021-2025", f"years: »{years}")), "bad-years")


def test_years_with_an_open_end(tmp_path: Path) -> None:
    """Report years may go on until further notice."""
    check(tmp_path, changed(("years: 2021-2025", "years: 2026-")))


def test_schema(tmp_path: Path) -> None:
    """A checklist written for another version of the format is refused, not half understood."""
    check(tmp_path, changed(("fzcheck/checklist/1", "»fzcheck/checklist/2")), "wrong-type")


@pytest.mark.parametrize("weight", ["0", "-1", "0.0", "nan", "inf", "-inf"])
def test_weights_are_above_zero(tmp_path: Path, weight: str) -> None:
    """A weight by which no mean can be taken is refused."""
    check(tmp_path, changed(("  theme: decisions", f"  weight: »{weight}\n  theme: decisions")), "wrong-type")


def test_nothing_to_score_by(tmp_path: Path) -> None:
    """A checklist without obligations, an obligation without elements or basis, are mistakes, never a pass."""
    check(tmp_path, "»" + SMALL[: SMALL.index("obligations:")], "missing-key")
    check(tmp_path, "»" + SMALL[: SMALL.index("obligations:")] + "obligations: []\n", "missing-key")
    check(tmp_path, changed((ELEMENT, ""), ("  elements:", "  elements: »[]")), "empty-value")
    basis = "  basis:\n  - document: 《某规定》\n    requires: 聘请法律顾问。\n"
    check(tmp_path, changed((basis, "  basis: »[]\n")), "empty-value")


def test_an_element_that_nothing_can_show(tmp_path: Path) -> None:
    """An element needs terms, words that stand together, or a section."""
    bare = changed(("    terms:\n" + TERMS, ""), ("    together:\n" + TOGETHER, ""))
    check(tmp_path, bare.replace("- id: engagement", "- »id: engagement"), "missing-key")
    check(tmp_path, bare.replace("    unless:", "    terms: []\n    section: problem\n    unless:"))


@pytest.mark.parametrize(
    "empty",
    [
        ("      met:\n      - 镇政府聘请了法律顾问。\n", "      met: []\n"),
        ("      unmet:\n      - plan: 下一步，聘请法律顾问。\n", "      unmet: []\n"),
    ],
)
def test_no_example(tmp_path: Path, empty: tuple[str, str]) -> None:
    """An element without an example that is met, or without one that is not, is untested."""
    check(tmp_path, changed(empty).replace("      met:", "      »met:"), "no-example")


def test_an_unmet_example_has_one_reason(tmp_path: Path) -> None:
    """An entry of unmet examples is one reason and one sentence, and the reason one of the five."""
    two = (
        "      - plan: 下一步，聘请法律顾问。",
        "      - »plan: 下一步，聘请法律顾问。\n        denied: 没有聘请法律顾问。",
    )
    check(tmp_path, changed(two), "wrong-type")
    check(tmp_path, changed(("      - plan: 下一步", "      - »later: 下一步")), "wrong-type")


@pytest.mark.parametrize(("where", "indent"), [(TERMS, "    - "), (UNLESS, "    - "), (TOGETHER, "    - [律师, ")])
@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("<聘任>法律顾问", "unknown-group"),
        ("<>法律顾问", "unknown-group"),
        ("<聘用法律顾问", "bad-group"),
        ("聘用>法律顾问", "bad-group"),
        ("<<聘用>>法律顾问", "bad-group"),
    ],
)
def test_word_groups(tmp_path: Path, where: str, indent: str, written: str, rule: str) -> None:
    """A group in angle brackets must be one of the file's words, and its brackets must pair, wherever it stands."""
    end = "]" if "[" in indent else ""
    check(tmp_path, changed((where, f"{where}{indent}»{written}{end}\n")), rule)


def test_word_groups_in_needs(tmp_path: Path) -> None:
    """What an element needs around it is checked like a term."""
    check(tmp_path, changed(("    unless:", "    needs:\n    - »<法治>\n    unless:")), "unknown-group")


def test_a_word_group_must_have_words(tmp_path: Path) -> None:
    """A group of no words would make every term with it impossible."""
    check(tmp_path, changed(("  聘用: [聘请, 续聘]", "  聘用: »[]")), "empty-value")


@pytest.mark.parametrize("written", ["章", "章/", "聘请/章", "’章‘", "'#'"])
def test_short_terms(tmp_path: Path, written: str) -> None:
    """A term of one character, also as one of several choices or once its quotation marks are gone, is too short."""
    rule = "empty-value" if written == "章/" else "short-term"
    check(tmp_path, changed((TERMS, f"{TERMS}    - »{written}\n")), rule)


def test_short_words_may_stand_in_longer_terms(tmp_path: Path) -> None:
    """One character will do between a gap, in a list of words that stand together, and as what rules out there."""
    check(tmp_path, changed((TERMS, f"{TERMS}    - 审…章\n"), (TOGETHER, f"{TOGETHER}    - [印, 章, ^法, -村]\n")))


@pytest.mark.parametrize("written", ["“”", "聘任/", "/聘任", "聘任…", "…聘任", "聘任//选任"])
def test_terms_with_an_empty_part(tmp_path: Path, written: str) -> None:
    """A part of a term that nothing is left of would match everywhere, or nowhere: it is refused."""
    check(tmp_path, changed((TERMS, f"{TERMS}    - »{written}\n")), "empty-value")


@pytest.mark.parametrize("listed", ["[]", "[^律师]", "[-律师]", "[^律师, -合同]"])
def test_words_together_need_one_of_their_own(tmp_path: Path, listed: str) -> None:
    """A list of words that stand together must have one that is looked for in the sentence itself."""
    check(tmp_path, changed((TOGETHER, f"{TOGETHER}    - »{listed}\n")), "empty-value")


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (TERMS, "    - »^执法"),
        (TERMS, "    - »-合同"),
        (TERMS, "    - »聘任……法律顾问"),
        (TERMS, "    - »审查#件"),
        (UNLESS, "    - »村…法律顾问"),
        (UNLESS, "    - »'#件'"),
        (TOGETHER, "    - [律师, »签订…合同]"),
        (TOGETHER, "    - [律师, »审查#件]"),
        (TOGETHER, "    - [律师, »'-#件']"),
        (TOGETHER, "    - [律师, »-合同 -协议]"),
    ],
)
def test_misplaced_signs(tmp_path: Path, where: str, line: str) -> None:
    """A sign that means nothing where it stands would be looked for as it is written, and never be found."""
    check(tmp_path, changed((where, f"{where}{line}\n")), "misplaced-sign")


def test_signs_in_their_places(tmp_path: Path) -> None:
    """Gaps, choices, numbers, ^ and - are all accepted where they mean something."""
    terms = f"{TERMS}    - 律师…#名/#人\n    - '#名…公职律师'\n"
    together = f"{TOGETHER}    - [^律师/<聘用>, '#件/#份', -村/社区, 意见]\n"
    check(tmp_path, changed((TERMS, terms), (TOGETHER, together)))


def test_unreachable_terms(tmp_path: Path) -> None:
    """A term that contains another, or is another once more, can never decide; it is reported, the shorter is not."""
    more = "    - »建立法律顾问制度\n    - »法律顾问制度\n"
    check(tmp_path, changed((TERMS, TERMS + more)), "unreachable-term", "unreachable-term")


def test_terms_that_only_look_unreachable(tmp_path: Path) -> None:
    """Terms with gaps, choices or groups are not compared letter by letter, nor those of another element."""
    check(
        tmp_path,
        changed((TERMS, TERMS + "    - 选聘…法律顾问制度\n    - 法律顾问制度/顾问机制\n    - <聘用>法律顾问制度\n")),
    )
    check(
        tmp_path, SMALL + ELEMENT.replace("id: engagement", "id: role").replace("- 法律顾问制度", "- 推行法律顾问制度")
    )


def test_ruled_out_terms(tmp_path: Path) -> None:
    """A term that contains a word that rules it out would never count."""
    check(tmp_path, changed((TERMS, f"{TERMS}    - »村级顾问工作\n")), "ruled-out-term")


def test_an_exemption_is_checked_like_an_element(tmp_path: Path) -> None:
    """How a report says that a duty does not apply is made of terms, and these are checked too."""
    examples = "    examples:\n      met: [无执法权。]\n      unmet:\n      - plan: 明年将无执法权。\n"
    exempt = f"  not_applicable:\n    counts: 写明没有。\n    terms:\n    - »<无>执法权\n{examples}  elements:\n"
    check(tmp_path, changed(("  elements:\n", exempt)), "unknown-group")
    bare = "  not_applicable:\n    »»counts: 写明没有。\n  elements:\n"
    check(tmp_path, changed(("  elements:\n", bare)), "missing-key", "missing-key")


def test_mistakes_of_all_kinds_show_at_once(tmp_path: Path) -> None:
    """Mistakes of syntax, fields, types, ids and terms in one file are one report, in line order."""
    text = changed(
        ("years: 2021-2025", "years: »2021"),
        ("title_en: A", "title_en»：A"),
        ("  theme: decisions", "  theme: »decision\n  »wieght: 2"),
        ("id: engagement", "id: »Engagement\n    »id: engagement"),
        ("    - 法律顾问制度\n", "    - 法律顾问制度\n    - »建立法律顾问制度\n    - »<用>律师\n"),
        ("    - 村级\n", "    - 村级\n    - »''\n"),
        ("      met:", "      »met:"),
        ("      - 镇政府聘请了法律顾问。\n", ""),
        ("met:\n      unmet", "met: []\n      unmet"),
    )
    rules = ["checklist-colon", "bad-years", "unknown-theme", "unknown-key", "bad-id", "duplicate-key"]
    check(tmp_path, text, *rules, "unreachable-term", "unknown-group", "empty-value", "no-example")


def test_no_mistake_crashes_the_check(tmp_path: Path) -> None:
    """With any one line of a checklist left out, or its value, there is a report and never a crash."""
    lines = SMALL.splitlines(keepends=True)
    known = set(WORDING)
    broken = 0
    for n, line in enumerate(lines):
        key, colon, _ = line.partition(":")
        for other in ("", f"{key}{colon}\n", f"{key}{colon} [[]]\n", f"{key}{colon} {{}}\n", "- \n", "    - []\n"):
            text = "".join([*lines[:n], other, *lines[n + 1 :]])
            rules = {rule for rule, _, _ in mistakes(write_checklist(tmp_path, text))}
            assert rules <= known
            broken += bool(rules)
    assert broken > 3 * len(lines)
