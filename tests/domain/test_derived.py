"""What the site computes instead of asking: QG06, QJ02 "this assessment", QJ03, QJ07 and QJ08."""

from dataclasses import replace

import pytest

from assessments.domain.answers import Answer, Consultation, Decision, Dossier, Edition, Key, Proof, StatedRisk
from assessments.domain.findings import State, Why
from assessments.domain.outcome import ALLOWED, CONSULT_FIRST, NOT_ALLOWED, UNLESS
from tests.domain.builders import advice, answered, finding, on_the_site, perfect, promised, unproven


@pytest.fixture
def site() -> Dossier:
    return on_the_site(perfect())


def declared(dossier: Dossier, party: str, proof: Proof) -> Dossier:
    return dossier.with_answers({Key("QG06", party): Answer(proof=proof)})


def test_a_party_accounts_for_itself_with_its_rows_and_its_declaration(site: Dossier) -> None:
    assert finding(site, "QG06", "aanbieder").value == ("ja-gecontroleerd",)
    assert finding(site, "QG06", "aanbieder").state is State.SHOWN


def test_an_open_row_leaves_its_party_open_and_is_named(site: Dossier) -> None:
    found = finding(unproven(site, "QD02", "aanbieder"), "QG06", "aanbieder")
    assert (found.state, found.why) == (State.OPEN, Why.ROWS_OPEN)
    assert Key("QD02", "aanbieder") in found.decided_by


def test_for_our_own_organisation_the_declaration_alone_decides(site: Dossier) -> None:
    assert finding(unproven(site, "QC06", "organisatie"), "QG06", "organisatie").state is State.SHOWN
    assert finding(declared(site, "organisatie", Proof.NONE), "QG06", "organisatie").state is State.OPEN


@pytest.mark.parametrize(
    ("proof", "value"), [(Proof.NONE, "nee"), (Proof.DELIVERED, "ja-beweerd"), (Proof.CHANGED, "ja-beweerd")]
)
def test_a_declaration_that_is_not_checked_is_only_a_claim(site: Dossier, proof: Proof, value: str) -> None:
    found = finding(declared(site, "aanbieder", proof), "QG06", "aanbieder")
    assert (found.state, found.why, found.value) == (State.OPEN, Why.NO_DECLARATION, (value,))


def test_what_somebody_answers_to_a_derived_question_is_ignored(site: Dossier) -> None:
    stated = declared(answered(site, "QG06", "ja-gecontroleerd", "aanbieder"), "aanbieder", Proof.NONE)
    assert finding(stated, "QG06", "aanbieder").state is State.OPEN
    assert finding(answered(site, "QJ07", "hoog-niet-geraadpleegd"), "QJ07").value == ("geen-hoog",)


def test_a_short_assessment_says_nothing_of_risks_it_did_not_examine(site: Dossier) -> None:
    stopped = answered(site, "QA04", "consument", proof=Proof.NONE)
    kept = {key: answer for key, answer in stopped.answers.items() if key.question.startswith("QA")}
    short = replace(stopped, answers=kept, short=True)
    assert advice(short).outcome == NOT_ALLOWED
    assert (finding(short, "QJ07").state, finding(short, "QJ07").value) == (State.NOT_EXAMINED, ())


def test_promises_on_the_open_rows_cure_without_a_second_promise(site: Dossier) -> None:
    dossier = unproven(site, "QD02", "aanbieder")
    assert not finding(dossier, "QG06", "aanbieder").cured
    both = promised(dossier, "QD02", "aanbieder")
    assert finding(both, "QG06", "aanbieder").cured
    assert advice(both).outcome == UNLESS
    assert [each.key for each in advice(both).conditions if each.key] == [Key("QD02", "aanbieder")]


def test_a_promise_on_the_missing_declaration_cures_only_that(site: Dossier) -> None:
    undeclared = promised(declared(site, "aanbieder", Proof.NONE), "QG06", "aanbieder")
    assert finding(undeclared, "QG06", "aanbieder").cured
    assert not finding(unproven(undeclared, "QD02", "aanbieder"), "QG06", "aanbieder").cured


def test_a_violated_row_of_a_party_is_never_cured_there(site: Dossier) -> None:
    dossier = promised(answered(site, "QC07", "ja", "aanbieder"), "QC07", "aanbieder")
    assert not finding(dossier, "QG06", "aanbieder").cured
    assert advice(dossier).outcome == NOT_ALLOWED


def test_edition_1_leaves_out_what_only_a_decision_can_show(site: Dossier) -> None:
    found = advice(answered(site, "QJ02", "deze-toets", proof=Proof.NONE))
    assert set(found.left_out) == {Key("QJ02"), Key("QJ03"), Key("QJ08")}
    assert found.outcome == ALLOWED


def test_another_dpia_still_needs_its_evidence(site: Dossier) -> None:
    found = advice(answered(site, "QJ02", "ja", proof=Proof.NONE))
    assert Key("QJ02") not in found.left_out
    assert found.open == ("QJ02",)


@pytest.mark.parametrize(
    ("decision", "open_questions"),
    [
        (Decision(answers_advice=True), ()),
        (Decision(answers_advice=False), ("QJ03",)),
        (Decision(answers_advice=True, deviates=True, reason="De wet vraagt het."), ()),
        (Decision(answers_advice=True, deviates=True, reason=" "), ("QJ08",)),
    ],
)
def test_edition_2_takes_them_from_the_decision(site: Dossier, decision: Decision, open_questions: tuple[str]) -> None:
    adopted = answered(site, "QJ02", "deze-toets", proof=Proof.NONE)
    found = advice(replace(adopted, edition=Edition.DECISION, decision=decision))
    assert found.open == open_questions
    assert found.left_out == ()


def test_a_decision_does_not_count_before_edition_2(site: Dossier) -> None:
    early = replace(site, decision=Decision(answers_advice=False))
    assert advice(early).open == ()


def test_a_high_risk_is_reported_by_the_risks_themselves(site: Dossier) -> None:
    high = replace(site, stated_risks={"RK2": StatedRisk(2, 3)})
    assert finding(high, "QJ07").value == ("hoog-niet-geraadpleegd",)
    assert advice(high).outcome == CONSULT_FIRST
    assert advice(high).high == ("RK2",)


def test_a_consultation_counts_once_the_letters_are_checked(site: Dossier) -> None:
    high = replace(site, stated_risks={"RK2": StatedRisk(2, 3)}, consultation=Consultation.POSITIVE)
    assert advice(high).open == ("QJ07",)
    proven = replace(high, consultation_proof=Proof.CHECKED)
    assert finding(proven, "QJ07").value == ("hoog-ap-geraadpleegd",)
    assert advice(proven).outcome == ALLOWED
    assert advice(promised(high, "QJ07")).outcome == UNLESS


def test_in_a_case_file_a_derived_question_takes_what_the_case_states() -> None:
    stated = answered(perfect(), "QG06", "ja-beweerd", "aanbieder")
    assert finding(stated, "QG06", "aanbieder").why is Why.FALLS_SHORT
    assert finding(answered(perfect(), "QJ03", "nee"), "QJ03").state is State.OPEN
    assert advice(perfect()).left_out == ()


def test_allowed_can_be_reached_on_the_site_for_every_deployment_kind() -> None:
    for kind in ("online", "geintegreerd", "lokaal", "eigen-server", "overheid-ontwikkeld"):
        assert advice(on_the_site(perfect(kind))).outcome == ALLOWED, kind
