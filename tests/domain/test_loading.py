"""Loading: nothing dangling gets in, and every fault is named with file, id and remedy, all at once."""

from dataclasses import dataclass

import pytest

from assessments.domain.loading import Fault, QuestionnaireError, load
from assessments.domain.questionnaire import Questionnaire, Text
from tests.domain.builders import GENAI, SMALL, texts

Q, A, S = "questionnaire.yaml", "advice.yaml", "sources.yaml"


@dataclass(frozen=True)
class Planted:
    """One fault: in this file, this text becomes that; and it must be found at this id, saying this."""

    file: str
    old: str
    new: str
    id: str
    message: str


# The visibility of Q4, replaced by something impossible.
Q4_SHOWN = "show_if: {not: {Q3: nee}}"
FAULTS = [
    # shape
    Planted(Q, "    severity: hoog\n", "    severity: hoog\n    kleur: rood\n", "Q1", "unknown key 'kleur'"),
    Planted(Q, "means: blocks}", "means: blocks, kleur: rood}", "Q4.options.nee", "unknown key 'kleur'"),
    Planted(A, "scope: [Q1]", "scope: [Q1], kleur: rood", "short_report", "unknown key 'kleur'"),
    Planted(S, "    source: gelezen\n", "    kleur: rood\n", "wet-1", "unknown key 'kleur'"),
    Planted(Q, "    curable: true\n", "    curable: misschien\n", "Q1", "curable is 'misschien'"),
    Planted(Q, "    order: 3\n", "    order: drie\n", "Q3", "order is 'drie'"),
    Planted(Q, "    order: 3\n", "    order: true\n", "Q3", "order is True"),
    Planted(Q, "    type: choice\n", "    type: vrij\n", "Q3", "type is 'vrij'"),
    Planted(Q, "    type: choice\n", "", "Q3", "type is missing"),
    Planted(Q, "    per: assessment\n", "", "Q1", "per is missing"),
    Planted(Q, "    letter: [L1]\n", "    letter: L1\n", "Q1", "letter is 'L1'"),
    Planted(Q, "id: small\n", "", "-", "id is missing"),
    Planted(Q, "languages: [nl, en]", "languages: [nl]", "-", "languages are not nl and en"),
    Planted(Q, "max_length: 20", "max_length: 0", "Q3.fields.uitleg", "max_length is 0"),
    Planted(Q, ", max_length: 20", "", "Q3.fields.uitleg", "without max_length"),
    Planted(Q, "sections:\n", "sections: geen\nrest:\n", "-", "sections is 'geen'"),
    Planted(S, "applies_from: 2020-01-01", "applies_from: gisteren", "wet-1", "applies_from is 'gisteren'"),
    Planted(S, "status: geldend", "status: ooit", "wet-1", "status is 'ooit'"),
    Planted(S, "confirmed: primary", "confirmed: misschien", "wet-1", "confirmed is 'misschien'"),
    # translations
    Planted(Q, "ask: {nl: Welke soort?, en: Which kind?}", "ask: {nl: Welke soort?}", "Q1.ask", "no text in 'en'"),
    Planted(
        Q,
        "{code: nee, nl: Nee, en: 'No', means: blocks}",
        "{code: nee, nl: Nee, means: blocks}",
        "Q4.options.nee",
        "no text in 'en'",
    ),
    Planted(
        Q,
        "evidence: {nl: [contract], en: [contract]}",
        "evidence: {nl: [contract], en: []}",
        "Q4.evidence",
        "differ in length",
    ),
    Planted(
        A, "reason: {nl: Gegevens, en: Data}", "reason: {nl: Gegevens, en: ' '}", "R1.raise.1.reason", "no text in 'en'"
    ),
    Planted(S, "says: {nl: Het moet., en: It must.}", "says: {en: It must.}", "wet-1.says", "no text in 'nl'"),
    # twice
    Planted(Q, "  - id: Q3\n", "  - id: Q1\n", "-", "Q1 stands twice"),
    Planted(Q, "code: hulp", "code: baas", "Q2", "baas stands twice"),
    Planted(Q, "    order: 3\n", "    order: 2\n", "Q3", "same order as Q2"),
    Planted(Q, "    order: 3\n", "    order: 3\n    order: 3\n", "order", "stands twice in one mapping"),
    Planted(A, "- id: M2\n", "- id: M1\n", "-", "M1 stands twice"),
    Planted(S, "  - id: wet-1\n", "  - id: L1\n", "-", "L1 stands twice"),
    # dangling
    Planted(Q, "    section: rest\n", "    section: nergens\n", "Q4", "unknown section 'nergens'"),
    Planted(Q, "    section: rest\n", "    section: nergens\n", "rest", "a section without questions"),
    Planted(Q, "    gate: POORT\n", "    gate: DEUR\n", "Q1", "unknown gate 'DEUR'"),
    Planted(Q, "    risk: R1\n", "    risk: R9\n", "Q4", "unknown risk 'R9'"),
    Planted(Q, "    measures: [M1]\n", "    measures: [M9]\n", "Q4", "unknown measure 'M9'"),
    Planted(Q, "{measures: [M1],", "{measures: [M9],", "Q4", "unknown measure 'M9'"),
    Planted(Q, "    cites: [wet-1]\n", "    cites: [wet-9]\n", "Q1", "unknown source 'wet-9'"),
    Planted(Q, "    letter: [L1]\n", "    letter: [L8]\n", "Q1", "unknown source 'L8'"),
    Planted(Q, "    cites: [wet-1]\n", "    cites: [L2]\n", "Q1", "L2 stands in the wrong list"),
    Planted(Q, "ask: [maker]", "ask: [tovenaar]", "Q4", "unknown role 'tovenaar'"),
    Planted(Q, "party_roles: [hulp]", "party_roles: [tovenaar]", "Q4", "unknown role 'tovenaar'"),
    Planted(Q, "else: organisatie", "else: buurman", "Q4", "else is 'buurman'"),
    Planted(Q, "else: organisatie", "else: organisatie, commits_too: buurman", "Q4", "commits_too is 'buurman'"),
    Planted(A, "questions: [Q1, Q2, Q3, Q4]", "questions: [Q1, Q2, Q3, Q4, Q9]", "POORT", "unknown question 'Q9'"),
    Planted(A, "questions: [Q1, Q2, Q3, Q4]", "questions: [Q1, Q2, Q3]", "Q4", "gate POORT does not list it"),
    Planted(A, "parties: [organisatie, all, maker]", "parties: [tovenaar]", "POORT", "unknown party 'tovenaar'"),
    Planted(A, "outcome: TOEGESTAAN_ONDER_VERANTWOORDING}", "outcome: MISSCHIEN}", "allowed", "unknown outcome"),
    Planted(A, "code: NIET_TOEGESTAAN_TENZIJ", "code: ONTRADEN", "outcomes", "not the five outcomes"),
    Planted(A, "add: M1}", "add: M9}", "committed", "unknown measure 'M9'"),
    Planted(A, "name: allowed,", "name: allowed, if: {residual: hoog},", "rules", "the last rule has a condition"),
    Planted(A, "triggers: [Q4]", "triggers: [Q3]", "R1", "do not agree"),
    Planted(A, "    triggers: [Q4]", "    only_measures: [M9]\n    triggers: [Q4]", "R1", "unknown measure 'M9'"),
    Planted(A, "inherent: {online: [2, 2], lokaal: [1, 1]}", "inherent: {online: [2, 2]}", "R1", "deployment columns"),
    Planted(A, "lokaal: [1, 1]}", "lokaal: [1, 5]}", "R1.inherent", "lokaal is [1, 5]"),
    Planted(A, "    letter: [L2]", "    letter: [wet-1]", "R1", "unknown letter passage 'wet-1'"),
    Planted(A, "risks: [R1], reason", "risks: [R9], reason", "X1", "unknown risk 'R9'"),
    Planted(A, "likelihood: 1, reason", "reason", "R1-1", "raises nothing"),
    Planted(A, "effects: [{risk: R1,", "effects: [{risk: R9,", "M1", "unknown risk 'R9'"),
    Planted(A, "supports: [R1]", "supports: [R9]", "M2", "unknown risk 'R9'"),
    Planted(A, "with_any: [M2]", "with_any: [M9]", "M1", "unknown measure 'M9'"),
    Planted(A, "route: Q4", "route: Q9", "M2", "unknown question 'Q9'"),
    Planted(A, "kind: detectief", "kind: hopelijk", "M2", "kind is 'hopelijk'"),
    Planted(A, "ends_at: [Q3.einde]", "ends_at: [Q3.uitleg]", "validity.ends_at", "no date field"),
    Planted(A, "ends_at: [Q3.einde]", "ends_at: [einde]", "validity", "ends_at names 'einde'"),
    Planted(A, "phase_question: Q1", "phase_question: Q9", "validity", "unknown question 'Q9'"),
    Planted(A, "phases: {online: [online]", "phases: {proef: [online]", "validity.phases", "'proef' is no answer"),
    Planted(A, "{months: 36}]", "{if: {Q1: lokaal}, months: 36}]", "validity.max_months", "last term has a condition"),
    Planted(A, "actions: [stop]", "actions: [ren]", "immediate_actions", "ren has no text"),
    Planted(A, "extra: {Q4: [Q3]}", "extra: {Q9: [Q3]}", "short_report", "unknown question 'Q9'"),
    Planted(A, "self_report: {question: Q3", "self_report: {question: Q9", "self_report", "unknown question 'Q9'"),
    Planted(A, "high_when: [onbekend]", "high_when: [hoog]", "self_report", "'hoog' is no answer of Q3"),
    Planted(A, "  by: Q1\n", "  by: Q9\n", "parties.by", "unknown question 'Q9'"),
    Planted(
        A,
        "    onbekend: [{party: organisatie",
        "    niets: [{party: organisatie",
        "parties.default",
        "not the answers of Q1",
    ),
    Planted(
        A, "online: [{party: organisatie", "online: [{party: verwerker", "parties.default.online", "not exactly one own"
    ),
    Planted(A, "avg: hulp, ai: [maker]", "avg: maker, ai: [hulp]", "parties.default.online", "unknown role 'maker'"),
    Planted(A, "questionnaire: small 1.0", "questionnaire: small 2.0", "-", "belongs to another questionnaire"),
    Planted(A, "  4: [midden, hoog, hoog, hoog]\n", "", "matrix", "not four rows"),
    Planted(A, "  likelihood: {1: {nl: a, en: a},", "  likelihood: {", "scales.likelihood", "not the steps 1 to 4"),
    Planted(A, "own: organisatie\n", "own: wij\n", "parties", "own is 'wij'"),
    # conditions
    Planted(Q, Q4_SHOWN, "show_if: {Q9: nee}", "Q4", "show_if: unknown question 'Q9'"),
    Planted(Q, Q4_SHOWN, "show_if: {Q3: misschien}", "Q4", "'misschien' is no answer of Q3"),
    Planted(Q, Q4_SHOWN, "show_if: {Q4: ja}", "Q4", "looks at Q4, which is no earlier question"),
    Planted(Q, Q4_SHOWN, "show_if: 'Q3 != nee'", "Q4", "show_if: 'Q3 != nee' is no condition"),
    Planted(Q, Q4_SHOWN, "show_if: {xor: [{Q3: nee}, {Q1: online}]}", "Q4", "is no condition"),
    Planted(
        Q,
        "    help: {nl: Noem ze., en: Name them.}\n",
        "    help: {nl: a, en: a}\n    show_if: {Q3: ja}\n",
        "Q2",
        "looks at Q3, which is no earlier question",
    ),
    Planted(Q, Q4_SHOWN, "show_if: {all: [{Q3: ja}, {Q3: nee}]}", "Q4", "nobody can reach it"),
    Planted(Q, Q4_SHOWN, "show_if: {count: Q3, at_least: 2}", "Q4", "nobody can reach it"),
    Planted(Q, Q4_SHOWN, "show_if: {all: [{Q1: onbekend}, {Q1: online}]}", "Q4", "nobody can reach it"),
    Planted(Q, "blocking: {Q4: nee}", "blocking: {Q4: neen}", "Q4", "blocking: 'neen' is no answer of Q4"),
    Planted(Q, "if: {Q1: lokaal}, party_roles", "if: {Q1: thuis}, party_roles", "Q4", "own_cure: 'thuis'"),
    Planted(Q, "complete_if: {Q2: maker}", "complete_if: {Q2: tovenaar}", "Q2", "complete_if: 'tovenaar'"),
    Planted(
        Q,
        "means: blocks}",
        "means: blocks, means_if: [{if: {Q9: ja}, means: bad}]}",
        "Q4",
        "means_if: unknown question",
    ),
    Planted(A, "lokaal: {Q1: lokaal}", "lokaal: {Q1: thuis}", "lokaal", "'thuis' is no answer of Q1"),
    Planted(A, "verified_when: {Q4: ja}", "verified_when: {Q9: ja}", "M1", "unknown question 'Q9'"),
    Planted(A, "{if: {Q4: nee}, actions", "{if: {Q4: neen}, actions", "immediate_actions", "'neen' is no answer of Q4"),
    Planted(A, "{id: X1, if: {Q3: onbekend},", "{id: X1, if: {Q3: 7},", "X1", "is no condition"),
    Planted(
        A,
        "if: {any_question_state: geschonden}",
        "if: {any_question_state: stuk}",
        "rules.1.if",
        "any_question_state is 'stuk'",
    ),
    # meaning
    Planted(Q, "    good: ja\n    blocking", "    good: prima\n    blocking", "Q4", "good answer 'prima' is no option"),
    Planted(
        Q, "    good: ja\n    blocking", "    good: nee\n    blocking", "Q4", "good answer 'nee' is not good or neutral"
    ),
    Planted(Q, "    good: ja\n    blocking", "    blocking", "Q4", "names no good answer"),
    Planted(Q, "unproven_counts_as: onbekend", "unproven_counts_as: misschien", "Q3", "unknown option 'misschien'"),
    Planted(Q, "means: blocks}", "means: blocks, exclusive: true}", "Q4", "exclusive where only one can be chosen"),
    Planted(Q, "needs: [reason, check]", "needs: [reason]", "Q4", "nvt without a checked reason"),
    Planted(Q, "needs: [reason, check]", "needs: [reden]", "Q4.options.nvt", "needs reden"),
    Planted(Q, "evidence_class: file", "evidence_class: none", "Q4", "its good answer needs evidence"),
    Planted(Q, "    blocking: {Q4: nee}\n", "", "Q4", "no blocking condition"),
    Planted(Q, "blocking: {Q4: nee}", "blocking: {Q4: onbekend}", "Q4", "does not name it"),
    Planted(Q, "means: blocks}", "means: bad}", "Q4", "no option that blocks"),
    Planted(S, "status: geldend", "status: aangekondigd", "Q4", "blocks without a norm in force"),
    Planted(Q, "    per: party\n", "    per: assessment\n", "Q4", "per does not fit"),
    Planted(Q, "repeat: true, ", "repeat: false, ", "Q4.party", "repeat does not fit ask"),
    Planted(Q, "ask: [maker]", "ask: buurman", "Q4.party", "ask is 'buurman'"),
    Planted(Q, ", field: avg}", "}", "Q2", "role baas has no field"),
    Planted(Q, "    kxi: {likelihood: 3, impact: 3}\n", "", "Q4", "risk and kxi do not stand together"),
    Planted(Q, "    severity: kritiek\n", "    severity: erg\n", "Q4", "severity is 'erg'"),
    Planted(Q, "    reuse: provider\n", "    reuse: nooit\n", "Q4", "reuse is 'nooit'"),
    Planted(Q, "    reuse: provider\n", "    reuse: provider\n    knows: de-buurman\n", "Q4", "knows is 'de-buurman'"),
    Planted(Q, "    reuse: provider\n", "    reuse: provider\n    derived: true\n", "Q4", "derived does not fit"),
    Planted(Q, "type: repeat", "type: multi", "questions", "not exactly one question of type repeat"),
    Planted(S, ", context_only: true}", "}", "L9", "a letter passage without a question"),
    Planted(Q, "    letter: [L2]\n", "    letter: [L1]\n", "L2", "a letter passage without a question"),
]


