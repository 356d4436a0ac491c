"""The parties of an assessment, as a list."""

from dataclasses import dataclass

from django.urls import reverse

from assessments.forms.starting import kind_name
from assessments.models import PartyKind
from assessments.presenters.answers import say
from assessments.presenters.drafts import Draft


@dataclass(frozen=True)
class PartyLine:
    id: str
    name: str
    kind: str
    country: str
    contact: str
    roles: tuple[str, ...]
    url: str
    is_own: bool


def party_lines(draft: Draft) -> tuple[PartyLine, ...]:
    questionnaire = draft.contents.questionnaire
    options = questionnaire.questions[questionnaire.parties_question].options
    page = reverse("parties", args=[draft.contents.assessment.pk])
    return tuple(
        PartyLine(
            id=str(party.pk),
            name=party.name,
            kind=kind_name(party.kind),
            country=party.country,
            contact=party.contact,
            roles=tuple(say(options[code].text) for code in (party.avg_role, *party.ai_roles) if code in options),
            url=f"{page}?partij={party.pk}#partij",
            is_own=party.kind == PartyKind.ORGANISATIE,
        )
        for party in draft.contents.parties
    )
