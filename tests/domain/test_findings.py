"""Demonstrated or not: unknown, unproven, unchecked and expired all count the same."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assessments.domain.answers import Answer, Key, Proof
from assessments.domain.findings import State, Why
from assessments.domain.questionnaire import EvidenceClass
from tests.domain.builders import TODAY, answered, finding, genai, perfect, unanswered, unproven

PAST, FUTURE = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def with_proof(proof: Proof, valid_until: date | None = None) -> Answer:
    return Answer(value=("ja",), proof=proof, valid_until=valid_until)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (with_proof(Proof.CHECKED), Why.DEMONSTRATED),
        (with_proof(Proof.CHECKED, FUTURE), Why.DEMONSTRATED),
        (with_proof(Proof.CHECKED, TODAY), Why.DEMONSTRATED),
        (with_proof(Proof.CHECKED, PAST), Why.EXPIRED),
        (with_proof(Proof.EXPIRED), Why.EXPIRED),
        (with_proof(Proof.CHANGED), Why.CHANGED),
        (with_proof(Proof.DELIVERED), Why.UNCHECKED),
        (with_proof(Proof.NONE), Why.NO_EVIDENCE),
        (Answer(value=("deels",), proof=Proof.CHECKED, reason="bijna"), Why.FALLS_SHORT),
        (Answer(value=("nee",), proof=Proof.CHECKED), Why.FALLS_SHORT),
        (Answer(value=("onbekend",), proof=Proof.CHECKED), Why.UNKNOWN),
        (Answer(), Why.UNANSWERED),
    ],
)
def test_only_a_good_answer_with_checked_valid_proof_is_demonstrated(answer: Answer, why: Why) -> None:
    found = finding(perfect().with_answers({Key("QD08"): answer}), "QD08")
    assert found.why is why
    assert found.state is (State.SHOWN if why is Why.DEMONSTRATED else State.OPEN)


@pytest.mark.parametrize("kind", [EvidenceClass.FILE, EvidenceClass.DECLARATION])
def test_a_declaration_is_proof_that_is_checked_like_a_file(kind: EvidenceClass) -> None:
    """The class says what to show, not how much it counts."""
    name = next(each.id for each in genai().questions.values() if each.evidence_class is kind and not each.show_if)
    assert finding(perfect(), name).state is State.SHOWN
    assert finding(unproven(perfect(), name), name).why is Why.NO_EVIDENCE


def test_a_question_of_class_none_needs_nothing_for_its_good_answer() -> None:
    without = [each.id for each in genai().questions.values() if each.evidence_class is EvidenceClass.NONE]
    assert without
    for name in without:
        assert finding(unproven(perfect(), name), name).state is State.SHOWN, name


def test_a_steering_no_needs_proof_whatever_its_evidence_class() -> None:
    """QA02 needs nothing for its good answer; `nee` is demonstrated only with checked evidence (rule 1)."""
    dossier = answered(perfect(), "QA02", "nee")
    assert finding(dossier, "QA02").state is State.SHOWN
    assert finding(answered(dossier, "QA02", "nee", proof=Proof.NONE), "QA02").why is Why.NO_EVIDENCE


def test_a_neutral_answer_without_needs_is_demonstrated() -> None:
    assert finding(answered(perfect(), "QF01", "ja", proof=Proof.NONE), "QF01").state is State.SHOWN


@pytest.mark.parametrize(
    ("reason", "checked", "state", "why"),
    [
        ("Er is geen register.", True, State.NOT_APPLICABLE, Why.EXCEPTION),
        ("Er is geen register.", False, State.OPEN, Why.REASON_UNCHECKED),
        ("  ", True, State.OPEN, Why.NO_REASON),
    ],
)
def test_an_exception_needs_a_reason_that_somebody_checked(reason: str, checked: bool, state: State, why: Why) -> None:
    dossier = answered(perfect(), "QG07", "nvt", reason=reason, reason_checked=checked)
    assert (finding(dossier, "QG07").state, finding(dossier, "QG07").why) == (state, why)


def test_only_the_named_blocking_value_blocks() -> None:
    assert finding(answered(perfect(), "QA04", "consument"), "QA04").state is State.VIOLATED
    assert finding(answered(perfect(), "QA04", "onbekend"), "QA04").state is State.OPEN
    assert finding(answered(perfect(), "QA04", "zakelijk", proof=Proof.NONE), "QA04").state is State.OPEN


def test_training_on_input_blocks_only_with_personal_data() -> None:
    trained = answered(perfect(), "QC07", "ja", "aanbieder")
    assert finding(trained, "QC07", "aanbieder").state is State.VIOLATED
    assert finding(answered(trained, "QB03", "nee"), "QC07", "aanbieder").state is State.OPEN
    unproven_no = answered(trained, "QB03", "nee", proof=Proof.NONE)
    assert finding(unproven_no, "QC07", "aanbieder").state is State.VIOLATED


def test_what_cannot_be_told_yet_does_not_block() -> None:
    trained = unanswered(answered(perfect(), "QC07", "ja", "aanbieder"), "QB03")
    assert finding(trained, "QC07", "aanbieder").state is State.OPEN


def test_selection_of_staff_blocks_while_a_question_in_its_branch_is_not_good() -> None:
    """Decision 17: good answers that only lack evidence leave it open to a commitment."""
    selecting = answered(answered(perfect(), "QF06", "ja"), "QF01", "ja")
    selecting = answered(answered(selecting, "QG01", "ja-keuze"), "QF02", "ja")
    assert finding(selecting, "QF06").state is State.SHOWN
    assert finding(answered(selecting, "QF02", "ja", proof=Proof.NONE), "QF06").state is State.SHOWN
    assert finding(answered(selecting, "QF04", "deels"), "QF06").state is State.VIOLATED
    assert finding(answered(selecting, "QF01", "nee"), "QF06").state is State.VIOLATED


def test_steering_behaviour_follows_the_test_on_prohibited_practices() -> None:
    """Decision 18: acceptable when tested, open while not, blocking when prohibited."""
    steering = answered(perfect(), "QF03", "ja")
    assert finding(steering, "QF03").state is State.SHOWN
    assert finding(answered(steering, "QI01", "niet-getoetst"), "QF03").why is Why.FALLS_SHORT
    assert finding(answered(steering, "QI01", "verboden"), "QF03").state is State.VIOLATED


def test_the_parties_are_complete_only_with_a_maker_and_a_controller() -> None:
    """Decision 13."""
    dossier = perfect()
    assert finding(dossier, "QA11").state is State.SHOWN
    own, provider = dossier.parties
    no_maker = replace(dossier, parties=(own, replace(provider, ai_roles=("ai-aanbieder",))))
    assert finding(no_maker, "QA11").why is Why.INCOMPLETE
    no_role = replace(dossier, parties=(own, replace(provider, ai_roles=())))
    assert finding(no_role, "QA11").why is Why.INCOMPLETE
    no_controller = replace(dossier, parties=(replace(own, avg_role="geen-avg-rol"), provider))
    assert finding(no_controller, "QA11").why is Why.INCOMPLETE


def test_the_worst_of_several_choices_counts() -> None:
    mixed = perfect().with_answers({Key("QC01"): Answer(value=("personeel", "onbegrensd"), proof=Proof.CHECKED)})
    assert finding(mixed, "QC01").why is Why.FALLS_SHORT


def test_a_hidden_question_is_not_applicable_and_says_why() -> None:
    found = finding(perfect("lokaal"), "QA04")
    assert (found.state, found.why, found.decided_by) == (State.NOT_APPLICABLE, Why.HIDDEN, (Key("QA03"),))


def test_every_finding_names_letter_passages_and_norms() -> None:
    found = finding(perfect(), "QD01", "aanbieder")
    assert {"R1a", "S1d"} <= set(found.sources)
    assert any(source.startswith("avg-") for source in found.sources)


def test_in_a_short_assessment_what_was_not_asked_is_not_examined() -> None:
    dossier = unanswered(answered(perfect(), "QA04", "consument"), "QD08")
    assert finding(dossier, "QD08").state is State.OPEN
    short = replace(dossier, short=True)
    assert finding(short, "QD08").state is State.NOT_EXAMINED
    assert finding(short, "QA04").state is State.VIOLATED
