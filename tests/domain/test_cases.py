"""Case files: what they may say, and how they are refused."""

from datetime import date

import pytest

from assessments.domain.advice import advise
from assessments.domain.answers import Consultation, Key, Proof
from assessments.domain.cases import Case, CaseError, differences, read_case
from assessments.domain.questionnaire import Questionnaire
from tests.domain.builders import genai

HEAD = "reference_date: 2026-11-01\n"
GIVEN = HEAD + "given: demonstrated\n"


def read(text: str) -> Case:
    return read_case(genai(), "case.yaml", text)


def answers(*lines: str, head: str = GIVEN) -> str:
    return head + "answers:\n" + "".join(f"  {line}\n" for line in lines)


def test_given_demonstrated_fills_every_question_with_its_good_value_and_proof() -> None:
    dossier = read(answers("QA03: {value: [lokaal]}")).dossier
    assert dossier.answers[Key("QD01", "aanbieder")].value == ("ja",)
    assert {answer.proof for answer in dossier.answers.values()} == {Proof.CHECKED}


def test_given_claimed_fills_without_proof_and_given_unknown_fills_nothing() -> None:
    claimed = read(answers("QA03: {value: [online]}", head=HEAD + "given: claimed\n")).dossier
    assert claimed.answers[Key("QA01")].proof is Proof.NONE
    assert read(HEAD + "given: unknown\nanswers: {}\n").dossier.answers == {}
    assert read(HEAD + "answers: {}\n").dossier.parties[0].roles == frozenset()


def test_the_deployment_kind_brings_its_usual_parties() -> None:
    online = read(answers("QA03: {value: [online]}")).dossier
    assert {party.id: party.avg_role for party in online.parties}["aanbieder"] == "verwerker"
    both = read(answers("QA03: {value: [online, lokaal]}")).dossier
    assert [party.id for party in both.parties] == ["organisatie", "aanbieder", "aanbieder-2"]


def test_parties_can_be_named_and_several_of_a_kind_have_ids() -> None:
    rows = (
        "[{party: organisatie, avg: verwerkingsverantwoordelijke, ai: [gebruiksverantwoordelijke]},"
        " {party: aanbieder, id: a, name: A, country: NL, avg: verwerker, ai: [ai-aanbieder, modelaanbieder]},"
        " {party: aanbieder, id: b, avg: verwerker, ai: [ai-aanbieder]}]"
    )
    dossier = read(answers(f"QA11: {{value: {rows}}}", "QH05: {value: nee, party: b}")).dossier
    assert dossier.answers[Key("QH05", "b")].value == ("nee",)
    assert dossier.answers[Key("QH05", "a")].value == ("ja",)
    assert [party.name for party in dossier.parties] == ["", "A", ""]
    with pytest.raises(CaseError, match="several parties are called 'aanbieder'"):
        read(answers(f"QA11: {{value: {rows}}}", "QH05: {value: nee, party: aanbieder}"))


def test_without_a_party_an_answer_goes_to_every_row() -> None:
    dossier = read(answers("QG06: {value: nee}")).dossier
    assert {dossier.answers[Key("QG06", party.id)].value for party in dossier.parties} == {("nee",)}


def test_several_parties_answer_in_a_list() -> None:
    two = "QG06: [{value: nee, party: aanbieder}, {value: ja-beweerd, party: organisatie}]"
    dossier = read(answers(two)).dossier
    assert dossier.answers[Key("QG06", "aanbieder")].value == ("nee",)
    assert dossier.answers[Key("QG06", "organisatie")].value == ("ja-beweerd",)


def test_evidence_is_checked_unless_the_file_says_otherwise() -> None:
    lines = (
        "QD08: {value: ja}",
        "QE01: {value: ja, evidence: delivered}",
        "QE04: {value: ja, evidence: {state: checked, valid_until: 2026-10-31}}",
        "QC09: {value: ja, evidence: {hash: changed}}",
    )
    found = read(answers(*lines)).dossier.answers
    assert [found[Key(name)].proof.value for name in ("QD08", "QE01", "QE04", "QC09")] == [
        "checked",
        "delivered",
        "checked",
        "changed",
    ]
    assert found[Key("QE04")].valid_until == date(2026, 10, 31)


