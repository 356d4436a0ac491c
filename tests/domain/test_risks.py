"""Residual risk: columns, what raises it, what lowers it, and what keeps it up (decisions 24 to 27)."""

from dataclasses import replace

import pytest

from assessments.domain.advice import advise
from assessments.domain.answers import Answer, Dossier, Key, Party, Proof, StatedRisk
from assessments.domain.loading import load
from assessments.domain.questionnaire import Level, Questionnaire, Score
from assessments.domain.risks import ResidualRisk
from tests.domain.builders import (
    SMALL,
    TODAY,
    advice,
    answered,
    finding,
    perfect,
    promised,
    texts,
    unanswered,
    unproven,
)


def risk(dossier: Dossier, name: str) -> ResidualRisk:
    return next(each for each in advice(dossier).risks if each.risk == name)


@pytest.mark.parametrize(
    ("kind", "terms", "name", "inherent"),
    [
        ("online", "consument", "RK4", Score(4, 3)),
        ("online", "zakelijk", "RK4", Score(3, 3)),
        ("lokaal", "zakelijk", "RK4", Score(2, 3)),
        ("lokaal", "zakelijk", "RK5", Score(4, 2)),
        ("overheid-ontwikkeld", "zakelijk", "RK1", Score(2, 2)),
    ],
)
def test_the_deployment_kind_gives_the_inherent_risk(kind: str, terms: str, name: str, inherent: Score) -> None:
    dossier = answered(perfect(kind), "QA04", terms)
    assert risk(dossier, name).inherent == inherent


def test_of_several_kinds_the_highest_column_counts() -> None:
    """Decision 21."""
    both = replace(perfect(), answers={**perfect().answers, **perfect("lokaal").answers})
    mixed = both.with_answers({Key("QA03"): replace(both.answers[Key("QA03")], value=("online", "lokaal"))})
    assert risk(mixed, "RK4").inherent == Score(3, 3)
    assert risk(mixed, "RK5").inherent == Score(4, 2)


def test_in_doubt_the_higher_value_counts() -> None:
    assert risk(unanswered(perfect("overheid-ontwikkeld"), "QA03"), "RK1").inherent == Score(4, 2)
    lenient = answered(perfect(), "QC11", "nee")
    assert risk(unanswered(lenient, "QC11"), "RK2").inherent.impact == risk(lenient, "RK2").inherent.impact + 1


@pytest.mark.parametrize(
    ("question", "value", "raised", "untouched"),
    [
        ("QC11", "ja-met-toets", {"RK2", "RK4", "RK6"}, {"RK7", "RK10"}),
        ("QC02", "ja-met-uitzondering", {"RK4", "RK6"}, {"RK2"}),
        ("QD11", "vrij-in-register", {"RK2", "RK3"}, {"RK5"}),
        ("QD09", "ja-gecontroleerd", {"RK2"}, {"RK3"}),
    ],
)
def test_what_raises_a_risk_raises_only_the_named_ones(
    question: str, value: str, raised: set[str], untouched: set[str]
) -> None:
    """Decision 26."""
    before, after = perfect(), answered(perfect(), question, value)
    for name in raised:
        old, new = risk(before, name).inherent, risk(after, name).inherent
        assert new.likelihood + new.impact == old.likelihood + old.impact + 1, name
        assert risk(after, name).raised_by
    for name in untouched:
        assert risk(before, name).inherent == risk(after, name).inherent, name


def test_a_score_never_rises_above_4(questionnaire: Questionnaire) -> None:
    dossier = answered(answered(answered(perfect(), "QC11", "ja-zonder-toets"), "QF02", "nee"), "QC02", "ja-zonder")
    for each in advise(questionnaire, dossier, improve=False).risks:
        assert each.inherent.likelihood <= 4 and each.inherent.impact <= 4


def test_a_role_in_choices_makes_three_risks_heavier() -> None:
    """Decision 28: a demonstrated use with a role in choices about people stays high."""
    using = answered(perfect(), "QG01", "ja-keuze")
    assert risk(using, "RK7").level is Level.HIGH
    assert risk(using, "RK8").inherent == Score(3, 3)
    assert advice(using).outcome == "VOORAFGAANDE_RAADPLEGING"


def test_a_measure_counts_only_when_demonstrated() -> None:
    dossier = unproven(perfect(), "QC03")
    assert "M09" in risk(perfect(), "RK4").measures
    assert "M09" not in risk(dossier, "RK4").measures


def test_a_promised_measure_counts_only_in_the_expected_view() -> None:
    dossier = promised(answered(perfect(), "QC03", "nee"), "QC03")
    assert "M09" not in risk(dossier, "RK4").measures
    assert "M09" in risk(dossier, "RK4").expected_measures


def test_likelihood_1_needs_a_technical_preventive_and_a_running_detective_measure() -> None:
    """Decision 25; M13 (QC05) is the running detective measure on RK4."""
    assert risk(perfect(), "RK4").residual.likelihood == 1
    unwatched = promised(answered(perfect(), "QC05", "nee"), "QC05")
    assert risk(unwatched, "RK4").residual.likelihood >= 2


def test_logging_supports_the_watch_on_security_risks() -> None:
    """Decision 25: M13 also supports RK9."""
    assert risk(perfect(), "RK9").residual == Score(1, 3)
    assert "M13" in risk(perfect(), "RK9").measures