def with_planted(fault: Planted) -> dict[str, str]:
    files = texts(SMALL)
    assert fault.old in files[fault.file]
    files[fault.file] = files[fault.file].replace(fault.old, fault.new, 1)
    return files


def faults_of(files: dict[str, str]) -> tuple[Fault, ...]:
    with pytest.raises(QuestionnaireError) as refused:
        load(files)
    return refused.value.faults


def test_the_small_questionnaire_is_sound(small: Questionnaire) -> None:
    assert list(small.questions) == ["Q1", "Q2", "Q3", "Q4"]
    assert small.sections[1].questions == ("Q4",)
    assert small.parties_question == "Q2"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.id}-{fault.message[:30]}")
def test_a_planted_fault_is_found_with_file_id_and_remedy(fault: Planted) -> None:
    found = [each for each in faults_of(with_planted(fault)) if each.id == fault.id and fault.message in each.message]
    assert found, faults_of(with_planted(fault))
    assert found[0].remedy
    assert found[0].file in (Q, A, S)


def test_more_than_thirty_files_are_too_many() -> None:
    files = texts(GENAI)
    files[Q] = files[Q].replace("evidence_class: declaration", "evidence_class: file", 20)
    assert any("at most 30 may" in fault.message for fault in faults_of(files))


def test_all_faults_are_named_at_once_over_all_files() -> None:
    files = texts(SMALL)
    files[Q] = files[Q].replace("gate: POORT", "gate: DEUR", 1).replace("kritiek", "erg")
    files[A] = files[A].replace("route: Q4", "route: Q9")
    files[S] = files[S].replace("status: geldend", "status: ooit")
    found = faults_of(files)
    assert {fault.file for fault in found} == {Q, A, S}
    assert {"Q1", "Q4", "M2", "wet-1"} <= {fault.id for fault in found}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "the file is missing"),
        ({Q: "a: [", A: "", S: "- x"}, "is no YAML"),
        ({Q: "a: 1\n", A: "a: 1\n", S: "1: 2\n"}, "is no mapping of named keys"),
        ({Q: "!!python/object:os.system {}", A: "a: 1", S: "a: 1"}, "is no YAML"),
        ({Q: "a: 2026-13-45\n", A: "a: 1", S: "a: 1"}, "is no YAML"),
        ({**texts(SMALL), "extra.yaml": "a: 1"}, "unknown file"),
    ],
)
def test_files_that_are_no_questionnaire_are_refused(files: dict[str, str], message: str) -> None:
    assert any(message in fault.message for fault in faults_of(files))


