"""Tests of scorer.render.desk: what a reviewer is shown of an obligation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import REPORTS
from desk import REPORT, TODAY, make, waiver

from scorer.render.desk import desk
from scorer.review import decide, open_case


def shown(folder: Path, text: str, name: str = "legal-advisers", width: int = 120) -> list[str]:
    """The lines that a reviewer is shown of an obligation."""
    return desk(make(folder, text).case(), name, "1/3", "zh", width, None, "utf-8").splitlines()


def numbered(lines: list[str]) -> list[tuple[str, int]]:
    """The lines of the report that are shown, in order: whether the sentence stands on it, and its number."""
    found = [line.split(maxsplit=2) for line in lines]
    own = [(">", int(words[1])) for words in found if words[:1] == [">"] and words[1].isdigit()]
    others = [("", int(words[0])) for words in found if words and words[0].isdigit()]
    order = {number: at for at, (_, number) in enumerate([*own, *others])}
    assert len(order) == len(own) + len(others)
    return sorted([*own, *others], key=lambda one: one[1])


def test_two_lines_before_and_after(tmp_path: Path) -> None:
    """Blank lines are skipped, and numbers are those of the report; a line end of any kind is one."""
    plain = [
        "一行在此。",
        "",
        "二行在此。",
        "三行在此。",
        "",
        "",
        "审查合同文本五份。",
        "",
        "八行在此。",
        "九行在此。",
        "十行在此。",
    ]
    for line_end in ("\n", "\r\n", "\r"):
        lines = shown(tmp_path, line_end.join(["某镇2024年法治政府建设年度报告", *plain]))
        assert numbered(lines) == [("", 4), ("", 5), (">", 8), ("", 10), ("", 11)]
        assert [line.split()[-1] for line in lines if line.split()[:1] == [">"]] == ["审查合同文本五份。"]


def test_at_the_ends_of_a_report(tmp_path: Path) -> None:
    """Where there are fewer lines around, those are shown."""
    assert numbered(shown(tmp_path, "某镇2024年法治政府建设年度报告\n审查合同文本五份。")) == [("", 1), (">", 2)]


def test_what_a_decision_rests_on(tmp_path: Path) -> None:
    """Progress, title, basis, what counts, elements met and unmet, why a sentence does not count, the advice, decisions and states."""
    made = make(tmp_path, REPORT + "下一步，审查合同文本。\n")
    case = decide(made.case(), [waiver("legal-advisers", "opinions", until="2026-05-31"), waiver("legal-advisers")])
    text = desk(case, "legal-advisers", "2/7", "zh", 120, None, "utf-8")
    for wanted in (
        "2/7  部分覆盖  法律顾问制度  legal-advisers",
        "《某规定》第三条：聘请法律顾问并由其出具意见。",
        "达到  聘请法律顾问",
        "未达  出具法律意见",
        "报告写明审查合同。",
        "第4行  计入",
        "第8行  未计入：只是打算",
        "没有找到相关的句子",
        "请写明法律顾问的情况。",
        "已过期  出具法律意见",
        "至2027-03-31：由县局统一公布。",
    ):
        assert wanted in text


def test_a_sentence_in_the_same_place_has_its_lines_once(tmp_path: Path) -> None:
    """Of two sentences on one line the second is shown without the lines around it, which stand above."""
    lines = shown(tmp_path, REPORT.replace("顾问全年", "顾问出具法律意见。顾问审查合同文本。全年"))
    own = [line for line in lines if line.split()[:1] == [">"]]
    assert len(own) == 3
    assert len([line for line in lines if line.split()[:1] == ["5"]]) == 1


@pytest.mark.parametrize("mark", ["\x1b", "\x9b", "\u202e", "\x08", "\u2067"])
def test_no_control_character_reaches_the_terminal(tmp_path: Path, mark: str) -> None:
    """Neither of the sentence, nor of what stands beside it, nor of the lines around, nor of a note."""
    text = REPORT.replace("（一）", f"（一）{mark}").replace("顾问全年", f"顾问{mark}审查合同文本{mark}全年")
    made = make(tmp_path, text.replace("班子", f"班{mark}子").replace("一、", f"一、{mark}"))
    case = decide(made.case(), [waiver("legal-advisers", note=f"说{mark}明")])
    shown = desk(case, "legal-advisers", "1/3", "zh", 120, None, "utf-8")
    assert "审查合同文本" in shown
    assert mark in made.report.read_bytes().decode()
    assert mark not in shown


def test_long_paragraphs_are_cut_around_the_sentence(tmp_path: Path) -> None:
    """All of the sentence is shown, and no more than a little of a long paragraph beside it; context lines are cut too."""
    filler = "这是一句很长的闲话" * 40 + "。"
    sentence = "审查合同文本" + "五份" * 60 + "。"
    text = f"某镇2024年法治政府建设年度报告\n{filler}\n{filler}{sentence}{filler}\n{filler}"
    joined = "".join("".join(line.split()) for line in shown(tmp_path, text))
    assert sentence in joined
    assert joined.count("闲话") < 40


@pytest.mark.parametrize(("lang", "name"), [("zh", "township-thin.desk.txt"), ("en", "township-thin.desk.en.txt")])
def test_the_desk_is_the_golden_one(lang: str, name: str, golden: Callable[[str, bytes], None]) -> None:
    """An obligation of a specimen, 80 columns wide."""
    case = open_case(str(REPORTS / "township-thin.txt"), "core", None, TODAY)
    shown = desk(case, "legal-advisers", "3/5", "en" if lang == "en" else "zh", 80, None, "utf-8")
    golden(name, shown.encode())
