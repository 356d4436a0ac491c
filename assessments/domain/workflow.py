"""The life of an assessment: one table of what may happen when, and who does it.

Actions look a step up here before they write; pages offer what it lists. Nothing else knows the order.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where an assessment stands, and with that: whose turn it is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    ADVISED = "advised"
    AWAITING_SIGNATURE = "awaiting_signature"
    SEALED_ADVICE = "sealed_advice"
    DECIDED = "decided"
    CONDITIONAL = "conditional"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    EXPIRED = "expired"


class Step(StrEnum):
    """What can be done to an assessment as a whole."""

    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    WITHDRAW = "withdraw"
    CLAIM = "claim"
    RELEASE = "release"
    TAKE_OVER = "take_over"
    SEND_BACK = "send_back"
    ADVISE = "advise"
    SEAL_ADVICE = "seal_advice"
    RETRY = "retry"


class Owner(StrEnum):
    """Whose step it is. `SYSTEM` steps have a task instead of a page."""

    AUTHOR = "author"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    SYSTEM = "system"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Transition:
    """One row of the table.

    `permission` is a permission of the role table; `action` names module and function in `actions`; `where`
    is the URL name of the page, the task, or the command that offers the step.
    """

    status: Status
    step: Step
    to: Status
    owner: Owner
    permission: str
    action: str
    where: str


def _rows(step: Step, statuses: tuple[Status, ...], to: Status, *rest: str) -> tuple[Transition, ...]:
    owner, permission, action, where = rest
    return tuple(Transition(status, step, to, Owner(owner), permission, action, where) for status in statuses)


_S = Status
TABLE: tuple[Transition, ...] = (
    *_rows(Step.SUBMIT, (_S.DRAFT,), _S.SUBMITTED, "author", "submit", "submitting.submit", "page:check"),
    *_rows(Step.TAKE_BACK, (_S.SUBMITTED,), _S.DRAFT, "author", "submit", "submitting.take_back", "page:dossier"),
    *_rows(Step.CLAIM, (_S.SUBMITTED,), _S.IN_REVIEW, "reviewer", "review", "reviewing.claim", "page:queue"),
    *_rows(Step.RELEASE, (_S.IN_REVIEW,), _S.SUBMITTED, "reviewer", "review", "reviewing.release", "page:review"),
    *_rows(Step.TAKE_OVER, (_S.IN_REVIEW,), _S.IN_REVIEW, "reviewer", "review", "reviewing.take_over", "page:review"),
    *_rows(
        Step.SEND_BACK, (_S.IN_REVIEW,), _S.DRAFT, "reviewer", "review", "reviewing.send_back", "page:review-conclude"
    ),
    *_rows(Step.ADVISE, (_S.IN_REVIEW,), _S.ADVISED, "reviewer", "advise", "reviewing.advise", "page:review-conclude"),
    *_rows(Step.SEAL_ADVICE, (_S.ADVISED,), _S.SEALED_ADVICE, "system", "seal", "sealing.seal", "task:render_report"),
    *_rows(Step.RETRY, (_S.ADVISED,), _S.ADVISED, "operator", "operate", "sealing.retry", "command:retry_reports"),
    *_rows(
        Step.WITHDRAW,
        (_S.DRAFT, _S.SUBMITTED, _S.SEALED_ADVICE),
        _S.WITHDRAWN,
        "author",
        "withdraw",
        "submitting.withdraw",
        "page:withdraw",
    ),
)

_BY_STEP: dict[tuple[Status, Step], Transition] = {(row.status, row.step): row for row in TABLE}


def transition(status: Status, step: Step) -> Transition | None:
    """The row for this step in this status, or None where the step cannot be taken."""
    return _BY_STEP.get((status, step))
