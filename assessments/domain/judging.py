"""One row, one finding: demonstrated, not demonstrated, violated, or not applicable.

Unknown, unanswered, unproven and unchecked all mean the same: not demonstrated (decision 2).
"""

from dataclasses import dataclass
from enum import StrEnum

from assessments.domain.answers import Answer, Dossier, Edition, Key, Proof
from assessments.domain.conditions import evaluate
from assessments.domain.questionnaire import Means, Need, Option, Question, Type
from assessments.domain.rows import NO_ANSWER, Row, Sheet, accepted

# Answer of QJ02 "this assessment itself": true once the decision adopts it (model.md, "Derived on the site").
THIS_ASSESSMENT = "deze-toets"
NOT_APPLICABLE_CODE = "nvt"


class State(StrEnum):
    SHOWN = "aangetoond"
    OPEN = "niet_aangetoond"
    VIOLATED = "geschonden"
    NOT_APPLICABLE = "nvt"
    NOT_EXAMINED = "niet_onderzocht"  # only in a short assessment


class Why(StrEnum):
    """Why a finding has its state."""

    DEMONSTRATED = "demonstrated"
    HIDDEN = "hidden"
    EXCEPTION = "exception"
    LATER = "later"  # left out of the gates until the decision
    BLOCKS = "blocks"
    UNANSWERED = "unanswered"
    UNKNOWN = "unknown"
    FALLS_SHORT = "falls-short"
    INCOMPLETE = "incomplete"
    NO_EVIDENCE = "no-evidence"
    UNCHECKED = "unchecked"
    EXPIRED = "expired"
    CHANGED = "changed"
    NO_REASON = "no-reason"
    REASON_UNCHECKED = "reason-unchecked"
    ROWS_OPEN = "rows-open"
    NO_DECLARATION = "no-declaration"


@dataclass(frozen=True, slots=True)
class Finding:
    """The state of one row, what decided it, and which letter passages and norms it rests on.

    `value` is the answer that counted. `cured` says that valid commitments cover an open row.
    """

    key: Key
    state: State
    why: Why
    value: tuple[str, ...] = ()
    decided_by: tuple[Key, ...] = ()
    sources: tuple[str, ...] = ()
    cured: bool = False

    @property
    def fine(self) -> bool:
        return self.state in (State.SHOWN, State.NOT_APPLICABLE)

    @property
    def unanswered(self) -> bool:
        return self.why is Why.UNANSWERED

    @property
    def lacks_only_proof(self) -> bool:
        """The answer itself is good enough: only something to show for it is missing."""
        return self.why in _ONLY_PROOF


_ONLY_PROOF = frozenset({Why.NO_EVIDENCE, Why.UNCHECKED, Why.EXPIRED, Why.CHANGED, Why.NO_REASON, Why.REASON_UNCHECKED})


def judge(row: Row, sheet: Sheet) -> Finding:
    """The finding for one row; commitments and derived questions come after."""
    question, dossier = sheet.questionnaire.questions[row.question], sheet.dossier
    sources = question.sources
    if row.hidden:
        return Finding(row.key, State.NOT_APPLICABLE, Why.HIDDEN, (), row.applies.decided_by, sources)
    answer = dossier.answers.get(row.key, NO_ANSWER)
    value = _value(question, answer, dossier)
    if not value:
        return Finding(row.key, State.OPEN, Why.UNANSWERED, (), (row.key,), sources)
    blocking = evaluate(question.blocking, sheet.choices, row.party) if question.blocking else None
    if blocking and blocking.holds:
        return Finding(row.key, State.VIOLATED, Why.BLOCKS, value, blocking.decided_by, sources)
    if value == (THIS_ASSESSMENT,) and dossier.edition is not None:
        return _adopted(row.key, value, dossier, sources)
    state, why = _judge_value(row, question, answer, value, sheet)
    return Finding(row.key, state, why, value, (row.key,), sources)


def _value(question: Question, answer: Answer, dossier: Dossier) -> tuple[str, ...]:
    if question.type is Type.REPEAT:
        return tuple(sorted({code for party in dossier.parties for code in party.roles}))
    return accepted(question, answer.value)


def _adopted(key: Key, value: tuple[str, ...], dossier: Dossier, sources: tuple[str, ...]) -> Finding:
    if dossier.edition is Edition.DECISION and dossier.decision is not None:
        return Finding(key, State.SHOWN, Why.DEMONSTRATED, value, (key,), sources)
    return Finding(key, State.NOT_APPLICABLE, Why.LATER, value, (key,), sources)


def _judge_value(
    row: Row, question: Question, answer: Answer, value: tuple[str, ...], sheet: Sheet
) -> tuple[State, Why]:
    options = [question.options[code] for code in value]
    meanings = {_means(option, sheet, row.party) for option in options}
    if Means.OPEN in meanings:
        return State.OPEN, Why.UNKNOWN
    if meanings & {Means.BAD, Means.BLOCKS}:
        return State.OPEN, Why.FALLS_SHORT
    if question.type is Type.REPEAT and not _parties_complete(question, sheet):
        return State.OPEN, Why.INCOMPLETE
    needs = frozenset[Need]().union(*(option.needs for option in options))
    missing = _missing(needs, answer, sheet.dossier)
    if missing:
        return State.OPEN, missing
    if value == (NOT_APPLICABLE_CODE,):
        return State.NOT_APPLICABLE, Why.EXCEPTION
    return State.SHOWN, Why.DEMONSTRATED


def _means(option: Option, sheet: Sheet, party: str | None) -> Means:
    """The first condition that holds replaces what the option means."""
    for each in option.means_if:
        if evaluate(each.condition, sheet.choices, party).holds:
            return each.means
    return option.means


def _parties_complete(question: Question, sheet: Sheet) -> bool:
    """Every party has its roles, and the roles that must exist do (decision 13)."""
    if not all(party.complete for party in sheet.dossier.parties):
        return False
    return question.complete_if is None or evaluate(question.complete_if, sheet.choices).holds is True


def _missing(needs: frozenset[Need], answer: Answer, dossier: Dossier) -> Why | None:
    if Need.EVIDENCE in needs and not answer.proven_on(dossier.reference_date):
        return _MISSING_PROOF[answer.proof]
    if Need.REASON in needs and not answer.reason.strip():
        return Why.NO_REASON
    if Need.CHECK in needs and not answer.reason_checked:
        return Why.REASON_UNCHECKED
    return None


_MISSING_PROOF = {
    Proof.NONE: Why.NO_EVIDENCE,
    Proof.DELIVERED: Why.UNCHECKED,
    Proof.CHECKED: Why.EXPIRED,  # checked, but no longer valid on the reference date
    Proof.EXPIRED: Why.EXPIRED,
    Proof.CHANGED: Why.CHANGED,
}
