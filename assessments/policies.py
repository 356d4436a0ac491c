"""What the state allows. Each check either passes or raises a sentence for the person who tried."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.workflow import Owner, Status, Step, Transition, transition
from assessments.models import Actor, Assessment, Capacity, Organisation
from assessments.permissions import Permission, may


class Forbidden(Exception):
    """This role never may (403)."""


class Refused(Exception):
    """Not now, or not so; the message is a sentence in the user's language (409, or back in the form)."""


# With which part in the assessment a step can be taken: an FG has none yet, and can never have written in it.
# Steps of the worker and the operator ask for none.
CAPACITIES: dict[Owner, frozenset[str | None]] = {
    Owner.AUTHOR: frozenset({Capacity.AUTHOR}),
    Owner.REVIEWER: frozenset({None, Capacity.REVIEWER}),
}
NO_PART = {
    Owner.AUTHOR: gettext_lazy("Alleen de invuller van deze toets kan dit doen."),
    Owner.REVIEWER: gettext_lazy("U hebt aan deze toets meegeschreven en kunt die daarom niet zelf toetsen."),
}

# Steps of an assessment in review: only for whoever has it in hand (True), or only for somebody else (False).
IN_HAND: dict[Step, bool] = {
    Step.RELEASE: True,
    Step.SEND_BACK: True,
    Step.ADVISE: True,
    Step.TAKE_OVER: False,
}

WRITERS = frozenset({Capacity.AUTHOR, Capacity.CONTRIBUTOR})


def check_may(actor: Actor, permission: Permission) -> None:
    check_may_any(actor, (permission,))


def check_may_any(actor: Actor, permissions: Iterable[Permission]) -> None:
    if not any(may(actor.roles, permission) for permission in permissions):
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
    may_join = assessment.capacity is None and assessment.open_to_authors
    if assessment.capacity not in WRITERS and not may_join:
        raise Refused(_("U werkt niet als invuller aan deze toets mee en kunt daarom niets wijzigen."))


def check_step(assessment: Assessment, step: Step, actor: Actor) -> Transition:
    """The row of the workflow table for this step.

    Raises `Forbidden` for the wrong role and `Refused` when the step cannot be taken now or not by this person.
    """
    row = transition(Status(assessment.status), step)
    if row is None:
        raise Refused(_("Deze stap kan nu niet. De status van de toets is intussen veranderd."))
    check_may(actor, Permission(row.permission))
    if row.owner in CAPACITIES and assessment.capacity not in CAPACITIES[row.owner]:
        raise Refused(str(NO_PART[row.owner]))
    if step in IN_HAND and (assessment.claimed_by_id == actor.pk) is not IN_HAND[step]:
        raise Refused(
            _("Iemand anders heeft deze toets in behandeling.")
            if IN_HAND[step]
            else _("U hebt deze toets al in behandeling.")
        )
    return row


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
