"""What the clauses of a sentence say, case by case: tests/cases/modality.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import doc
from hypothesis import given
from hypothesis import strategies as st

from scorer.modality import clauses

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "modality.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    """Each clause counts, or does not for the reason that its rule gives."""
    sentence = doc(case["text"], case.get("year", 2023)).sentences[0]
    folded = doc(case["text"], case.get("year", 2023)).folded.text
    said = {folded[c.at : c.to]: c.why or "done" for c in sentence.clauses}
    if isinstance(case["expect"], str):
        assert set(said.values()) == {case["expect"]}
        return
    for words, why in case["expect"].items():
        assert [why] == [w for clause, w in said.items() if doc(words).folded.text in clause]


@given(st.text(max_size=120))
def test_clauses_tile_the_sentence(text: str) -> None:
    """No character of a sentence is in two clauses or in none."""
    found = clauses(text, 5, 2024)
    assert [c.at for c in found[1:]] == [c.to for c in found[:-1]]
    assert not text or (found[0].at, found[-1].to) == (5, 5 + len(text))
