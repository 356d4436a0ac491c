"""Commitments: who must promise what, and when a promise cures an open row (advice.yaml, `commitment`)."""

from assessments.domain.answers import Commitment, Dossier, Key
from assessments.domain.conditions import evaluate
from assessments.domain.judging import Finding, State
from assessments.domain.questionnaire import Question
from assessments.domain.rows import Sheet


def cures(finding: Finding, sheet: Sheet) -> bool:
    """Whether valid commitments cover this open row.

    An unanswered question cannot be promised away (decision 2); an explicit "unknown" can. What is derived says for
    itself what cures it.
    """
    question = sheet.questionnaire.questions[finding.key.question]
    if question.derived and sheet.dossier.edition is not None:
        return False
    if finding.state is not State.OPEN or finding.unanswered or not question.curable:
        return False
    return promised(question, finding.key, sheet)


def promised(question: Question, key: Key, sheet: Sheet) -> bool:
    """Whether everybody who must promise for this row did so, or the own organisation may and did."""
    dossier = sheet.dossier
    valid = [each for each in dossier.commitments.get(key, ()) if is_valid(each, dossier)]
    if {each.party for each in valid} >= set(who_must_commit(question, key, dossier)):
        return True
    named = {each.measure for each in valid if each.party == dossier.own.id}
    return may_cure_itself(question, key, sheet) and bool(named & set(own_measures(question)))


def is_valid(commitment: Commitment, dossier: Dossier) -> bool:
    """An owner, a date that is still to come, and for another party a person who signed (decision 16)."""
    if dossier.party(commitment.party) is None:
        return False
    if not commitment.owner.strip() or commitment.due is None or commitment.due < dossier.reference_date:
        return False
    return commitment.party == dossier.own.id or bool(commitment.signatory.strip())


def who_must_commit(question: Question, key: Key, dossier: Dossier) -> tuple[str, ...]:
    """The party the row lies with, and whoever must promise as well (decision 15)."""
    needed = [key.party or dossier.own.id]
    also = question.party.commits_too
    if also is not None:
        needed += [party.id for party in dossier.parties if also == party.kind or also in party.roles]
    return tuple(dict.fromkeys(needed))


def may_cure_itself(question: Question, key: Key, sheet: Sheet) -> bool:
    """A freely available model, whose maker has no role here, may be answered for by ourselves (decision 14)."""
    rule = question.own_cure
    party = sheet.dossier.party(key.party) if key.party else None
    if rule is None or party is None or party.avg_role not in rule.party_roles:
        return False
    return evaluate(rule.condition, sheet.choices, key.party).holds is True


def own_measures(question: Question) -> tuple[str, ...]:
    """The measures of which one must be named when the own organisation promises in the maker's place."""
    return question.own_cure.measures if question.own_cure else ()
