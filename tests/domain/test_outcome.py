"""The outcome rules in their order, the gates, and what must be done at once."""

from dataclasses import replace
from datetime import date

import pytest

from assessments.domain.advice import Reason, advise
from assessments.domain.answers import (
    Answer,
    Clearance,
    Consultation,
    Dossier,
    Key,
    Party,
    Proof,
    StatedRisk,
    Stricter,
)
from assessments.domain.gates import GateStatus
from assessments.domain.outcome import ALLOWED, CONSULT_FIRST, NOT_ALLOWED, OUTSIDE, UNLESS
from assessments.domain.questionnaire import Questionnaire
from tests.domain.builders import TODAY, advice, answered, perfect, promised, unanswered, unproven

HIGH = {"RK2": StatedRisk(2, 3)}


def test_everything_demonstrated_is_allowed() -> None:
    found = advice(perfect())
    assert (found.outcome, found.rule, found.provisional) == (ALLOWED, "allowed", False)
    assert found.valid_until == date(2027, 11, 1)
    assert "M13" in found.standing
    assert "S4e" in found.because[0].sources


def test_nothing_answered_is_not_allowed_for_now() -> None:
    found = advice(Dossier(TODAY, (Party("organisatie", "organisatie"),)))
    assert (found.outcome, found.provisional) == (NOT_ALLOWED, True)
    assert found.conditions == () and found.valid_until is None


def test_a_system_without_new_content_falls_outside_only_with_proof() -> None:
    outside = answered(perfect(), "QA02", "nee")
    assert advice(outside).outcome == OUTSIDE
    assert advice(outside).because == (
        Reason("scope", Key("QA02"), None, (Key("QA02"),), advice(outside).because[0].sources),
    )
    assert advice(unproven(outside, "QA02")).outcome == NOT_ALLOWED


def test_a_low_risk_never_turns_the_default() -> None:
    """S4e: accountability of all parties, not a risk score."""
    dossier = unproven(perfect(), "QA01")
    assert advice(dossier).outcome == NOT_ALLOWED
    assert advice(dossier).high == ()


def test_benefit_never_closes_a_finding() -> None:
    """Rule 8 of the letter's logic: QB02 counts for necessity only."""
    assert advice(answered(unproven(perfect(), "QA01"), "QB02", "vergeleken")).outcome == NOT_ALLOWED


def test_blocking_comes_before_promises() -> None:
    dossier = promised(answered(perfect(), "QH04", "zonder"), "QH04")
    found = advice(dossier)
    assert (found.outcome, found.rule, found.overrulable) == (NOT_ALLOWED, "blocking", False)
    assert found.blocking == ("QH04",)
    assert [reason.code for reason in found.because] == ["blocks"]


def test_one_uncovered_open_row_is_enough() -> None:
    two = promised(unproven(unproven(perfect(), "QD08"), "QE01"), "QD08")
    assert (advice(two).outcome, advice(two).rule) == (NOT_ALLOWED, "open-not-committed")
    assert [reason.key for reason in advice(two).because] == [Key("QE01")]
    assert advice(promised(two, "QE01")).outcome == UNLESS


def test_conditions_are_numbered_and_name_who_promised_by_when() -> None:
    dossier = promised(promised(unproven(unproven(perfect(), "QD08"), "QE01"), "QD08"), "QE01")
    first, second = advice(dossier).conditions
    assert (first.number, first.key, second.number, second.key) == (1, Key("QD08"), 2, Key("QE01"))
    assert first.commitments[0].owner == "proceseigenaar"
    assert first.sources


def test_conditions_with_an_expected_high_risk_get_article_36_on_top() -> None:
    dossier = replace(promised(unproven(perfect(), "QA01"), "QA01"), stated_risks=HIGH)
    found = advice(dossier)
    assert (found.outcome, found.art36_condition) == (UNLESS, True)
    assert found.conditions[-1].measure == "M40"
    asked = replace(dossier, consultation=Consultation.POSITIVE)
    assert not advice(asked).art36_condition


@pytest.mark.parametrize(
    ("consultation", "outcome"),
    [
        (Consultation.NONE, CONSULT_FIRST),
        (Consultation.POSITIVE, ALLOWED),
        (Consultation.NEGATIVE, NOT_ALLOWED),
    ],
)
def test_a_high_risk_that_stays_waits_for_the_ap(consultation: Consultation, outcome: str) -> None:
    found = advice(replace(perfect(), stated_risks=HIGH, consultation=consultation))
    assert found.outcome == outcome
    assert found.high == ("RK2",)
    assert found.because


def test_a_negative_advice_is_not_turned_by_taking_evidence_away() -> None:
    refused = replace(perfect(), stated_risks=HIGH, consultation=Consultation.NEGATIVE)
    assert advice(refused).outcome == NOT_ALLOWED
    assert advice(promised(unproven(refused, "QA01"), "QA01")).outcome == NOT_ALLOWED


