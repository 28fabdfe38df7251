"""The layout that DESIGN fixes: data is data, code is code, and no module grows out of hand."""

from __future__ import annotations

from conftest import ROOT


def test_no_module_is_too_long() -> None:
    """No module of the package has more than 400 lines."""
    long = {p.name for p in (ROOT / "scorer").rglob("*.py") if len(p.read_text(encoding="utf-8").splitlines()) > 400}
    assert long == set()


def test_checklists_and_reports_are_data() -> None:
    """No Python stands among checklists and reports, and nothing but Python in the package."""
    assert not list((ROOT / "checklists").rglob("*.py")) + list((ROOT / "reports").rglob("*.py"))
    assert {p.suffix for p in (ROOT / "scorer").rglob("*.*") if "__pycache__" not in p.parts} == {".py"}
