"""The advice in words and as data."""

import json
from dataclasses import replace

import pytest

from assessments.domain.advice import advise
from assessments.domain.answers import Answer, Clearance, Consultation, Dossier, Key, Party, Proof, StatedRisk, Stricter
from assessments.domain.explain import Explained, as_dict, sentences
from assessments.domain.ledger import canonical_json
from tests.domain.builders import TODAY, answered, genai, on_the_site, perfect, promised, unanswered, unproven

HIGH = {"RK2": StatedRisk(2, 3)}
DOSSIERS = {
    "allowed": perfect(),
    "nothing": Dossier(TODAY, (Party("organisatie", "organisatie"),)),
    "outside": answered(perfect(), "QA02", "nee"),
    "blocked": answered(answered(perfect(), "QA04", "consument"), "QC07", "ja", "aanbieder"),
    "open": unproven(answered(perfect(), "QE01", "deels", reason="bijna"), "QD01", "aanbieder"),
    "promised": promised(unproven(perfect(), "QD08"), "QD08"),
    "promised-high": replace(promised(unproven(perfect(), "QD08"), "QD08"), stated_risks=HIGH),
    "high": replace(perfect(), stated_risks=HIGH),
    "reported": answered(perfect(), "QJ07", "hoog-niet-geraadpleegd"),
    "consulted": replace(perfect(), stated_risks=HIGH, consultation=Consultation.POSITIVE),
    "refused": replace(perfect(), stated_risks=HIGH, consultation=Consultation.NEGATIVE),
    "phase": replace(answered(perfect(), "QA06", "pilot"), relied_on=Clearance("productie", TODAY)),
    "event": replace(perfect(), relied_on=Clearance("productie", TODAY, ("incident",))),
    "stricter": replace(perfect(), stricter=Stricter("fg", "NIET_TOEGESTAAN", "Te vroeg.")),
    "exception": answered(perfect(), "QG07", "nvt", reason="", proof=Proof.NONE),
    "unchecked": answered(perfect(), "QG07", "nvt", reason="zo", reason_checked=False),
    "expired": answered(perfect(), "QD08", "ja", proof=Proof.EXPIRED),
    "changed": answered(perfect(), "QD08", "ja", proof=Proof.CHANGED),
    "delivered": answered(perfect(), "QD08", "ja", proof=Proof.DELIVERED),
    "short": replace(unanswered(answered(perfect(), "QA04", "consument"), "QD08"), short=True),
    "needs-more": replace(unanswered(answered(perfect(), "QA04", "consument"), "QB03"), short=True),
    "parties": replace(perfect(), parties=(*perfect().parties, Party("x", "verwerker", "Bureau X"))),
    "site": on_the_site(perfect()),
    "site-rows": unproven(on_the_site(perfect()), "QD02", "aanbieder"),
    "site-declaration": on_the_site(perfect()).with_answers({Key("QG06", "aanbieder"): Answer()}),
}


def explained(name: str, locale: str = "nl") -> Explained:
    return sentences(genai(), DOSSIERS[name], advise(genai(), DOSSIERS[name]), locale)


@pytest.mark.parametrize("name", DOSSIERS)
def test_every_outcome_names_a_reason_in_both_languages(name: str) -> None:
    dutch, english = explained(name), explained(name, "en")
    assert dutch.headline and english.headline and dutch.headline != english.headline
    assert dutch.because and len(dutch.because) == len(english.because)
    assert [each.sources for each in dutch.because] == [each.sources for each in english.because]
    said = [each.text for each in (*dutch.because, *dutch.gates, *dutch.conditions)]
    assert not any("{" in text or "}" in text for text in (*said, *dutch.to_improve, *dutch.notes, dutch.headline))


@pytest.mark.parametrize("name", DOSSIERS)
def test_the_data_is_canonical_json_and_names_only_what_exists(name: str) -> None:
    advice = advise(genai(), DOSSIERS[name])
    data = json.loads(canonical_json(as_dict(advice)))
    assert data["outcome"] in genai().outcomes
    for finding in data["findings"]:
        assert set(finding["sources"]) <= set(genai().sources)
    for reason in data["because"]:
        assert set(reason["sources"]) <= set(genai().sources)
        assert reason["code"].startswith("stricter") or reason["sources"]


def test_the_data_holds_no_text_anybody_wrote() -> None:
    written = "Dit schreef iemand."
    dossier = promised(answered(perfect(), "QD08", "deels", reason=written), "QD08", owner=written, signatory=written)
    dossier = replace(dossier, stated_risks={"RK2": StatedRisk(2, 3, written)})
    dossier = replace(dossier, parties=tuple(replace(each, name=written) for each in dossier.parties))
    assert written not in canonical_json(as_dict(advise(genai(), dossier)))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("allowed", "tot en met 1 november 2027"),
        ("nothing", "(voorlopig: onvolledig)"),
        ("promised", "de voorwaarden 1 tot en met 1"),
        ("promised-high", "de voorwaarden 1 tot en met 2"),
    ],
)
def test_the_headline_is_the_outcome_with_its_date_or_number(name: str, words: str) -> None:
    assert words in explained(name).headline


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("blocked", "kan dit gebruik in deze variant niet"),
        ("open", "(de aanbieder): het antwoord is goed, maar er is geen bewijs"),
        ("expired", "niet meer geldig op de peildatum"),
        ("changed", "veranderd na de controle"),
        ("phase", "Een proef dekt geen productie"),
        ("event", "er was een incident"),
        ("consulted", "adviseerde positief"),
        ("high", "kans 2 van 4, impact 3 van 4"),
        ("stricter", "strenger dan de berekende uitkomst"),
        ("site-declaration", "verklaring van deze partij ontbreekt"),
    ],
)
def test_a_reason_says_what_is_the_matter(name: str, words: str) -> None:
    assert any(words in each.text for each in explained(name).because)


def test_an_open_gate_names_the_party_and_its_questions() -> None:
    gates = [each.text for each in explained("open").gates]
    assert any("open bij de aanbieder, door Bronnen van de trainingsdata" in text for text in gates)


def test_a_named_party_is_called_by_its_name() -> None:
    assert any("Bureau X" in each.text for each in explained("parties").because)


def test_a_condition_says_who_promised_what_by_when() -> None:
    (condition,) = explained("promised").conditions
    assert condition.text.endswith("Toegezegd door de eigen organisatie, uiterlijk op 1 februari 2027.")
    assert "no later than 1 February 2027" in explained("promised", "en").conditions[0].text


def test_a_long_list_is_cut_to_what_people_read() -> None:
    (proposal,) = explained("nothing").to_improve
    assert proposal.count(";") == 4 and "en nog " in proposal


def test_where_nothing_helps_here_another_variant_is_named() -> None:
    nothing_here, elsewhere = explained("blocked").to_improve
    assert "bestaat geen betere uitkomst" in nothing_here
    assert elsewhere.startswith("In een andere variant: kies een andere variant, met een ander antwoord op")


def test_notes_tell_what_was_left_out_and_where_one_may_stop() -> None:
    assert any("volgen pas uit het besluit" in note for note in explained("site").notes)
    assert any("staat al vast door Contract of voorwaarden" in note for note in explained("short").notes)
    assert any("nog nodig: Persoonsgegevens" in note for note in explained("needs-more").notes)


def test_other_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="no texts in 'fr'"):
        explained("allowed", "fr")
