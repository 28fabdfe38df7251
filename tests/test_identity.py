"""Identity: whose report it is, of which year, when it came out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.identity import Identity, identify
from scorer.model import Level

BODY = ["一、主要举措", "全镇开展普法宣传12场次。", "二、存在的问题", "力量薄弱。", "三、下一步打算", "继续普法。"]


def identity(*lines: str, signature: tuple[str, ...] = (), metadata: tuple[str, ...] = ()) -> Identity:
    """What a report says of itself whose first lines are these, and whose last are the signature."""
    return identify([*lines, *BODY, *signature], list(metadata))


@pytest.mark.parametrize(
    ("lines", "title_lines", "year"),
    [
        (["某镇2024年法治政府建设情况报告"], (0,), 2024),
        (["某县人民政府", "关于2023年度法治政府建设情况的报告"], (0, 1), 2023),
        (["关于2021年法治政府建设", "工作情况的报告"], (0, 1), 2021),
        (["2022年法治政府建设年度", "工作总结"], (0, 1), 2022),
        (["二〇二四年度某镇法治政府建设年度报告"], (0,), 2024),
        (["全镇认真学习习近平法治思想,推进法治政府建设。"], (), None),
        (["某镇2024年安全生产工作总结"], (), None),
    ],
)
def test_titles(lines: list[str], title_lines: tuple[int, ...], year: int | None) -> None:
    """A title may run over two lines, with the issuer on one of its own; a sentence is no title."""
    found = identity(*lines)
    assert found.title_lines == title_lines
    assert found.title == "".join(lines[i] for i in title_lines)
    if year:
        assert found.year == year


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("清河镇人民政府", "township"),
        ("清河乡人民政府办公室", "township"),
        ("城关街道办事处", "township"),
        ("清河县人民政府", "county"),
        ("临江市人民政府", "county"),
        ("清河县司法局", "department"),
        ("临江市卫生健康委员会", "department"),
    ],
)
def test_signatures(issuer: str, level: Level) -> None:
    """Who signs is the issuer, whose name tells the level; the lines that sign and date are told from the text."""
    found = identity("2024年法治政府建设情况报告", signature=(issuer, "2025年1月8日"))
    assert (found.issuer, found.level, found.published) == (issuer, level, "2025-01-08")
    assert found.signature == (7, 8)


def test_the_issuer_in_the_title() -> None:
    """Without a signature the title tells who reports."""
    found = identity("清河镇2024年法治政府建设情况报告")
    assert (found.issuer, found.level) == ("清河镇", "township")


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2025年1月8日", "2025-01-08"),
        ("2025-01-08", "2025-01-08"),
        ("二〇二五年一月八日", "2025-01-08"),
        ("二〇二五年十二月三十一日", "2025-12-31"),
        ("2025年13月8日", None),
        ("2025年2月30日", None),
    ],
)
def test_dates(date: str, expected: str | None) -> None:
    """Dates in figures of either kind are read; one that no calendar has is none."""
    assert identity("某镇2024年法治政府建设情况报告", signature=("某镇人民政府", date)).published == expected


def test_when_it_came_out_is_first_what_the_page_says() -> None:
    """The page's date of publication goes before the signature's, a date without that label does not count."""
    signature = ("某镇人民政府", "2025年1月8日")
    title = "某镇2024年法治政府建设情况报告"
    assert identity(title, signature=signature, metadata=("发布日期:2025-02-03",)).published == "2025-02-03"
    assert identity(title, signature=signature, metadata=("点击数:2025-02-03",)).published == "2025-01-08"


@pytest.mark.parametrize(
    ("lines", "metadata", "year"),
    [
        (["法治政府建设情况报告", "2023年度法治政府建设情况如下。", "2022年、2022年、2022年。"], (), 2023),
        (["法治政府建设情况报告", "先是2022年,后是2023年,又是2023年。"], (), 2023),
        (["法治政府建设情况报告", "先是2022年,后是2023年。"], (), 2023),
        (["法治政府建设情况报告"], ("发布日期:2025-01-09",), 2024),
        (["法治政府建设情况报告"], ("发布日期:2024-12-20",), 2024),
        (["法治政府建设情况报告"], (), None),
        (["贯彻《法治政府建设实施纲要(2021-2025年)》情况报告"], (), None),
    ],
)
def test_the_year_reported_on(lines: list[str], metadata: tuple[str, ...], year: int | None) -> None:
    """Title, opening, the year named most, and the date of publication tell the year, in that order."""
    assert identity(*lines, metadata=metadata).year == year


LINES = [
    "某镇2024年法治政府建设情况报告", "某镇人民政府", "关于", "2025年1月8日", "普法。", "工作总结", "二〇二四年", "", "县政府:"
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=10), st.lists(st.sampled_from(LINES), max_size=2))
def test_any_lines_at_all(lines: list[str], metadata: list[str]) -> None:
    """Whatever lines there are, what is told points into them."""
    found = identify(lines, metadata)
    assert all(0 <= i < len(lines) for i in (*found.title_lines, *found.signature))
    assert found.title == "".join(lines[i] for i in found.title_lines)
    assert found == identify(lines, metadata)
