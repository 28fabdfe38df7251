"""Segmenting: sentences with their place, their headings and whether they say done, planned or lacking."""

from __future__ import annotations

import pytest
from conftest import REPORTS, doc
from hypothesis import given
from hypothesis import strategies as st

from scorer.segment import segment
from scorer.source import read

PIECES = [
    "一、主要举措",
    "（二）加强领导。",
    "1.普法",
    "一是学法。",
    "聘请律师",
    "，",
    "。",
    "；",
    "\n",
    "\r\n",
    "《某法》",
    "（某",
    "）",
    "“",
    "”",
    "存在的问题：",
    "下一步，",
    "尚未",
    " ",
    "2024年",
    "|",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_sentences_are_slices_of_the_source_in_order(text: str) -> None:
    """No sentence overlaps another or reaches outside, and the clauses of each tile it."""
    document = doc(text)
    end = 0
    for sentence in document.sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        end = sentence.end
        assert sentence.line == len(text[: sentence.start].replace("\r\n", "\n").split("\n"))
        assert [sentence.clauses[0].at, sentence.clauses[-1].to] == [sentence.at, sentence.to]
        assert all(a.to == b.at for a, b in zip(sentence.clauses, sentence.clauses[1:], strict=False))
        assert all(number < document.sentences.index(sentence) for number in sentence.above)


def said(text: str) -> list[tuple[str, str]]:
    """Each sentence of a report about 2024 and its modality."""
    document = doc(text)
    return [(document.source.text[s.start : s.end], s.modality) for s in document.sentences]


def test_a_sentence_does_not_end_inside_a_title_or_quotation() -> None:
    """。 inside 《》“”（） ends nothing."""
    assert [t for t, _ in said("落实《某办法（试行。）》，做到“有法。必依”。下一句（说明。完）好。")] == [
        "落实《某办法（试行。）》，做到“有法。必依”。",
        "下一句（说明。完）好。",
    ]


@pytest.mark.parametrize(
    ("heading", "modality"),
    [
        ("三、存在的问题", "problem"), ("三、存在的不足和原因", "problem"), ("（三）存在的主要困难", "problem"),
        ("三、差距与短板", "problem"), ("四、下一步工作打算", "plan"), ("四、2025年工作安排", "plan"),
        ("四、努力方向", "plan"), ("四、2025年怎么干", "plan"), ("三、聚焦突出问题抓整改", "done"),
        ("三、着力解决群众急难愁盼问题", "done"), ("一、主要举措和成效", "done"), ("二、制定年度工作计划并抓好落实", "done"),
    ],
)  # fmt: skip
def test_a_section_settles_what_its_sentences_say(heading: str, modality: str) -> None:
    """Sections on problems and plans never count, wherever they stand; headings that only sound alike do."""
    assert said(f"{heading}\n开展普法宣传活动。\n")[-1][1] == modality


def test_a_section_ends_where_the_next_begins() -> None:
    """What follows a section on problems is not a problem."""
    found = said("二、存在的问题\n（一）力量薄弱\n人手少。\n三、履职情况\n书记带头学法。\n")
    assert [m for _, m in found] == ["problem", "problem", "problem", "done", "done"]


def test_plans_and_problems_inside_a_paragraph() -> None:
    """A paragraph that turns to problems or plans stays with them to its end, and to the end of a list it announces."""
    text = "全年开展普法。但也存在一些不足：一是力量弱。二是形式少。\n全镇继续学法。\n下一步要做好：\n一是学法。\n二是用法。\n"
    assert [m for _, m in said(text)] == ["done", "problem", "problem", "done", "plan", "plan", "plan"]


def test_headings_above_a_sentence() -> None:
    """Each sentence has the headings above it, outermost first, as they stand in the source."""
    document = doc("一、主要举措\n（一）加强领导。镇里开会。\n一是学法。全镇学习。二是用法。\n")
    paths = [s.section for s in document.sentences]
    assert paths == [
        (),
        ("一、主要举措",),
        ("一、主要举措", "（一）加强领导。"),
        ("一、主要举措", "（一）加强领导。"),
        ("一、主要举措", "（一）加强领导。", "一是学法。"),
        ("一、主要举措", "（一）加强领导。"),
    ]


def test_what_a_page_puts_around_a_report_is_no_sentence() -> None:
    """Navigation, dates, buttons, title, salutation and signature cannot be cited."""
    text = (
        "当前位置：首页 > 政务公开 > 年度报告\n某镇2024年法治政府建设情况报告\n发布日期：2025-01-09 来源：某镇 字号：【大 中 小】\n"
        "县人民政府：\n全镇开展普法。\n某镇人民政府\n2025年1月8日\n打印 关闭\n扫一扫在手机打开当前页\n"
    )
    document = segment(doc(text).source)
    assert [text[s.start : s.end] for s in document.sentences] == ["全镇开展普法。"]
    assert (document.year, document.published, document.issuer, document.level) == (
        2024,
        "2025-01-09",
        "某镇人民政府",
        "township",
    )


@pytest.mark.parametrize("name", sorted(path.name for path in REPORTS.glob("*.txt")))
def test_specimens_are_recognised(name: str) -> None:
    """Each specimen has a title, an issuer, a year, and sections of every kind that it shows."""
    document = segment(read(str(REPORTS / name)))
    assert document.title
    assert document.issuer
    assert document.year in range(2021, 2026)
    assert {"done", "plan", "problem"} <= {s.modality for s in document.sentences}
