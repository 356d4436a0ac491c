"""What the state and one's part in an assessment allow, where no page can show it."""

import uuid

import pytest

from assessments.domain.workflow import Status, Step
from assessments.models import Actor, Assessment, Capacity
from assessments.permissions import Role
from assessments.policies import Refused, check_step


def officer() -> Actor:
    actor = Actor(id=uuid.uuid4())
    actor.roles = frozenset({Role.REVIEWER, Role.AUTHOR})
    return actor


def in_review(by: Actor, capacity: Capacity | None) -> Assessment:
    assessment = Assessment(status=Status.IN_REVIEW, claimed_by_id=by.pk)
    assessment.capacity = capacity
    return assessment


@pytest.mark.parametrize("capacity", [Capacity.AUTHOR, Capacity.CONTRIBUTOR, Capacity.SUPPLIER, Capacity.DECIDER])
@pytest.mark.parametrize("step", [Step.ADVISE, Step.SEND_BACK, Step.RELEASE])
def test_who_plays_another_part_in_it_never_reviews_it(step: Step, capacity: Capacity) -> None:
    fg = officer()
    with pytest.raises(Refused, match="meegeschreven"):
        check_step(in_review(fg, capacity), step, fg)


@pytest.mark.parametrize("step", [Step.ADVISE, Step.SEND_BACK, Step.RELEASE])
def test_only_who_has_it_in_hand_goes_on_with_it(step: Step) -> None:
    fg = officer()
    assert check_step(in_review(fg, Capacity.REVIEWER), step, fg).step is step
    with pytest.raises(Refused, match="Iemand anders"):
        check_step(in_review(officer(), Capacity.REVIEWER), step, fg)


def test_what_one_has_in_hand_is_not_taken_over() -> None:
    fg = officer()
    assert check_step(in_review(officer(), None), Step.TAKE_OVER, fg).to is Status.IN_REVIEW
    with pytest.raises(Refused, match="al in behandeling"):
        check_step(in_review(fg, Capacity.REVIEWER), Step.TAKE_OVER, fg)
