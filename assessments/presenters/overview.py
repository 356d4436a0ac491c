"""The start of every role: what to do now, and one's own assessments."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.workflow import Status
from assessments.models import Actor, Assessment
from assessments.permissions import Permission, may
from assessments.templatetags.words import STATUSES

MOST_TASKS = 3


@dataclass(frozen=True)
class Task:
    title: str
    url: str
    hint: str
    status: str
    tone: str = "info"


def tasks(assessments: Iterable[Assessment]) -> tuple[Task, ...]:
    """At most three things for a writer to do now: what the FG sent back, what to check, what to go on with."""
    drafts = [each for each in assessments if each.status == Status.DRAFT]
    found = [*_sent_back(drafts), *_to_check(drafts), *_to_fill_in(drafts)]
    return tuple(found[:MOST_TASKS])


def _sent_back(drafts: Iterable[Assessment]) -> Iterator[Task]:
    for each in drafts:
        if each.round > 1 and each.capacity:
            url = reverse("tasks", args=[each.pk])
            yield Task(_("Pas aan: %s") % each.title, url, each.reference, _("teruggekregen"), "warning")


def _to_check(drafts: Iterable[Assessment]) -> Iterator[Task]:
    for each in drafts:
        if each.to_check:  # type: ignore[attr-defined]  # annotated by documents.own_assessments
            url = reverse("evidence", args=[each.pk])
            yield Task(_("Controleer bewijs: %s") % each.title, url, each.reference, _("wacht op controle"))


def _to_fill_in(drafts: Iterable[Assessment]) -> Iterator[Task]:
    for each in drafts:
        if each.round == 1 and each.capacity:
            url = reverse("tasks", args=[each.pk])
            yield Task(_("Vul verder in: %s") % each.title, url, each.reference, _("in voorbereiding"))


def start_of(actor: Actor, *, waiting: int) -> tuple[Task, ...]:
    """Where people begin who do not fill in assessments."""
    found = []
    if may(actor.roles, Permission.REVIEW):
        status = ngettext("%(n)s toets", "%(n)s toetsen", waiting) % {"n": waiting}
        hint = _("Toetsen die zijn ingediend of die u in behandeling hebt")
        found.append(Task(_("Te toetsen"), reverse("queue"), hint, status, "warning" if waiting else "neutral"))
    if may(actor.roles, Permission.SEARCH_ARCHIVE):
        found.append(Task(_("Archief"), reverse("archive"), _("Verzegelde adviezen met hun rapport"), _("zoeken")))
    if may(actor.roles, Permission.MANAGE_MEMBERS):
        found.append(
            Task(_("Leden"), reverse("members"), _("Wie bij uw organisatie hoort, met welke rollen"), _("beheren"))
        )
    return tuple(found)


def table(assessments: Iterable[Assessment]) -> list[list[Any]]:
    """Rows for `_components/table.html`: title, status, next step, who it waits for."""
    return [
        [
            {"text": each.title, "url": _page_of(each)},
            {"text": each.reference},
            {"word": STATUSES[each.status]},
            next_step(each),
            waits_for(each),
        ]
        for each in assessments
    ]


def _page_of(assessment: Assessment) -> str:
    is_draft = assessment.status == Status.DRAFT
    return reverse("tasks" if is_draft else "dossier", args=[assessment.pk])


def next_step(assessment: Assessment) -> str:
    if assessment.status == Status.DRAFT:
        return _("Aanpassen en opnieuw indienen") if assessment.round > 1 else _("Invullen en indienen")
    return {
        Status.SUBMITTED: _("Toetsen"),
        Status.IN_REVIEW: _("Toets afronden"),
        Status.ADVISED: _("Advies verzegelen"),
        Status.AWAITING_SIGNATURE: _("Ondertekenen"),
        Status.SEALED_ADVICE: _("Besluit nemen"),
        Status.DECIDED: _("Besluit verzegelen"),
        Status.CONDITIONAL: _("Aan de voorwaarden voldoen"),
        Status.IN_FORCE: _("Voorwaarden blijven volgen"),
    }.get(Status(assessment.status), _("Geen"))


def waits_for(assessment: Assessment) -> str:
    return {
        Status.DRAFT: _("Invuller"),
        Status.SUBMITTED: _("FG"),
        Status.IN_REVIEW: _("FG"),
        Status.ADVISED: _("Systeem"),
        Status.AWAITING_SIGNATURE: _("FG"),
        Status.SEALED_ADVICE: _("Beslisser"),
        Status.DECIDED: _("Systeem"),
        Status.CONDITIONAL: _("Invuller"),
        Status.IN_FORCE: _("Invuller"),
    }.get(Status(assessment.status), _("Niemand"))
