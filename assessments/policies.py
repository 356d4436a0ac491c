"""What the state allows. Each check either passes or raises a sentence for the person who tried."""

from django.utils.translation import gettext as _

from assessments.domain.workflow import Owner, Status, Step, Transition, transition
from assessments.models import Actor, Assessment, Capacity, Organisation
from assessments.permissions import Permission, may


class Forbidden(Exception):
    """This role never may (403)."""


class Refused(Exception):
    """Not now, or not so; the message is a sentence in the user's language (409, or back in the form)."""


def check_may(actor: Actor, permission: Permission) -> None:
    if not may(actor.roles, permission):
        raise Forbidden(_("Uw rol geeft geen toegang tot deze handeling."))


def check_can_write(assessment: Assessment, actor: Actor) -> None:
    """Answers, evidence and commitments change only in draft, and only by who takes part as a writer."""
    check_may(actor, Permission.ANSWER)
    if assessment.status != Status.DRAFT:
        raise Refused(
            _("Deze toets is ingediend. U kunt de antwoorden pas weer wijzigen als de FG de toets terugstuurt.")
        )
    check_is_writer(assessment)


def check_is_writer(assessment: Assessment) -> None:
    """`assessment` comes from `visible_to`, which knows the actor's capacity in it."""
    if assessment.capacity in (Capacity.AUTHOR, Capacity.CONTRIBUTOR):
        return
    if assessment.capacity is None and assessment.open_to_authors:
        return
    raise Refused(_("U werkt niet als invuller aan deze toets mee en kunt daarom niets wijzigen."))


def check_step(assessment: Assessment, step: Step, actor: Actor) -> Transition:
    """The row of the workflow table for this step.

    Raises `Forbidden` for the wrong role and `Refused` when the step cannot be taken now or not by this person.
    """
    row = transition(Status(assessment.status), step)
    if row is None:
        raise Refused(_("Deze stap kan nu niet. De status van de toets is intussen veranderd."))
    check_may(actor, Permission(row.permission))
    if row.owner is Owner.AUTHOR and assessment.capacity != Capacity.AUTHOR:
        raise Refused(_("Alleen de invuller van deze toets kan dit doen."))
    if row.owner is Owner.REVIEWER:
        _check_reviewer(assessment, step, actor)
    return row


def _check_reviewer(assessment: Assessment, step: Step, actor: Actor) -> None:
    if assessment.capacity in (Capacity.AUTHOR, Capacity.CONTRIBUTOR, Capacity.SUPPLIER):
        raise Refused(_("U hebt aan deze toets meegeschreven en kunt die daarom niet zelf toetsen."))
    if step in (Step.RELEASE, Step.SEND_BACK, Step.ADVISE) and assessment.claimed_by_id != actor.pk:
        raise Refused(_("Iemand anders heeft deze toets in behandeling."))
    if step is Step.TAKE_OVER and assessment.claimed_by_id == actor.pk:
        raise Refused(_("U hebt deze toets al in behandeling."))


def check_may_check(organisation: Organisation, *, checker: Actor, writers: set[object]) -> bool:
    """Whether the check is independent.

    The checker wrote neither the answer nor the evidence; an organisation with a single officer may allow it,
    and then the report says so.
    """
    check_may(checker, Permission.CHECK_EVIDENCE)
    if checker.pk not in writers:
        return True
    if organisation.allows_self_checking:
        return False
    raise Refused(_("U hebt dit antwoord of dit bewijs zelf ingevoerd. Een collega moet het controleren."))
