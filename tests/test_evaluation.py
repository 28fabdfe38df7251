"""Tests of scorer.evaluation: the figures, and what they are made of."""

from __future__ import annotations

import itertools

import pytest
from cards import evaluated

from scorer.evaluation import Row

MET, UNMET, EITHER = ("met", "甲"), ("unmet",), ("either",)


def test_every_figure_of_a_few_elements() -> None:
    """Worked out by hand: two reports, two obligations, each kind of agreement and disagreement."""
    found = evaluated(
        {
            "a.x": (("met", "甲", "乙", "丙"), ("met", "甲", "丙")),  # right, one citation of three is another
            "a.y": (("met", "甲"), UNMET),  # found what is not there
            "b.x": (UNMET, ("met", "乙")),  # missed
            "b.y": (UNMET, UNMET),
        },
        {
            "a.x": (("met", "乙"), ("met", "甲")),  # right, but cited elsewhere
            "a.y": (("met", "甲"), EITHER),  # not counted, a citation all the same
            "b.x": (UNMET, UNMET),
            "b.y": (UNMET, EITHER),
        },
    ).figures
    assert found.reports == 2
    assert (found.element_precision, found.element_recall, found.element_f1) == (2 / 3, 2 / 3, 4 / 6)
    # said covered, missing, covered, missing; labels allow partial, partial, covered or partial, missing or partial
    assert found.status_accuracy == 2 / 4
    assert found.top_citation == 1 / 2
    assert found.all_citations == 2 / 4
    assert found.fidelity == 1


def test_macro_f1_is_of_what_is_settled() -> None:
    """The mean over the statuses that labels settle; an obligation that may have two is left out, and so is a status of none."""
    found = evaluated(
        {"a.x": (MET, MET), "b.x": (MET, MET), "c.x": (MET, UNMET), "d.x": (UNMET, UNMET), "e.x": (MET, EITHER)}
    )
    # covered: 2 of 3 said, 2 true; missing: 1 said, 2 true, 1 both; partial is nobody's
    assert found.figures.status_macro_f1 == (2 * 2 / (3 + 2) + 2 * 1 / (1 + 2)) / 2
    assert found.figures.status_accuracy == 4 / 5


def test_macro_f1_is_of_statuses_that_labels_have() -> None:
    """One that is only said lowers the others and has no F1 of its own; one that is never said has an F1 of 0."""
    only_said = evaluated({"a.x": (MET, MET), "a.y": (UNMET, MET), "b.x": (MET, MET)})  # partial
    assert only_said.figures.status_macro_f1 == 2 * 1 / (1 + 2)
    never_said = evaluated({"a.x": (MET, UNMET), "b.x": (MET, MET)})  # missing
    assert never_said.figures.status_macro_f1 == (2 * 1 / (2 + 1) + 0) / 2


def test_a_citation_is_right_where_it_shares_a_character() -> None:
    """Words cited by a label may be less or more than the sentence; those right beside it are others."""
    found = evaluated(
        {
            "a.x": (("met", "一句甲。"), ("met", "甲")),
            "b.x": (("met", "甲"), ("met", "一句甲。一句乙。")),
            "c.x": (("met", "一句甲。"), ("met", "一句乙。")),
        }
    )
    assert [e.cited_right for e in found.elements] == [[True], [True], [False]]


def test_words_that_a_label_cites_may_stand_several_times() -> None:
    """A citation of a later place is as right as one of the first."""
    found = evaluated({"a.x": (("met", "句乙"), ("met", "一句")), "a.y": (("met", "丙"), ("met", "一句"))})
    assert [e.cited_right for e in found.elements] == [[True], [False]]


def test_fidelity_is_of_all_that_is_cited() -> None:
    """Words that do not stand where they are said to are counted, whatever the label says."""
    found = evaluated({"a.x": (("met", "甲", "!乙"), UNMET), "a.y": (("met", "甲"), EITHER)})
    assert found.figures.fidelity == 2 / 3


def test_nothing_met_is_no_perfection() -> None:
    """Where there is nothing to divide by a figure is 0, and a row has none."""
    found = evaluated({"a.x": (UNMET, UNMET)})
    assert (found.figures.element_f1, found.figures.fidelity, found.figures.status_accuracy) == (0, 0, 1)
    assert found.reports == [Row("r1", 0, 0, 0, None, 1, 1)]


@pytest.mark.parametrize("values", list(itertools.product(["met", "unmet", "either"], repeat=3)))
def test_either_allows_what_both_answers_allow(values: tuple[str, ...]) -> None:
    """An obligation may have the statuses that come of its labels, with `either` taken both ways in all ways."""
    options = [{"met": [True], "unmet": [False], "either": [True, False]}[value] for value in values]
    for n in (1, 2, 3):
        labels = {f"a.e{i}": (UNMET, ("met", "甲") if v == "met" else (v,)) for i, v in enumerate(values[:n])}
        worlds = {sum(world) for world in itertools.product(*options[:n])}
        expected = [
            status
            for status, may_be in (
                ("covered", n in worlds),
                ("partial", any(0 < met < n for met in worlds)),
                ("missing", 0 in worlds),
            )
            if may_be
        ]
        assert evaluated(labels).statuses[0].allowed == expected


def test_rows_are_of_reports_and_of_obligations() -> None:
    """Each row counts its own, in the order of reports and of the checklist."""
    found = evaluated(
        {"b.x": (MET, MET), "a.x": (MET, UNMET), "a.y": (UNMET, UNMET)},
        {"b.x": (UNMET, MET), "a.x": (UNMET, UNMET), "a.y": (UNMET, EITHER)},
    )
    assert found.reports == [Row("r1", 1, 1, 0, 2 / 3, 1, 2), Row("r2", 0, 0, 1, 0, 1, 2)]
    assert found.obligations == [Row("b", 1, 0, 1, 2 / 3, 1, 2), Row("a", 0, 1, 0, 0, 1, 2)]


def test_disagreements_have_their_place() -> None:
    """What the other side says is listed with its line; what experts leave open is not."""
    found = evaluated(
        {
            "a.right": (("met", "甲", "丙"), ("met", "甲")),
            "a.false": (("met", "丙"), UNMET),
            "a.missed": (UNMET, ("met", "丙", "甲")),
            "a.elsewhere": (("met", "丙", "甲"), ("met", "甲")),
            "a.open": (MET, EITHER),
        }
    )
    listed = [(e.element, e.citation, e.line, e.expected, e.expected_line) for e in found.disagreements()]
    assert listed == [
        ("a.false", "丙", 3, "", 0),
        ("a.missed", "", 0, "丙", 3),
        ("a.elsewhere", "丙", 3, "甲", 2),
    ]
