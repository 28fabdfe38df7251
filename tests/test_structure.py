"""Structure: the parts that a report must have, and what is no report."""

from __future__ import annotations

import pytest
from conftest import doc
from hypothesis import given
from hypothesis import strategies as st

from scorer.model import Section
from scorer.segment import segment
from scorer.structure import foreign_headings, is_report, parts

TITLE = "清河镇2024年法治政府建设情况报告\n"
MEASURES = "一、主要举措和成效\n（一）推进依法行政。全镇开展行政执法培训12场次。\n"
PROBLEMS = "二、存在的问题\n一是执法力量薄弱，专业人员不足。\n"
LEADER = "三、主要负责人履行推进法治建设第一责任人职责情况\n书记主持召开会议，研究法治建设工作。\n"
PLANS = "四、下一步工作打算\n继续开展普法宣传。\n"


def found(text: str, section: Section) -> list[tuple[str, int]]:
    """The sentences of one part of the report whose text this is, and how well each shows it."""
    document = segment(doc(text).source)
    told = parts(document, section, foreign_headings(document))
    return [(text[document.sentences[i].start : document.sentences[i].end], score) for i, score in told]


def best(text: str, section: Section) -> str:
    """The sentence that shows the part best; "" where there is none."""
    return max(found(text, section), key=lambda one: one[1], default=("", 0))[0]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("measures", "一、主要举措和成效"),
        ("problem", "一是执法力量薄弱，专业人员不足。"),
        ("leader", "三、主要负责人履行推进法治建设第一责任人职责情况"),
        ("plan", "四、下一步工作打算"),
    ],
)
def test_each_part_by_what_shows_it_best(section: Section, expected: str) -> None:
    """A heading shows a part, a shortcoming is shown by the sentence that names one."""
    assert best(TITLE + MEASURES + PROBLEMS + LEADER + PLANS, section) == expected


@pytest.mark.parametrize(
    ("section", "without"),
    [
        ("problem", TITLE + MEASURES + LEADER + PLANS),
        ("leader", TITLE + MEASURES + PROBLEMS + PLANS),
        ("plan", TITLE + MEASURES + PROBLEMS + LEADER),
    ],
)
def test_a_part_that_is_missing(section: Section, without: str) -> None:
    """What the other parts say shows no part that is not there."""
    assert found(without, section) == []


def test_a_bare_heading_names_no_shortcoming() -> None:
    """A section on problems without a problem in it is not enough."""
    assert found(TITLE + MEASURES + "二、存在的问题\n三、下一步打算\n继续普法。\n", "problem") == []


def test_inside_a_paragraph() -> None:
    """Without headings the words that open a run of problems or plans show the part."""
    text = TITLE + MEASURES + "全镇推进法治建设，但也存在一些不足：执法力量薄弱。\n下一步，继续开展普法宣传。\n"
    assert "执法力量薄弱" in best(text, "problem")
    assert "继续开展普法宣传" in best(text, "plan")


@pytest.mark.parametrize(
    ("opening", "told"),
    [
        ("党委书记、镇长认真履行法治建设第一责任人职责，主持召开会议。镇长带头学法。", True),
        ("党委书记、镇长认真履行安全生产第一责任人职责，主持召开会议。镇长带头检查。", False),
        ("党委书记、镇长认真履行法治建设第一责任人职责。全镇开展普法。村民踊跃参加。各站所配合。", False),
    ],
)
def test_the_leader_in_a_paragraph(opening: str, told: bool) -> None:  # noqa: FBT001  a row of a table
    """A paragraph shows the leader's account if most of it is about the leader, and about law and no other duty."""
    assert bool(found(TITLE + MEASURES + opening + "\n", "leader")) == told


def test_headings_on_other_subjects() -> None:
    """A heading under which nothing speaks of law or government is foreign, and what stands under it shows no part."""
    text = TITLE + "一、主要成绩\n粮食播种1.2万亩。\n二、主要举措\n开展行政执法培训，法治水平提升。\n"
    document = segment(doc(text).source)
    assert [text[document.sentences[i].start : document.sentences[i].end] for i in foreign_headings(document)] == [
        "一、主要成绩"
    ]
    assert "一、主要成绩" not in [sentence for sentence, _ in found(text, "measures")]


LAW = "全镇推进依法行政工作。"


@pytest.mark.parametrize(
    ("text", "report"),
    [
        (TITLE + MEASURES, True),
        (LAW * 8, True),
        (LAW * 3 + "全镇播种小麦。" * 30, False),
        ("本报讯 " + LAW * 8, False),
        ("清河镇2024年法治政府建设工作方案\n" + LAW * 8, False),
        ("清河镇2024年安全生产工作总结\n" + "开展安全检查。" * 20, False),
        (LAW, False),
    ],
)
def test_what_is_a_report(text: str, report: bool) -> None:  # noqa: FBT001  a row of a table
    """The title tells, or else enough of the sentences; news, schemes and other subjects are none."""
    assert is_report(segment(doc(text).source)) == report


PIECES = [
    "一、主要举措\n",
    "二、存在的问题\n",
    "三、下一步打算\n",
    "执法力量薄弱。",
    "继续普法。",
    "书记带头学法。",
    LAW,
    "播种。",
    "\n",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=20).map("".join),
    st.sampled_from(["measures", "problem", "plan", "leader"]),
)
def test_any_text_at_all(text: str, section: Section) -> None:
    """Parts are sentences of the document, each once and in order, with scores from 1 to 100."""
    document = doc(text)
    told = list(parts(document, section, foreign_headings(document)))
    numbers = [i for i, _ in told]
    assert numbers == sorted(set(numbers))
    assert all(0 <= i < len(document.sentences) and 0 < score <= 100 for i, score in told)
