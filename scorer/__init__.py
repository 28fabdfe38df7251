"""fzcheck: scores annual rule-of-law government reports by a checklist of what they must say."""

from __future__ import annotations

__version__ = "0.1.0"
