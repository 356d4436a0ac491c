"""Checkpoints of the audit trail, as rows. What is signed and written outside is made in `assessments.checkpoints`."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.actions import mailing
from assessments.actions.ledger import rfc3339
from assessments.domain.checkpoint import Statement
from assessments.domain.ledger import canonical_json
from assessments.models import Actor, Checkpoint, LedgerHead, Organisation


def drafted(organisation: Organisation, *, at: datetime | None = None) -> Checkpoint | Statement | None:
    """What is to be signed; the last checkpoint where no chain moved since; None where there is no chain."""
    # The last one first: a checkpoint made in between takes our number, never our place.
    last = Checkpoint.objects.filter(organisation=organisation).order_by("-number").first()
    heads = LedgerHead.objects.filter(organisation=organisation, seq__gt=0).values_list("chain", "seq", "hash")
    leaves = tuple(sorted((str(chain), seq, digest) for chain, seq, digest in heads))
    if not leaves:
        return None
    statement = Statement(
        organisation=str(organisation.pk),
        number=last.number + 1 if last else 1,
        at=rfc3339(at or timezone.now()),
        leaves=leaves,
        previous=last.root if last else "",
    )
    return last if last and last.root == statement.root else statement


@transaction.atomic
def record(*, by: Actor, statement: Statement, signature: bytes, timestamp: bytes) -> Checkpoint | None:
    """Keeps a signed checkpoint and mails it to the auditor; None when somebody else took this number."""
    try:
        with transaction.atomic():
            made = Checkpoint.objects.create(
                organisation_id=by.organisation_id,
                number=statement.number,
                at=statement.at,
                chains=len(statement.leaves),
                root=statement.root,
                previous_root=statement.previous,
                leaves=canonical_json(statement.leaves),
                signature=signature,
                timestamp=timestamp,
            )
    except IntegrityError:
        return None
    if settings.CHECKPOINT_MAIL:
        mailing.queue(
            kind="checkpoint",
            to=settings.CHECKPOINT_MAIL,
            organisation_id=by.organisation_id,
            facts={"number": str(made.number), "digest": made.root, "moment": made.at},
        )
    return made