def test_only_the_rules_hash_stays_when_words_change(small: Questionnaire) -> None:
    files = texts(SMALL)
    files[Q] = files[Q].replace("Welke soort?", "Welke soort is het?")
    reworded = load(files)
    assert reworded.rules_hash == small.rules_hash
    assert reworded.text_hash != small.text_hash


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (Q, "show_if: {not: {Q3: nee}}", "show_if: {Q3: ja}"),
        (Q, "kxi: {likelihood: 3,", "kxi: {likelihood: 2,"),
        (Q, "curable: true", "curable: false"),
        (A, "months: 36", "months: 24"),
        (A, "likelihood: -1", "likelihood: -2"),
        (A, "2: [laag, midden, hoog, hoog]", "2: [laag, laag, hoog, hoog]"),
        (A, "overrulable: false", "overrulable: true"),
    ],
)
def test_the_rules_hash_changes_with_any_rule(file: str, old: str, new: str, small: Questionnaire) -> None:
    files = texts(SMALL)
    assert old in files[file]
    assert load({**files, file: files[file].replace(old, new, 1)}).rules_hash != small.rules_hash


def test_comments_and_order_of_keys_change_no_hash(small: Questionnaire) -> None:
    files = texts(SMALL)
    files[A] = (
        "# opmerking\n"
        + files[A].replace("version: '1.0'\nquestionnaire: small 1.0\n", "")
        + ("questionnaire: small 1.0\nversion: '1.0'\n")
    )
    assert (load(files).rules_hash, load(files).text_hash) == (small.rules_hash, small.text_hash)


def test_a_source_keeps_how_it_was_confirmed(small: Questionnaire) -> None:
    norm = small.sources["wet-1"]
    assert (norm.status, norm.confirmed, norm.is_letter) == ("geldend", "primary", False)
    assert small.sources["L1"].place == Text("blz. 1", "page 1")


def test_a_text_speaks_dutch_and_english_only() -> None:
    text = Text("ja", "yes")
    assert (text.in_("nl"), text.in_("en")) == ("ja", "yes")
    with pytest.raises(ValueError, match="no texts in 'de'"):
        text.in_("de")


def test_the_real_questionnaire_is_sound_and_complete(questionnaire: Questionnaire) -> None:
    assert (len(questionnaire.questions), len(questionnaire.gates), len(questionnaire.measures)) == (90, 12, 40)
    assert sum(question.blocking is not None for question in questionnaire.questions.values()) == 13
    assert sum(question.knockout for question in questionnaire.questions.values()) == 22
    assert sum("nvt" in question.options for question in questionnaire.questions.values()) == 5
