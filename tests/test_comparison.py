"""Tests of scorer.comparison: what moved since a baseline, for better or worse."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from cards import Says, evaluated

from scorer.comparison import compare, read_baseline
from scorer.errors import FzcheckError

MET, UNMET, EITHER = ("met", "甲"), ("unmet",), ("either",)


@pytest.mark.parametrize(
    ("label", "was", "now", "change"),
    [
        (MET, UNMET, MET, "better"),
        (MET, MET, UNMET, "worse"),
        (UNMET, MET, UNMET, "better"),
        (UNMET, UNMET, MET, "worse"),
        (EITHER, UNMET, MET, "other"),
        (EITHER, MET, UNMET, "other"),
        # the first citation only
        (MET, ("met", "乙", "甲"), ("met", "甲", "乙"), "better"),
        (MET, ("met", "甲"), ("met", "乙"), "worse"),
        (MET, ("met", "丙"), ("met", "乙"), "other"),
        (UNMET, ("met", "丙"), ("met", "乙"), "other"),
        # wrong before and after, or right and cited elsewhere now: being met comes first
        (MET, UNMET, ("met", "乙"), "better"),
        (MET, ("met", "乙"), UNMET, "worse"),
    ],
)
def test_a_move_is_judged_by_the_label(label: Says, was: Says, now: Says, change: str) -> None:
    """Right to wrong is worse, wrong to right better, all else neither."""
    found = compare(evaluated({"a.x": (now, label)}), evaluated({"a.x": (was, label)}))
    assert [(m.report, m.element, m.label, m.change) for m in found.moves] == [("r1", "a.x", label[0], change)]
    assert [(m.was_met, m.met) for m in found.moves] == [(was[0] == "met", now[0] == "met")]
    assert [(m.was_citation, m.citation) for m in found.moves] == [(*was[1:2], "")[:1] + (*now[1:2], "")[:1]]


def test_what_stays_is_no_move() -> None:
    """Neither the same answer, nor another second citation."""
    then = evaluated({"a.x": (("met", "甲", "乙"), MET), "a.y": (MET, UNMET)})
    now = evaluated({"a.x": (("met", "甲", "丙"), MET), "a.y": (MET, UNMET)})
    found = compare(now, then)
    assert found.moves == found.status_moves == found.relabelled == found.added == found.gone == []


@pytest.mark.parametrize(
    ("labels", "was", "now", "change"),
    [
        ((MET, MET), (MET, UNMET), (MET, MET), "better"),
        ((MET, UNMET), (MET, UNMET), (MET, MET), "worse"),
        ((MET, EITHER), (MET, UNMET), (MET, MET), "other"),
        ((MET, UNMET), (UNMET, UNMET), (MET, MET), "other"),
    ],
)
def test_a_status_that_moved(
    labels: tuple[Says, Says], was: tuple[Says, Says], now: tuple[Says, Says], change: str
) -> None:
    """Better and worse by whether the labels allow it; where both are allowed, or neither, it is neither."""
    before, after = (
        evaluated({name: (said, label) for name, said, label in zip(("a.x", "a.y"), each, labels, strict=True)})
        for each in (was, now)
    )
    moved = compare(after, before).status_moves
    assert [(m.report, m.obligation, m.change) for m in moved] == [("r1", "a", change)]
    assert (moved[0].was, moved[0].status) == (before.statuses[0].status, after.statuses[0].status)
    assert compare(after, after).status_moves == []


def test_differences_of_the_figures() -> None:
    """Now less then, each under its name; how many reports there are is no such figure."""
    then, now = evaluated({"a.x": (UNMET, MET)}), evaluated({"a.x": (MET, MET)})
    found = compare(now, then)
    assert set(found.figures) == set(now.figures.__struct_fields__) - {"reports"}
    assert all(
        found.figures[name] == getattr(now.figures, name) - getattr(then.figures, name) for name in found.figures
    )
    assert found.figures["element_recall"] == 1


def test_other_labels_are_named_and_decide() -> None:
    """A baseline with another label: it is said so, the label of today judges, and the old one not even citations."""
    then = evaluated({"a.x": (MET, UNMET), "a.y": (("met", "乙"), UNMET)})
    now = evaluated({"a.x": (UNMET, MET), "a.y": (("met", "甲"), MET)})
    found = compare(now, then)
    assert found.relabelled == ["r1: a.x", "r1: a.y"]
    assert [(m.element, m.change) for m in found.moves] == [("a.x", "worse"), ("a.y", "other")]


def test_what_only_one_has_is_named() -> None:
    """A new element, a report that is gone: no move, but named."""
    then = evaluated({"a.x": (MET, MET)}, {"a.x": (MET, MET)})
    now = evaluated({"a.x": (MET, MET), "b.x": (UNMET, MET)})
    found = compare(now, then)
    assert (found.added, found.gone) == (["r1: b.x"], ["r2: a.x"])
    assert found.moves == found.status_moves == []


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Even where it holds a comparison of its own."""
    whole = evaluated({"a.x": (MET, MET), "b.y": (UNMET, EITHER)})
    path = tmp_path / "before.json"
    path.write_bytes(msgspec.json.encode(msgspec.to_builtins(whole) | {"compare": {}}))
    assert read_baseline(str(path)) == whole


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "bad-baseline"),
        (b"\xff\xfe{", "bad-baseline"),
        (b'{"schema": "fzcheck/scorecard/1"}', "bad-baseline"),
        (None, "not-found"),
    ],
)
def test_what_is_no_baseline(tmp_path: Path, data: bytes | None, rule: str) -> None:
    """Named as what it is."""
    path = tmp_path / "before.json"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(FzcheckError) as found:
        read_baseline(str(path))
    assert (found.value.rule, found.value.path) == (rule, str(path))


def test_a_baseline_of_another_schema(tmp_path: Path) -> None:
    """All the fields, but another schema."""
    path = tmp_path / "before.json"
    other = msgspec.structs.replace(evaluated({"a.x": (MET, MET)}), schema="fzcheck/evaluation/0")
    path.write_bytes(msgspec.json.encode(other))
    with pytest.raises(FzcheckError) as found:
        read_baseline(str(path))
    assert found.value.rule == "bad-baseline"
