"""Who is asked what, and what hides a question."""

from dataclasses import replace

import pytest

from assessments.domain.answers import Dossier, Key, Party, Proof
from assessments.domain.findings import rows
from assessments.domain.questionnaire import Questionnaire
from assessments.domain.rows import Sheet, why_refused
from tests.domain.builders import answered, finding, genai, perfect, unanswered, unproven


def asked(dossier: Dossier) -> set[Key]:
    return {row.key for row in rows(genai(), dossier)}


def questions(dossier: Dossier) -> set[str]:
    return {key.question for key in asked(dossier)}


def test_a_question_with_a_role_is_asked_of_each_party_that_has_it() -> None:
    found = asked(perfect("online"))
    assert Key("QD01", "aanbieder") in found
    assert Key("QD01", "organisatie") not in found
    assert {key.party for key in found if key.question == "QG06"} == {"organisatie", "aanbieder"}


def test_where_nobody_has_the_role_the_own_organisation_answers() -> None:
    assert Key("QD12", "organisatie") in asked(perfect("lokaal"))


def test_a_hidden_question_names_what_hid_it(questionnaire: Questionnaire) -> None:
    row = next(row for row in Sheet(questionnaire, perfect("lokaal")).rows if row.question == "QA04")
    assert row.hidden
    assert row.applies.decided_by == (Key("QA03"),)


def test_only_a_definite_no_hides_a_question() -> None:
    assert "QA04" not in questions(perfect("lokaal"))
    assert "QA04" in questions(unanswered(perfect("lokaal"), "QA03"))


def test_no_personal_data_hides_questions_only_once_it_is_proven() -> None:
    without = answered(perfect(), "QB03", "nee")
    assert "QB04" not in questions(without)
    assert "QB04" in questions(unproven(without, "QB03"))


def test_what_a_hidden_question_holds_is_not_looked_at() -> None:
    """QC02 is hidden without personal data, so its blocking answer counts for nothing."""
    dossier = answered(answered(perfect(), "QB03", "nee"), "QC02", "ja-zonder")
    assert "QC02" not in questions(dossier)


def test_a_party_without_roles_keeps_role_questions_open() -> None:
    nameless = Party(id="x", kind="aanbieder")
    dossier = perfect("lokaal")
    assert "QH02" not in questions(dossier)
    assert "QH02" in questions(replace(dossier, parties=(*dossier.parties, nameless)))


@pytest.mark.parametrize(
    ("question", "value", "refusal"),
    [
        ("QA03", ("online", "lokaal"), None),
        ("QA03", ("online", "onbekend"), "exclusive"),
        ("QA03", ("online", "online"), "twice"),
        ("QA02", ("ja", "nee"), "one-only"),
        ("QD01", ("nvt",), "unknown-code"),
        ("QD01", (), None),
    ],
)
def test_a_value_outside_the_options_is_no_answer(
    question: str, value: tuple[str, ...], refusal: str | None, questionnaire: Questionnaire
) -> None:
    assert why_refused(questionnaire.questions[question], value) == refusal


def test_a_value_outside_the_options_counts_as_unanswered() -> None:
    assert finding(answered(perfect(), "QD01", "nvt", "aanbieder"), "QD01", "aanbieder").unanswered


def test_proof_of_another_party_shows_nothing_for_this_one() -> None:
    dossier = unproven(perfect(), "QG06", "aanbieder")
    assert dossier.answers[Key("QG06", "organisatie")].proof is Proof.CHECKED
    assert not finding(dossier, "QG06", "aanbieder").fine
    assert finding(dossier, "QG06", "organisatie").fine