def test_a_negative_advice_is_explained_by_what_will_stay_high() -> None:
    refused = replace(perfect(), stated_risks=HIGH, consultation=Consultation.NEGATIVE)
    promise = promised(unproven(refused, "QC07", "aanbieder"), "QC07", "aanbieder")
    assert advice(promise).high == ("RK2", "RK4")
    assert [reason.risk for reason in advice(promise).because] == ["RK2"]


def test_a_high_risk_somebody_reports_counts_as_one() -> None:
    """Decision 20: QJ07 never lowers a computed risk."""
    reported = answered(perfect(), "QJ07", "hoog-niet-geraadpleegd")
    assert (advice(reported).outcome, advice(reported).high) == (CONSULT_FIRST, ("QJ07",))
    denied = replace(perfect(), stated_risks=HIGH)
    assert advice(denied).outcome == CONSULT_FIRST


@pytest.mark.parametrize(
    ("phase", "relied_on", "lapsed"),
    [("pilot", "pilot", False), ("pilot", "productie", True), ("productie", "pilot", False), ("idee", "pilot", True)],
)
def test_a_clearance_covers_its_own_phase(phase: str, relied_on: str, lapsed: bool) -> None:
    """Decision 22: production covers a pilot, a pilot never production."""
    dossier = replace(answered(perfect(), "QA06", phase), relied_on=Clearance(relied_on, TODAY))
    assert (advice(dossier).rule == "lapsed") is lapsed
    assert (advice(dossier).outcome == NOT_ALLOWED) is lapsed


def test_a_clearance_ends_with_its_term_or_an_event() -> None:
    leaning = Clearance("productie", date(2027, 11, 2))
    assert advice(replace(perfect(), relied_on=leaning)).because[0].code == "lapsed-date"
    changed = Clearance("productie", TODAY, ("modelwijziging",))
    assert advice(replace(perfect(), relied_on=changed)).because[0].code == "lapsed-modelwijziging"


def test_a_lapsed_clearance_is_not_revived_by_a_promise() -> None:
    lapsed = replace(answered(perfect(), "QA06", "pilot"), relied_on=Clearance("productie", TODAY))
    assert advice(promised(unproven(lapsed, "QA01"), "QA01")).outcome == NOT_ALLOWED


@pytest.mark.parametrize(
    ("question", "field", "value", "until"),
    [
        ("QJ09", "herzieningsdatum", date(2027, 5, 1), date(2027, 5, 1)),
        ("QA04", "einddatum_contract", date(2027, 1, 31), date(2027, 1, 31)),
        ("QA07", "einddatum", date(2027, 1, 31), date(2027, 11, 1)),  # hidden: this is no pilot
        ("QJ09", "herzieningsdatum", date(2030, 1, 1), date(2027, 11, 1)),
    ],
)
def test_an_outcome_holds_until_the_earliest_date(question: str, field: str, value: date, until: date) -> None:
    answer = replace(perfect().answers[Key(question)], fields={field: value})
    assert advice(perfect().with_answers({Key(question): answer})).valid_until == until


def test_local_models_may_run_longer_than_services_of_others() -> None:
    assert advice(perfect("lokaal")).valid_until == date(2029, 11, 1)


def test_a_contract_that_has_ended_allows_nothing() -> None:
    answer = replace(perfect().answers[Key("QA04")], fields={"einddatum_contract": date(2026, 10, 31)})
    found = advice(perfect().with_answers({Key("QA04"): answer}))
    assert (found.outcome, found.rule) == (NOT_ALLOWED, "lapsed")
    assert found.because[0].key == Key("QA04")


def test_a_term_counted_from_the_last_day_of_a_month_ends_on_a_day_that_exists() -> None:
    leap = replace(perfect(), reference_date=date(2028, 2, 29))
    assert advice(leap).valid_until == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("wish", "outcome"),
    [
        (Stricter("fg", NOT_ALLOWED, "Te vroeg."), NOT_ALLOWED),
        (Stricter("beslisser", CONSULT_FIRST, "Eerst de AP."), CONSULT_FIRST),
        (Stricter("fg", NOT_ALLOWED, "  "), ALLOWED),
        (Stricter("fg", OUTSIDE, "Geen AI."), ALLOWED),
    ],
)
def test_the_fg_or_the_decider_may_only_be_stricter_and_with_a_reason(wish: Stricter, outcome: str) -> None:
    found = advice(replace(perfect(), stricter=wish))
    assert (found.outcome, found.computed) == (outcome, ALLOWED)
    if outcome != ALLOWED:
        assert found.because[0].code == f"stricter-{wish.by}"
        assert found.valid_until is None


def test_nobody_is_milder_than_the_computation() -> None:
    wish = Stricter("beslisser", ALLOWED, "Het moet.")
    assert advice(replace(unproven(perfect(), "QA01"), stricter=wish)).outcome == NOT_ALLOWED