def test_fields_reasons_risks_and_the_ap_are_read() -> None:
    text = answers("QA07: {value: deels, reason: Bijna., fields: {einddatum: 2027-03-31, deelnemers: 20}}")
    text += "risks: {RK2: {likelihood: 2, impact: 3, reason: Test.}}\nap_consulted: positive\n"
    text += "relied_on: {phase: pilot, date: 2027-01-01, events: [incident]}\n"
    text += "stricter: {by: fg, outcome: NIET_TOEGESTAAN, reason: Te vroeg.}\n"
    dossier = read(text).dossier
    answer = dossier.answers[Key("QA07")]
    assert (answer.reason, answer.fields) == ("Bijna.", {"einddatum": date(2027, 3, 31), "deelnemers": 20})
    assert dossier.stated_risks["RK2"].impact == 3
    assert dossier.consultation is Consultation.POSITIVE
    assert dossier.relied_on and dossier.relied_on.events == ("incident",)
    assert dossier.stricter and dossier.stricter.by == "fg"


def test_commit_all_promises_every_row_with_everybody_needed() -> None:
    text = answers("QA03: {value: [online]}", head=HEAD + "given: claimed\ncommit_all: {owner: P, due: 2027-02-01}\n")
    found = read(text).dossier.commitments
    assert [each.party for each in found[Key("QD01", "aanbieder")]] == ["aanbieder"]
    assert found[Key("QA01")][0].owner == "P"


