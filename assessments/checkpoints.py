"""Making checkpoints: signed with the seal of the organisation, time-stamped, kept in the database and outside it.

Without a key there is no checkpoint, never an unsigned one.
"""

import base64
import logging
from collections.abc import Iterator

from django.conf import settings

from assessments.actions import checkpointing
from assessments.actions.sealing import system_actor
from assessments.adapters import outside
from assessments.adapters.keys import KeysMissing, keys_for
from assessments.domain.checkpoint import Statement, leaves_of
from assessments.domain.ledger import canonical_json
from assessments.models import Checkpoint, Organisation, organisation_context
from assessments.pdf.detached import sign_detached
from assessments.pdf.sign import SigningFailed

# How often somebody else may take our number before we give up until the next hour.
TRIES = 5

logger = logging.getLogger(__name__)


class NoCheckpoint(Exception):
    """Not every organisation has its checkpoint, or not every checkpoint is outside; the log says which."""

    code = "NoCheckpoint"


def make(organisation: Organisation) -> Checkpoint | None:
    """The checkpoint that covers every chain as it is now; None where there is no chain. Signs outside a transaction.

    Raises `KeysMissing` and `SigningFailed` (also when the time-stamp authority is away).
    """
    for _ in range(TRIES):
        with organisation_context(organisation.pk):
            found = checkpointing.drafted(organisation)
        if not isinstance(found, Statement):
            return found
        keys = keys_for(organisation, None)
        signed = sign_detached(found.document.encode(), signer=keys.seal, timestamper=keys.timestamper)
        with organisation_context(organisation.pk):
            made = checkpointing.record(
                by=system_actor(organisation.pk),
                statement=found,
                signature=signed.signature,
                timestamp=signed.timestamp,
            )
        if made:
            return made
    raise NoCheckpoint


def write_outside(organisation: Organisation) -> None:
    """Every checkpoint that is not there yet, each in a file of its own. Raises OSError."""
    folder = settings.CHECKPOINT_DIRECTORY
    if folder is None:
        return
    with organisation_context(organisation.pk):
        for checkpoint in Checkpoint.objects.filter(organisation=organisation).iterator(chunk_size=20):
            outside.keep(folder, file_name(checkpoint), content(checkpoint))


def make_for_all() -> None:
    """For each organisation a checkpoint and its file. What goes wrong for one stops none, and is raised at the end."""
    complete = True
    for organisation in Organisation.objects.order_by("slug"):
        try:
            make(organisation)
            write_outside(organisation)
        except (KeysMissing, SigningFailed, NoCheckpoint, OSError) as error:
            complete = False
            logger.warning("No checkpoint of the audit trail outside for %s: %s", organisation.slug, _code(error))
    if not complete:
        raise NoCheckpoint


def try_to_write_outside(organisation: Organisation) -> None:
    """A full disk elsewhere holds up no report: the hourly job tries again, and the log says so."""
    try:
        write_outside(organisation)
    except OSError as error:
        logger.warning("A checkpoint of %s is not outside yet: %s", organisation.slug, _code(error))


def _code(error: Exception) -> str:
    return type(error).__name__


def file_name(checkpoint: Checkpoint) -> str:
    return outside.name_of(checkpoint.organisation_id, checkpoint.number)


def statement_of(checkpoint: Checkpoint) -> Statement:
    """What was signed, made again from the row."""
    return Statement(
        organisation=str(checkpoint.organisation_id),
        number=checkpoint.number,
        at=checkpoint.at,
        leaves=leaves_of(checkpoint.leaves),
        previous=checkpoint.previous_root,
    )


def content(checkpoint: Checkpoint) -> bytes:
    """The file of one checkpoint: the signed document, its leaves, signature and time stamp; the same every time."""
    statement = statement_of(checkpoint)
    return canonical_json(
        {
            "document": statement.document,
            "leaves": statement.leaves,
            "signature": base64.b64encode(checkpoint.signature).decode(),
            "timestamp": base64.b64encode(checkpoint.timestamp).decode(),
        }
    ).encode()


def lacking(organisation: Organisation) -> Iterator[str]:
    """What an operator must look at, in sentences."""
    folder = settings.CHECKPOINT_DIRECTORY
    if folder is None:
        yield "TOETS_CHECKPOINT_DIR is not set: no checkpoint is outside the database"
    try:
        keys_for(organisation, None)
    except KeysMissing as error:
        yield f"no checkpoint is made: {error}"
    with organisation_context(organisation.pk):
        if isinstance(found := checkpointing.drafted(organisation), Statement):
            yield f"the chains changed since checkpoint {found.number - 1}"
        for checkpoint in Checkpoint.objects.filter(organisation=organisation).iterator(chunk_size=20):
            held = outside.holds(folder, file_name(checkpoint), content(checkpoint)) if folder else True
            if not held:
                state = "is missing" if held is None else "is another one"
                yield f"checkpoint {checkpoint.number}: {file_name(checkpoint)} {state} outside"
