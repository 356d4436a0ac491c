"""What makes an answer remarkable to a reviewer. Everything else can be agreed with at once."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from assessments.domain.answers import Proof
from assessments.domain.judging import Finding, State, Why


class Remark(StrEnum):
    """A reason to look at an answer oneself, gravest first."""

    BLOCKS = "blocks"
    OPEN = "open"
    PROMISED = "promised"
    UNCHECKED = "unchecked"
    NOT_INDEPENDENT = "not_independent"
    EXCEPTION = "exception"
    CHANGED = "changed"


def is_put_before_reviewer(finding: Finding) -> bool:
    """Rows that were asked and count now; what does not apply or was left unasked is not judged."""
    if finding.state is State.NOT_APPLICABLE:
        return finding.why is Why.EXCEPTION
    return finding.state is not State.NOT_EXAMINED


def remarks(finding: Finding, answer: Mapping[str, Any] | None, *, changed: bool) -> tuple[Remark, ...]:
    """Why this row deserves a look; empty for an answer that was shown, checked and did not change.

    `answer` is the content of its leaf in the snapshot, None where nothing was answered. `changed` says that it
    differs from what the reviewer judged before.
    """
    present = {
        Remark.BLOCKS: finding.state is State.VIOLATED,
        Remark.OPEN: finding.state is State.OPEN and not finding.cured,
        Remark.PROMISED: finding.state is State.OPEN and finding.cured,
        Remark.UNCHECKED: _unchecked(finding, answer),
        Remark.NOT_INDEPENDENT: answer is not None and any(each["independent"] is False for each in answer["evidence"]),
        Remark.EXCEPTION: finding.why is Why.EXCEPTION,
        Remark.CHANGED: changed,
    }
    return tuple(remark for remark in Remark if present[remark])


def _unchecked(finding: Finding, answer: Mapping[str, Any] | None) -> bool:
    if finding.why in (Why.UNCHECKED, Why.CHANGED, Why.REASON_UNCHECKED):
        return True
    return answer is not None and answer["proof"] in (Proof.DELIVERED, Proof.CHANGED)