def test_both_sides_promise_in_a_list() -> None:
    text = answers(
        "QD01: {value: nee, commitment: [{party: aanbieder, owner: A, due: 2027-01-01},"
        " {party: organisatie, owner: B, due: 2027-01-01, measure: M06, evidence: brief}]}"
    )
    theirs, ours = read(text).dossier.commitments[Key("QD01", "aanbieder")]
    assert (theirs.owner, theirs.signatory, ours.owner, ours.measure) == ("A", "A", "B", "M06")


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (GIVEN + "answers: {}\nbijlage: 3\n", "-", "unknown key 'bijlage'"),
        ("given: demonstrated\nanswers: {}\n", "-", "reference_date is missing"),
        (HEAD + "given: alles\nanswers: {}\n", "-", "given is 'alles'"),
        (HEAD + "given: unknown\n", "-", "answers is missing"),
        (answers("QZ99: {value: ja}"), "QZ99", "unknown question"),
        (answers("QA02: {value: misschien}"), "QA02", "misschien is no answer"),
        (answers("QA02: {waarde: ja}"), "QA02", "unknown key 'waarde'"),
        (answers("QA02: {value: [ja, nee]}"), "QA02", "more than one answer"),
        (answers("QA02: {value: 3}"), "QA02", "value is 3"),
        (answers("QA02: ja"), "QA02", "is no mapping"),
        (answers("QA02: {value: ja, party: organisatie}"), "QA02", "asked once, not per party"),
        (answers("QG06: {value: nee, party: buurman}"), "QG06", "no party is called 'buurman'"),
        (answers("QD01: {value: nee, party: organisatie}"), "QD01", "organisatie does not answer it"),
        (answers("QD08: {value: ja, evidence: misschien}"), "QD08", "evidence is 'misschien'"),
        (answers("QD08: {value: ja, evidence: {hash: weg}}"), "QD08.evidence", "hash is 'weg'"),
        (answers("QA07: {value: ja, fields: {kleur: rood}}"), "QA07", "unknown field 'kleur'"),
        (answers("QA07: {value: ja, fields: {einddatum: morgen}}"), "QA07", "einddatum is 'morgen'"),
        (answers("QA07: {value: ja, fields: {deelnemers: veel}}"), "QA07", "deelnemers is 'veel'"),
        (answers("QD08: {value: nee, commitment: {party: buurman, owner: A}}"), "QD08", "no party is called"),
        (answers("QD08: {value: nee, commitment: {party: organisatie, measure: M99}}"), "QD08", "unknown measure"),
        (answers("QA11: {value: [{party: organisatie, avg: baas, ai: [x]}]}"), "QA11", "'baas' is no role"),
        (answers("QA11: {value: []}"), "QA11", "not exactly one own organisation"),
        (GIVEN + "answers: {}\nrisks: {RK99: {likelihood: 2, impact: 2}}\n", "risks.RK99", "unknown risk"),
        (GIVEN + "answers: {}\nrisks: {RK1: {likelihood: 9, impact: 2}}\n", "risks.RK1", "likelihood is 9"),
        (GIVEN + "answers: {}\nap_consulted: ja\n", "-", "ap_consulted is 'ja'"),
        (GIVEN + "answers: {}\nrelied_on: {phase: later, date: 2027-01-01}\n", "relied_on", "unknown phase"),
        (GIVEN + "answers: {}\nrelied_on: {phase: pilot}\n", "relied_on", "date is missing"),
        (
            GIVEN + "answers: {}\nrelied_on: {phase: pilot, date: 2027-01-01, events: [feest]}\n",
            "relied_on",
            "unknown event",
        ),
        (GIVEN + "answers: {}\nstricter: {by: baas, outcome: NIET_TOEGESTAAN, reason: x}\n", "stricter", "by is"),
        (GIVEN + "answers: {}\nstricter: {by: fg, outcome: NEE, reason: x}\n", "stricter", "unknown outcome"),
        (GIVEN + "answers: {}\nexpect: {open: [QZ99]}\n", "expect", "unknown question 'QZ99'"),
        (GIVEN + "answers: {}\nexpect: {uitkomst: x}\n", "expect", "unknown key 'uitkomst'"),
        (GIVEN + "answers: {}\nanswers: {}\n", "answers", "stands twice"),
        ("a: [", "-", "is no YAML"),
        ("- a\n", "-", "is no mapping"),
        ("", "-", "is no mapping"),
    ],
)
def test_what_does_not_exist_is_refused_with_file_key_and_remedy(text: str, place: str, message: str) -> None:
    with pytest.raises(CaseError) as refused:
        read(text)
    found = [fault for fault in refused.value.faults if message in fault.message]
    assert found, refused.value
    assert (found[0].file, found[0].id) == ("case.yaml", place)
    assert found[0].remedy


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(CaseError) as refused:
        read(answers("QZ99: {value: ja}", "QA02: {value: misschien}") + "bijlage: 3\n")
    assert {fault.id for fault in refused.value.faults} == {"QZ99", "QA02", "-"}


def test_a_refusal_is_as_expected_only_for_that_question() -> None:
    nvt = answers("QD01: {value: nvt, reason: Lokaal.}")
    for expected, as_expected in (("QD01", True), ("QD02", False)):
        with pytest.raises(CaseError) as refused:
            read(nvt + f"expect: {{refused: {expected}}}\n")
        assert refused.value.expected is as_expected
    with pytest.raises(CaseError) as refused:
        read(nvt)
    assert not refused.value.expected


@pytest.mark.parametrize(
    ("expect", "different"),
    [
        ("outcome: TOEGESTAAN_ONDER_VERANTWOORDING", ()),
        ("outcome: NIET_TOEGESTAAN", ("outcome",)),
        ("open: [QA01]", ("open",)),
        ("open: all", ("open",)),
        ("blocking: [QA01], high: [RK1], rule: blocking", ("blocking", "high", "rule")),
        ("valid_until: 2027-11-01, incomplete: false, art36_condition: false, immediate: []", ()),
        ("valid_until: 2027-11-02", ("valid_until",)),
        ("refused: QD01", ("refused",)),
    ],
)
def test_what_differs_from_the_expectation_is_named(
    expect: str, different: tuple[str, ...], questionnaire: Questionnaire
) -> None:
    case = read(GIVEN + f"answers: {{}}\nexpect: {{{expect}}}\n")
    found = differences(questionnaire, case, advise(questionnaire, case.dossier))
    assert {line.partition(":")[0] for line in found} == set(different)
