"""Noise: lines that a web page puts around a report are told from lines of the report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.noise import is_noise


@pytest.mark.parametrize(
    "line",
    [
        "当前位置:首页>政务公开>法治政府建设",
        "您的位置:首页",
        "首页 新闻中心 政务公开 互动交流",
        "字体:[大 中 小]",
        "【大中小】",
        "打印本页 关闭窗口",
        "关闭",
        "分享到:",
        "扫一扫在手机打开当前页",
        "上一篇:关于普法的通知",
        "发布日期:2025-01-09",
        "来源:某镇人民政府",
        "浏览次数:128",
        "索 引 号:0001",
        "版权所有:某县人民政府",
        "附件:1.统计表",
        "----------",
        "* * *",
        "",
    ],
)
def test_lines_of_the_page(line: str) -> None:
    """Navigation, date and source, buttons, footers, and marks without a word are the page's."""
    assert is_noise(line)


@pytest.mark.parametrize(
    "line",
    [
        "一、主要举措",
        "全镇开展普法宣传12场次。",
        "公开行政处罚信息12条。",
        "依托政府网站发布法治信息,浏览量大幅提高。",
        "打印宣传资料500份。",
        "来源于群众的意见全部采纳。",
        "某镇人民政府",
        "2025年1月8日",
    ],
)
def test_lines_of_the_report(line: str) -> None:
    """A line that only has a word in common with the page's stays."""
    assert not is_noise(line)


def test_a_long_line_is_never_a_menu_or_a_button() -> None:
    """A paragraph that begins as a footer does is kept: to lose a sentence is worse than to keep a footer."""
    line = "来源:" + "开展普法宣传" * 20
    assert not is_noise(line)
    assert is_noise(line[:90])


@given(st.text(st.sampled_from(" -_*|=~.·…—"), max_size=30))
def test_marks_without_a_word(line: str) -> None:
    """What has neither letter nor figure is no sentence, however long."""
    assert is_noise(line)
    assert not is_noise(line + "普法宣传活动")
