"""
The conversation of a review: shows one obligation after the other, and writes each decision down as soon as it is made.

Nothing is kept back: wherever the conversation is broken off, only the decision that is just being typed is lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from scorer.cli.phrases import phrase
from scorer.decisions import Decision, ReviewedObligation, Verb, WaiverReason
from scorer.errors import FzcheckError, Lang
from scorer.model import ElementResult
from scorer.review import Case
from scorer.reviewcheck import is_date
from scorer.settle import at_line, concerned, line_text, quoted

Move = Literal["next", "back", "quit"]
# Answers as they are typed, in one letter or in full, after width and case are folded.
_ANSWERS: dict[str, tuple[str, ...]] = {
    "agree": ("a", "agree", "同意", "同意缺漏"),
    "override": ("o", "override", "认定", "认定已写"),
    "waive": ("w", "waive", "豁免"),
    "skip": ("s", "skip", "跳过"),
    "back": ("b", "back", "上一项"),
    "withdraw": ("d", "withdraw", "撤销"),
    "quit": ("q", "quit", "exit", "退出"),
    "help": ("?", "h", "help", "帮助", "说明"),
}
_LINE = re.compile(r"(?:第|line\s*|l)?\s*(\d{1,9})\s*行?")


class Over(Exception):  # noqa: N818  it is no error
    """Whoever was asked is gone: the end of the input, or a closed terminal."""


class _Back(Exception):  # noqa: N818  it is no error
    """An answer was left empty: nothing is decided, and the obligation is asked about anew."""


@dataclass(frozen=True)
class Desk:
    """
    What a conversation is held on.

    Attributes:
        ask: shows a prompt and gives the line that was typed. All that ask or show raise Over.
        tell: shows a line. show: shows an obligation, with its progress. show_decided: shows what is decided on it.
        decide: writes decisions down, taking some others out, and gives the case as it then is.
    """

    ask: Callable[[str], str]
    tell: Callable[[str], None]
    show: Callable[[Case, str, str], None]
    show_decided: Callable[[Case, str], None]
    decide: Callable[[Case, list[Decision], list[Decision]], Case]
    lang: Lang


def converse(case: Case, names: list[str], desk: Desk) -> Case:
    """`case` with what was decided on the obligations `names`, one after the other, until all are seen or the user has enough."""
    at = 0
    while at < len(names):
        one = _One(case, names[at], desk)
        try:
            desk.show(case, names[at], f"{at + 1}/{len(names)}")
            move = one.settle()
        except Over:
            case = one.case
            break
        case = one.case
        if move == "quit":
            break
        at = at + 1 if move == "next" else max(0, at - 1)
    return case


class _One:
    """The conversation about one obligation; `case` is the report as it stands by now."""

    def __init__(self, case: Case, name: str, desk: Desk) -> None:
        self.case = case
        self._name = name
        self._desk = desk
        self._found = next(o for o in case.card.obligations if o.id == name)

    def settle(self) -> Move:
        """Where to go on, once the obligation is settled or left."""
        while True:
            answer = self._answer()
            if answer in ("skip", "back", "quit"):
                moves: dict[str, Move] = {"skip": "next", "back": "back", "quit": "quit"}
                return moves[answer]
            if answer == "help":
                self._tell("help")
                continue
            try:
                self._write(*(self._withdrawn() if answer == "withdraw" else self._decided(answer)))
            except _Back:
                continue
            self._desk.show_decided(self.case, self._name)
            if not self._now().pending:
                return "next"
            left = [self._title(e) for e, came in self._now().elements.items() if came == "open"]
            self._tell("left", "、".join(left)) if left else self._tell("lapsed-left")

    # --- answers ----------------------------------------------------------------------------------------------------
    def _answer(self) -> str:
        while True:
            prompt = phrase("choose" if not self._now().decisions else "choose-again", self._desk.lang)
            typed = self._ask(prompt)
            word = unicodedata.normalize("NFKC", typed).casefold()
            for answer, words in _ANSWERS.items():
                if word in words:
                    return answer
            if typed:
                self._tell("not-understood", typed)

    def _ask(self, prompt: str) -> str:
        """The line typed after `prompt`, without white space around it; asked again where it is no text."""
        while True:
            typed = self._desk.ask(prompt).strip()
            try:
                typed.encode()
            except UnicodeEncodeError:
                self._tell("unreadable")
            else:
                return typed

    def _field(self, prompt: str, *values: object) -> str:
        """What was typed; an empty line goes back."""
        if typed := self._ask(phrase(prompt, self._desk.lang, *values)):
            return typed
        self._tell("nothing-decided")
        raise _Back

    def _number(self, prompt: str, count: int, *values: object) -> int:
        """A number from 1 to `count`, 0 for an empty line."""
        while True:
            typed = unicodedata.normalize("NFKC", self._ask(phrase(prompt, self._desk.lang, *values)))
            if not typed:
                return 0
            if typed.isdecimal() and 1 <= int(typed[:9]) <= count:
                return int(typed)
            self._tell("not-a-number", count)

    # --- decisions --------------------------------------------------------------------------------------------------
    def _decided(self, answer: str) -> tuple[list[Decision], list[Decision]]:
        """What was decided, and what it takes the place of beside a decision on the same thing."""
        verb: Verb = "agree" if answer == "agree" else "override" if answer == "override" else "waive"
        if verb != "agree" and self._found.status == "covered":
            self._tell("covered")
            raise _Back
        element = self._element()
        decision = {"agree": self._agreed, "override": self._overridden, "waive": self._waived}[verb](element)
        return [decision], self._replaced(element)

    def _element(self) -> str:
        """The element that the decision is about, "" for the obligation; asked only where several are not met."""
        elements = concerned(self._found)
        if len(elements) < 2:
            return ""
        some = len(self._undecided()) < len(elements) and self._undecided()
        for n, element in enumerate(elements, start=1):
            came = self._now().elements[element.id]
            self._desk.tell(f"    {n}  {element.title}" + phrase(f"came-{came}", self._desk.lang))
        number = self._number("which-element-left" if some else "which-element", len(elements))
        return elements[number - 1].id if number else ""

    def _agreed(self, element: str) -> Decision:
        note = self._ask(phrase("note-agree", self._desk.lang))
        return Decision(self._name, "agree", element, note=note)

    def _overridden(self, element: str) -> Decision:
        quote = self._quote()
        note = self._ask(phrase("note-override", self._desk.lang))
        return Decision(self._name, "override", element, quote=quote, note=note)

    def _quote(self) -> str:
        """Words that stand in the report: those of a line of it, or typed ones."""
        document = self.case.document
        while True:
            typed = self._field("quote")
            number = _LINE.fullmatch(unicodedata.normalize("NFKC", typed).casefold())
            wanted = self._of_line(int(number[1])) if number else typed
            if found := quoted(document, wanted):
                if not number:
                    self._tell("found-on", found.line)
                return found.text
            wrong = (
                FzcheckError("no-such-line", number=int(number[1]))
                if number
                else FzcheckError("quote-not-found", quote=typed)
            )
            self._desk.tell(wrong.text(self._desk.lang))

    def _of_line(self, line: int) -> str:
        """The words of a line, or of the sentence of it that is chosen."""
        sentences = at_line(self.case.document, line)
        if len(sentences) < 2:
            return line_text(self.case.document, line)
        for n, sentence in enumerate(sentences, start=1):
            self._desk.tell(f"    {n}  {sentence}")
        number = self._number("which-sentence", len(sentences))
        return sentences[number - 1] if number else line_text(self.case.document, line)

    def _waived(self, element: str) -> Decision:
        reasons: tuple[WaiverReason, ...] = get_args(WaiverReason)
        for n, reason in enumerate(reasons, start=1):
            self._desk.tell(f"    {n}  {phrase(reason, self._desk.lang)}")
        number = self._number("which-reason", len(reasons))
        if not number:
            self._tell("nothing-decided")
            raise _Back
        note = self._field("note-waive")
        return Decision(self._name, "waive", element, reasons[number - 1], note=note, until=self._until())

    def _until(self) -> str:
        while True:
            typed = unicodedata.normalize("NFKC", self._field("until"))
            today = self.case.today
            if not is_date(typed):
                wrong = FzcheckError("bad-date", found=typed)
            elif date.fromisoformat(typed) < today:
                wrong = FzcheckError("past-date", found=typed, today=today)
            else:
                return typed
            self._desk.tell(wrong.text(self._desk.lang))

    def _withdrawn(self) -> tuple[list[Decision], list[Decision]]:
        """Nothing, and the decision that is to go; asked which where there are several."""
        standings = self._now().decisions
        if not standings:
            self._tell("nothing-to-withdraw")
            raise _Back
        number = 1
        if len(standings) > 1:
            for n, one in enumerate(standings, start=1):
                about = self._title(one.decision.element) or phrase("whole", self._desk.lang)
                self._desk.tell(f"    {n}  {about}  {phrase(one.decision.decision, self._desk.lang)}")
            number = self._number("which-decision", len(standings))
        if not number:
            self._tell("nothing-decided")
            raise _Back
        return [], [standings[number - 1].decision]

    def _replaced(self, element: str) -> list[Decision]:
        """
        Decisions that one on `element` takes the place of, beside one on the same thing.

        One on the obligation that of every element, unless some have none yet: then it is about these, and about what no
        longer holds. One on an element that on the obligation which no longer holds, once each unmet element has its own.
        """
        lapsed = [one.decision for one in self._now().decisions if one.state != "holds"]
        if not element:
            return lapsed if self._undecided() else [one.decision for one in self._now().decisions]
        answered = not set(self._undecided()) - {element}
        return [one for one in lapsed if not one.element and answered]

    # --- what there is ----------------------------------------------------------------------------------------------
    def _write(self, decisions: list[Decision], withdrawn: list[Decision]) -> None:
        self.case = self._desk.decide(self.case, decisions, withdrawn)
        self._tell("written" if decisions else "withdrawn")

    def _now(self) -> ReviewedObligation:
        return next(o for o in self.case.reviewed.obligations if o.id == self._name)

    def _undecided(self) -> list[str]:
        """The unmet elements without a decision of their own that holds."""
        own = {one.decision.element for one in self._now().decisions if one.state == "holds"}
        return [e.id for e in concerned(self._found) if e.id not in own]

    def _title(self, element: str) -> str:
        titles: dict[str, ElementResult] = {e.id: e for e in self._found.elements}
        return titles[element].title if element in titles else element

    def _tell(self, key: str, *values: object) -> None:
        self._desk.tell(phrase(key, self._desk.lang, *values))
