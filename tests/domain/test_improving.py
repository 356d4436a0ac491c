"""What would help: each proposal is recomputed here, by making the changes it names."""

from dataclasses import replace

import pytest

from assessments.domain.advice import Advice, advise
from assessments.domain.answers import Answer, Consultation, Dossier, Key, Proof, StatedRisk
from assessments.domain.changing import Kind
from assessments.domain.improving import Improvement, NoImprovement
from assessments.domain.outcome import ALLOWED, CONSULT_FIRST, NOT_ALLOWED, UNLESS
from assessments.domain.questionnaire import Questionnaire
from tests.domain.builders import answered, genai, on_the_site, perfect, promised, unanswered, unproven

HIGH = {"RK2": StatedRisk(2, 3)}


def improved(dossier: Dossier) -> Advice:
    return advise(genai(), dossier)


def kinds(improvement: Improvement) -> dict[Kind, tuple[Key, ...]]:
    return {change.kind: change.keys for change in improvement.changes}


def test_an_open_row_can_be_promised_or_proven() -> None:
    first, second = improved(unproven(perfect(), "QD08")).to_improve
    assert (first.outcome, kinds(first), first.conditions) == (UNLESS, {Kind.PROMISE: (Key("QD08"),)}, 1)
    assert (second.outcome, kinds(second)) == (ALLOWED, {Kind.PROVE: (Key("QD08"),)})
    assert second.valid_until is not None


def test_a_bad_answer_must_become_a_good_one() -> None:
    *_, last = improved(answered(perfect(), "QD08", "nee")).to_improve
    assert kinds(last) == {Kind.ANSWER: (Key("QD08"),)}


def test_only_what_is_still_open_is_proposed() -> None:
    half = promised(unproven(unproven(perfect(), "QD08"), "QE01"), "QD08")
    first = improved(half).to_improve[0]
    assert kinds(first) == {Kind.PROMISE: (Key("QE01"),)}
    assert first.conditions == 2


def test_the_outcome_of_a_proposal_is_what_making_the_changes_gives() -> None:
    dossier = answered(unproven(perfect(), "QD08"), "QE01", "deels", reason="bijna")
    for proposal in improved(dossier).to_improve:
        changed = dossier
        for kind, keys in kinds(proposal).items():
            for key in keys:
                if kind is Kind.PROMISE:
                    changed = promised(changed, key.question, key.party)
                else:
                    good = genai().questions[key.question].good
                    changed = changed.with_answers({key: Answer(value=good, proof=Proof.CHECKED)})
        assert advise(genai(), changed, improve=False).outcome == proposal.outcome


def test_unanswered_questions_are_answered_first() -> None:
    first = improved(unanswered(perfect(), "QD08")).to_improve[0]
    assert (first.outcome, kinds(first)) == (ALLOWED, {Kind.ANSWER: (Key("QD08"),)})


def test_a_blocking_answer_leaves_nothing_here_but_maybe_another_variant() -> None:
    found = improved(answered(unproven(perfect(), "QD08"), "QH04", "zonder"))
    assert found.no_improvement is NoImprovement.BLOCKED
    (elsewhere,) = found.to_improve
    assert elsewhere.other_variant
    assert (elsewhere.outcome, elsewhere.conditions) == (UNLESS, 1)
    assert kinds(elsewhere) == {Kind.CHANGE: (Key("QH04"),), Kind.PROMISE: (Key("QD08"),)}


def test_a_high_risk_can_be_put_to_the_ap() -> None:
    found = improved(replace(perfect(), stated_risks=HIGH))
    assert found.outcome == CONSULT_FIRST
    assert [(each.outcome, set(kinds(each))) for each in found.to_improve] == [(ALLOWED, {Kind.CONSULT})]


def test_a_heavier_use_can_be_made_lighter_in_another_variant() -> None:
    found = improved(answered(perfect(), "QG01", "ja-keuze"))
    consult, lighter = found.to_improve
    assert set(kinds(consult)) == {Kind.CONSULT} and not consult.other_variant
    assert lighter.other_variant and lighter.outcome == ALLOWED
    assert Key("QG01") in kinds(lighter)[Kind.CHANGE]


def test_what_can_be_done_here_comes_before_another_variant() -> None:
    """A measure that means another use (M25: persons are not assessed) is no proposal for this one."""
    consult, elsewhere = improved(answered(answered(perfect(), "QF01", "ja"), "QF02", "ja")).to_improve
    assert (consult.other_variant, elsewhere.other_variant) == (False, True)
    assert Key("QF01") in kinds(elsewhere)[Kind.CHANGE]


def test_after_a_negative_advice_nothing_helps_here() -> None:
    refused = replace(perfect(), stated_risks=HIGH, consultation=Consultation.NEGATIVE)
    assert improved(refused).no_improvement is NoImprovement.AP_NEGATIVE
    assert improved(refused).to_improve == ()


@pytest.mark.parametrize(
    ("dossier", "why"),
    [
        (perfect(), NoImprovement.BEST),
        (answered(perfect(), "QA02", "nee"), NoImprovement.OUTSIDE),
    ],
)
def test_where_nothing_is_better_it_says_why(dossier: Dossier, why: NoImprovement) -> None:
    assert (improved(dossier).to_improve, improved(dossier).no_improvement) == ((), why)


def test_proposals_get_strictly_better_and_the_list_is_short() -> None:
    order = [NOT_ALLOWED, UNLESS, CONSULT_FIRST, ALLOWED]
    for dossier in (
        perfect(given="unknown"),
        unproven(perfect(), "QD08"),
        answered(answered(perfect(), "QG01", "ja-keuze"), "QA04", "consument"),
    ):
        outcomes = [each.outcome for each in improved(dossier).to_improve]
        assert 1 <= len(outcomes) <= 4
        assert all(order.index(outcome) > order.index(improved(dossier).outcome) for outcome in outcomes)


def test_missing_parties_and_roles_are_filled_in_as_usual() -> None:
    dossier = perfect()
    nameless = replace(dossier, parties=tuple(replace(each, avg_role=None, ai_roles=()) for each in dossier.parties))
    assert improved(nameless).to_improve
    alone = replace(dossier, parties=dossier.parties[:1])
    assert improved(alone).to_improve


def test_on_the_site_the_declaration_of_a_party_is_proposed_as_well() -> None:
    site = on_the_site(perfect())
    undeclared = site.with_answers({Key("QG06", "aanbieder"): Answer()})
    first, second = improved(undeclared).to_improve
    assert kinds(first) == {Kind.PROMISE: (Key("QG06", "aanbieder"),)}
    assert second.outcome == ALLOWED


def test_a_short_assessment_is_told_what_going_on_would_take(questionnaire: Questionnaire) -> None:
    short = replace(unanswered(answered(perfect(), "QA04", "consument"), "QD08"), short=True)
    (elsewhere,) = improved(short).to_improve
    assert set(kinds(elsewhere)) == {Kind.CHANGE, Kind.ANSWER}
