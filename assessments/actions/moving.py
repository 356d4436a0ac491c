"""Moving an assessment along the workflow: one conditional update, so that of two people at once only one succeeds."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.workflow import Step, Transition
from assessments.models import Actor, Assessment
from assessments.policies import Refused, check_step


def move(assessment: Assessment, step: Step, *, by: Actor, at: datetime, **changes: Any) -> Transition:
    """Checks the step and takes it, with `changes` to the same row.

    Raises `Forbidden` or `Refused`; also when somebody else was first, which the update itself finds out.
    """
    row = check_step(assessment, step, by)
    changes = {"status": row.to, "status_since": at, **changes}
    unchanged = Assessment.objects.filter(
        pk=assessment.pk, status=row.status, round=assessment.round, claimed_by=assessment.claimed_by_id
    )
    if not unchanged.update(**changes):
        raise Refused(_("Iemand anders was u net voor. Laad de pagina opnieuw om te zien wat er is gebeurd."))
    for name, value in changes.items():
        setattr(assessment, name, value)
    return row