def test_a_gate_says_which_party_keeps_it_open() -> None:
    gates = {(gate.gate, gate.party): gate for gate in advice(unproven(perfect(), "QD02", "aanbieder")).gates}
    assert gates["HERKOMST", "aanbieder"].status is GateStatus.OPEN
    assert gates["HERKOMST", "aanbieder"].waiting == (Key("QD02", "aanbieder"),)
    assert gates["HERKOMST", "organisatie"].status is GateStatus.PASSED
    assert ("BEVEILIGING", "aanbieder") not in gates


@pytest.mark.parametrize(
    ("dossier", "status"),
    [
        (perfect(), GateStatus.PASSED),
        (answered(perfect(), "QH04", "zonder"), GateStatus.BLOCKED),
        (unproven(perfect(), "QH04"), GateStatus.OPEN),
        (promised(unproven(perfect(), "QH04"), "QH04"), GateStatus.PROMISED),
        (replace(unanswered(answered(perfect(), "QA04", "rijksbreed"), "QH04"), short=True), GateStatus.NOT_EXAMINED),
    ],
)
def test_the_states_of_a_gate(dossier: Dossier, status: GateStatus) -> None:
    gate = next(each for each in advice(dossier).gates if (each.gate, each.party) == ("PARTIJEN", "organisatie"))
    assert gate.status is status


def test_all_gates_of_all_parties_are_reported() -> None:
    found = {(gate.gate, gate.party) for gate in advice(perfect()).gates}
    assert len({gate for gate, _ in found}) == 12
    assert {party for _, party in found} == {"organisatie", "aanbieder"}


@pytest.mark.parametrize(
    ("question", "value", "actions"),
    [
        ("QA06", "al-in-gebruik", ("stop", "datalektoets-72-uur")),
        ("QA04", "consument", ("stop", "datalektoets-72-uur", "verwijderverzoek-aanbieder")),
        ("QA09", "ja-zonder-afspraak", ("stop", "datalektoets-72-uur", "opdrachten-herstellen")),
        ("QA06", "onbekend", ()),
    ],
)
def test_some_answers_ask_for_action_at_once(question: str, value: str, actions: tuple[str, ...]) -> None:
    assert advice(answered(perfect(), question, value)).immediate == actions


@pytest.mark.parametrize(
    ("question", "value", "needed"),
    [
        ("QA04", "consument", {"QA01", "QA02", "QA03", "QA04", "QA06", "QA08", "QA11", "QB02", "QB03"}),
        ("QB04", "geen", {"QA01", "QA02", "QA03", "QA06", "QA08", "QB01", "QB02", "QB03", "QB04"}),
        ("QH04", "zonder", {"QA01", "QA02", "QA03", "QA06", "QA08", "QH04"}),
    ],
)
def test_a_blocking_answer_fixes_the_outcome_and_a_short_report_needs_little(
    question: str, value: str, needed: set[str]
) -> None:
    """burden.md, "Early stop"."""
    stop = advice(answered(perfect(), question, value)).early_stop
    assert stop is not None
    assert stop.fixed_by == (Key(question),)
    assert set(stop.needed) == needed
    assert stop.missing == ()


def test_a_short_report_also_needs_what_shows_its_questions() -> None:
    """QF02 is asked because of QF01."""
    stop = advice(answered(answered(perfect(), "QF01", "ja"), "QF02", "nee")).early_stop
    assert stop is not None and {"QF01", "QF02"} <= set(stop.needed)


def test_nothing_fixes_an_outcome_that_promises_can_still_change() -> None:
    assert advice(unproven(perfect(), "QD08")).early_stop is None


def test_a_short_assessment_is_final_once_its_report_has_what_it_needs(questionnaire: Questionnaire) -> None:
    scope = {"QA01": "volledig", "QA02": "ja", "QA03": "online", "QA06": "pilot", "QA08": "ministerie"}
    asked = {**scope, "QA04": "consument", "QB02": "vergeleken", "QB03": "ja"}
    answers = {Key(name): Answer(value=(value,), proof=Proof.CHECKED) for name, value in asked.items()}
    short = replace(perfect(), answers=answers, short=True)
    found = advise(questionnaire, short)
    assert (found.outcome, found.provisional, found.blocking) == (NOT_ALLOWED, False, ("QA04",))
    assert advice(replace(short, short=False)).provisional
    assert "QD08" not in found.open
    without = advice(unanswered(short, "QB03"))
    assert without.provisional and without.early_stop and without.early_stop.missing == ("QB03",)


def test_a_short_assessment_is_refused_for_what_blocks_not_for_what_was_not_asked() -> None:
    short = replace(unanswered(answered(perfect(), "QA04", "consument"), "QD08"), short=True)
    assert [(reason.code, reason.key) for reason in advice(short).because] == [("blocks", Key("QA04"))]


def test_short_without_a_blocking_answer_stays_provisional() -> None:
    short = replace(unanswered(perfect(), "QD08"), short=True)
    assert (advice(short).outcome, advice(short).provisional) == (NOT_ALLOWED, True)
