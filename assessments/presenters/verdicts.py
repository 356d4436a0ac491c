"""What checking a report came to, line by line."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.templatetags.words import Word
from assessments.verifying import VerdictForPeople

NAMES = {
    "seal": gettext_lazy("Zegel"),
    "registered": gettext_lazy("Registratie"),
    "recomputed": gettext_lazy("Uitkomst"),
    "log": gettext_lazy("Logboek"),
    "development": gettext_lazy("Sleutels"),
}


@dataclass(frozen=True)
class CheckLine:
    name: str
    word: Word
    text: str


def check_lines(verdict: VerdictForPeople) -> tuple[CheckLine, ...]:
    """What is not called by name is a fault in the file itself."""
    return tuple(
        CheckLine(str(NAMES.get(check.name, _("Bestand"))), _word(passed=check.passed), check.text)
        for check in verdict.checks
    )


def _word(*, passed: bool | None) -> Word:
    if passed is None:
        return Word(_("Niet te controleren"))
    return Word(_("In orde"), "positive") if passed else Word(_("Niet in orde"), "negative")
