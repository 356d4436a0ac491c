"""What checking a report came to, line by line."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.templatetags.words import Word
from assessments.verifying import VerdictForPeople


@dataclass(frozen=True)
class CheckLine:
    name: str
    word: Word
    text: str


def check_lines(verdict: VerdictForPeople) -> tuple[CheckLine, ...]:
    return tuple(CheckLine(check.name, _word(passed=check.passed), check.text) for check in verdict.checks)


def _word(*, passed: bool | None) -> Word:
    if passed is None:
        return Word(_("Niet te controleren"))
    return Word(_("In orde"), "positive") if passed else Word(_("Niet in orde"), "negative")
