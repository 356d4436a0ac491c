"""A new assessment, its parties and the writers who take part."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions import ledger
from assessments.actions.answering import writable
from assessments.models import Actor, Answer, Assessment, Capacity, Participant, Party, Purpose, QuestionnaireVersion
from assessments.permissions import Permission
from assessments.policies import Refused, check_may


@dataclass(frozen=True)
class PartyDetails:
    """One party of the use: who it is and which roles it has."""

    kind: str
    name: str
    avg_role: str
    ai_roles: tuple[str, ...]
    country: str = ""
    contact: str = ""


@transaction.atomic
def start(
    *,
    by: Actor,
    title: str,
    questionnaire_version: QuestionnaireVersion,
    parties: Sequence[PartyDetails],
    previous: Assessment | None = None,
    open_to_authors: bool = True,
    worked_case: str = "",
    at: datetime | None = None,
) -> Assessment:
    """A draft of which `by` is the author. The first party is the own organisation.

    Colleagues who are authors too may join in unless it is closed to them: somebody else must check the evidence.
    """
    check_may(by, Permission.START)
    at = at or timezone.now()
    assessment = Assessment.objects.create(
        organisation_id=by.organisation_id,
        reference=_reference(at),
        title=title,
        questionnaire_version=questionnaire_version,
        previous=previous,
        open_to_authors=open_to_authors,
        worked_case=worked_case,
        created_at=at,
        status_since=at,
    )
    rest = {"organisation_id": by.organisation_id, "assessment": assessment}
    Participant.objects.create(**rest, actor=by, capacity=Capacity.AUTHOR, since=at)
    Purpose.objects.create(**rest, name=title, salt=secrets.token_bytes(32))
    Party.objects.bulk_create(
        Party(**rest, order=order, salt=secrets.token_bytes(32), **vars(details))
        for order, details in enumerate(parties)
    )
    facts = {"questionnaire": str(questionnaire_version), "text_hash": questionnaire_version.text_hash}
    ledger.append(assessment, by=by, at=at, events=[("started", facts)])
    return Assessment.objects.visible_to(by).get(pk=assessment.pk)


def _reference(at: datetime) -> str:
    """Short enough to say over the telephone, random enough never to meet its double in one organisation."""
    alphabet = "23456789BCDFGHJKLMNPQRSTVWXZ"
    return f"TGA-{at.year}-" + "".join(secrets.choice(alphabet) for _ in range(6))


@transaction.atomic
def save_party(
    *,
    by: Actor,
    assessment: Assessment,
    details: PartyDetails,
    party: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Party:
    """Adds a party or changes one. Its rows of questions follow from its roles."""
    assessment = writable(assessment, by=by)
    row = Party.objects.filter(assessment=assessment, pk=party).first() if party else None
    if party and row is None:
        raise Refused(_("Deze partij bestaat niet meer."))
    row = row or Party(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        order=Party.objects.filter(assessment=assessment).count(),
    )
    for name, value in vars(details).items():
        setattr(row, name, value)
    row.salt = secrets.token_bytes(32)
    row.save()
    facts = {"party": str(row.pk), "kind": row.kind, "avg_role": row.avg_role, "ai_roles": list(row.ai_roles)}
    ledger.append(assessment, by=by, at=at or timezone.now(), events=[("party_saved", facts)])
    return row


@transaction.atomic
def remove_party(*, by: Actor, assessment: Assessment, party: uuid.UUID, at: datetime | None = None) -> None:
    """Takes a party out, with the answers given for it. The own organisation stays."""
    assessment = writable(assessment, by=by)
    row = Party.objects.filter(assessment=assessment, pk=party).first()
    if row is None:
        return
    if row.kind == "organisatie":
        raise Refused(_("Uw eigen organisatie is altijd een van de partijen."))
    if Answer.objects.filter(party=row).exists():
        raise Refused(_("Voor deze partij zijn al vragen beantwoord. Maak die antwoorden eerst leeg."))
    row.delete()
    ledger.append(assessment, by=by, at=at or timezone.now(), events=[("party_removed", {"party": str(party)})])
