"""How long an outcome holds, and whether an earlier clearance still does (advice.yaml, `validity`; decision 22)."""

import calendar
from dataclasses import dataclass
from datetime import date

from assessments.domain.answers import Key
from assessments.domain.conditions import evaluate
from assessments.domain.rows import NO_ANSWER, Sheet


@dataclass(frozen=True, slots=True)
class Until:
    """The last day an outcome holds and the answer that sets it; without one: the maximum term."""

    day: date
    decided_by: tuple[Key, ...]


def valid_until(sheet: Sheet) -> Until:
    """The earliest of the maximum term and the dates in the answers; hidden questions set nothing."""
    latest = Until(_months_after(sheet.dossier.reference_date, _max_months(sheet)), ())
    dates = [latest]
    for question, code in sheet.questionnaire.validity.ends_at:
        for row in sheet.rows:
            value = sheet.dossier.answers.get(row.key, NO_ANSWER).fields.get(code)
            if row.question == question and not row.hidden and isinstance(value, date):
                dates.append(Until(value, (row.key,)))
    return min(dates, key=lambda each: each.day)


def _max_months(sheet: Sheet) -> int:
    """The first term whose condition may hold: in doubt the stricter one, which stands first."""
    for term in sheet.questionnaire.validity.max_months:
        if term.condition is None or evaluate(term.condition, sheet.choices).holds is not False:
            return term.months
    raise ValueError("the last maximum term has no condition: `loading` sees to that")


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def why_ended(sheet: Sheet) -> str | None:
    """Why the clearance no longer holds: `date`, `phase` or the name of the event; None while it does.

    A clearance covers its own phase: production covers a pilot, a pilot never production.
    """
    end, dossier = valid_until(sheet).day, sheet.dossier
    if end < dossier.reference_date:
        return "date"
    relied = dossier.relied_on
    if relied is None:
        return None
    validity = sheet.questionnaire.validity
    event = next((event for event in relied.events if event in validity.ends_on_event), None)
    if event is not None:
        return event
    cleared = sheet.choices.choice(validity.phase_question, None).codes
    if not any(relied.phase in validity.phases.get(phase, ()) for phase in cleared):
        return "phase"
    return "date" if relied.on > end else None