def test_of_impact_steps_only_the_largest_counts() -> None:
    """M11, M12, M32 all lower the impact of RK4 by one; together still by one."""
    lowering = {"M11", "M12", "M32"}
    found = risk(perfect(), "RK4")
    assert lowering <= set(found.measures)
    assert found.residual.impact == found.inherent.impact - 1


def test_instructions_never_count_alone(questionnaire: Questionnaire) -> None:
    """M14 counts only beside M09 or M13."""
    assert "M14" in risk(perfect(), "RK4").measures
    alone = unproven(unproven(perfect(), "QC03"), "QC05")
    assert "M14" not in risk(alone, "RK4").measures


def test_only_named_measures_lower_a_risk_that_names_them() -> None:
    """RK1: what a provider did before cannot be lowered by what a user does, M05, M06 and M08 excepted."""
    us = Party("organisatie", "organisatie", avg_role="baas", ai_roles=("maker",))
    good = {Key("Q1"): ("online",), Key("Q3"): ("ja",), Key("Q4", us.id): ("ja",)}
    answers = {key: Answer(value=value, proof=Proof.CHECKED) for key, value in good.items()}
    files = texts(SMALL)
    assert advise(load(files), Dossier(TODAY, (us,), answers)).risks[0].measures == ("M1", "M2")
    files["advice.yaml"] = files["advice.yaml"].replace(
        "    triggers: [Q4]", "    only_measures: [M2]\n    triggers: [Q4]"
    )
    assert advise(load(files), Dossier(TODAY, (us,), answers)).risks[0].measures == ("M2",)


def test_an_open_question_keeps_its_risk_at_its_own_score() -> None:
    """Decision 24: stacked measures do not hide it."""
    dossier = unproven(perfect(), "QC07", "aanbieder")
    found = risk(dossier, "RK4")
    assert found.residual.likelihood >= 4 and found.residual.impact >= 3
    assert found.kept_up_by == (Key("QC07", "aanbieder"),)


def test_a_promise_lowers_the_expected_risk_only() -> None:
    dossier = promised(unproven(perfect(), "QC07", "aanbieder"), "QC07", "aanbieder")
    found = risk(dossier, "RK4")
    assert found.level is Level.HIGH
    assert found.expected == risk(perfect(), "RK4").residual


def test_a_promise_to_prove_keeps_the_answer_that_raises_the_risk() -> None:
    """Else proof taken away from a raising answer would make the expected risk milder than the proven one."""
    assessed = answered(perfect(), "QC11", "ja-met-toets")
    promise = promised(unproven(assessed, "QC11"), "QC11")
    assert risk(promise, "RK2").expected.impact == risk(assessed, "RK2").residual.impact


def test_a_promise_to_prove_an_answer_brings_no_better_answer() -> None:
    """A retention that is longer, with reason, is good; proving it does not make it the short one of M12."""
    longer = answered(perfect("lokaal"), "QC06", "langer-met-reden", "organisatie")
    promise = promised(unproven(longer, "QC06", "organisatie"), "QC06", "organisatie")
    assert "M12" not in risk(promise, "RK4").expected_measures
    assert "M12" in risk(promised(unproven(perfect(), "QC10"), "QC10"), "RK4").expected_measures


def test_some_measures_count_only_in_some_uses() -> None:
    """M28 helps where persons are assessed, M36 in a pilot."""
    assert "M28" not in risk(perfect(), "RK6").measures
    assert "M28" in risk(answered(perfect(), "QF01", "ja"), "RK6").measures
    assert "M36" not in risk(perfect(), "RK6").measures
    assert "M36" in risk(answered(perfect(), "QA06", "pilot"), "RK6").measures


def test_a_stated_risk_makes_stricter_never_milder() -> None:
    """Decision 20."""
    high = replace(perfect(), stated_risks={"RK2": StatedRisk(4, 4)})
    assert risk(high, "RK2").level is Level.HIGH and risk(high, "RK2").stated
    low = replace(unproven(perfect(), "QC07", "aanbieder"), stated_risks={"RK4": StatedRisk(1, 1)})
    assert risk(low, "RK4").level is Level.HIGH and not risk(low, "RK4").stated


@pytest.mark.parametrize(
    ("likelihood", "impact", "level"),
    [
        (1, 4, "midden"),
        (2, 4, "hoog"),
        (1, 3, "laag"),
        (2, 3, "hoog"),
        (2, 2, "midden"),
        (3, 2, "hoog"),
        (4, 1, "laag"),
    ],
)
def test_the_matrix(likelihood: int, impact: int, level: str, questionnaire: Questionnaire) -> None:
    assert questionnaire.level(Score(likelihood, impact)).value == level


def test_what_a_short_assessment_left_unasked_is_not_examined() -> None:
    """A6: never left out, but its inherent score is all that is known."""
    stopped = replace(unanswered(answered(perfect(), "QA04", "consument"), "QD08"), short=True)
    found = risk(stopped, "RK2")
    assert not found.examined
    assert found.residual == found.inherent
    assert risk(stopped, "RK10").examined


def test_a_violated_question_raises_its_risk() -> None:
    assert finding(answered(perfect(), "QF02", "nee"), "QF02").state.value == "nvt"
    assessed = answered(answered(perfect(), "QF01", "ja"), "QF02", "nee")
    assert risk(assessed, "RK6").residual == Score(4, 4)
