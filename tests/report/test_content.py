"""What the report says about the worked cases: the outcome first, then why, then what to do."""

import dataclasses
import re
from collections.abc import Iterator

import pytest

from assessments.domain.answers import Edition
from assessments.domain.edition import dossier, recompute
from assessments.domain.report import NotReproducible, report_of
from tests.report import samples


def texts(value: object) -> Iterator[str]:
    """Every text in the tree."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from texts(part)


def test_page_one_says_the_outcome_in_one_line_and_the_default_of_the_letter():
    report = samples.report("W3")
    assert report.outcome_title == "Niet toegestaan, tenzij aan de voorwaarden is voldaan"
    assert (
        report.headline
        == "Niet toegestaan, tenzij u vóór de start aantoonbaar voldoet aan de voorwaarden 1 tot en met 7."
    )
    assert "tenzij elke betrokken partij" in report.default
    assert [source.id for source in report.default_sources] == ["S4d", "S4e"]
    assert ("Peildatum", "1 november 2026") in report.facts


def test_page_one_says_why_and_what_to_do_now():
    stopped, conditional, allowed = (samples.report(case) for case in ("W1", "W3", "W5b"))
    assert "Contract of voorwaarden" in stopped.why and "‘Weten mensen het?’" in stopped.why
    assert stopped.next_step.startswith("Stop met het gebruik.")
    assert "DPIA" in conditional.why and "Begin niet" in conditional.next_step
    assert allowed.why == "Alle partijen hebben alle punten aangetoond, en er blijft geen hoog risico over."
    assert "tot en met 31 maart 2027" in allowed.headline


def test_what_was_not_demonstrated_has_state_severity_letter_and_law():
    rows = {row.id: row for row in samples.report("W1").open_rows}
    assert {"QA04", "QH01", "QD01", "QJ02"} <= rows.keys()
    assert (rows["QA04"].state, rows["QA04"].severity, rows["QA04"].why) == ("geschonden", "kritiek", "")
    assert (rows["QD01"].state, rows["QD01"].why) == ("niet_aangetoond", "onbekend")
    assert all(row.letter and row.law for row in rows.values())
    assert [row.condition for row in samples.report("W3").open_rows] == [1, 2, 3, 4, 5, 6, 7]


def test_a_better_variant_is_told_change_by_change_and_leaves_nothing_out():
    better = samples.report("W1").better[0]
    assert better.lead == "In een andere variant:"
    assert "Verwerkersovereenkomst" in better.changes[0] and "DPIA" in better.changes[1]
    assert not any("en nog" in change for change in better.changes)


def test_dates_of_sources_are_written_as_people_write_them():
    norms = [group.title + group.about + norm.remark for group in samples.report("W1").norms for norm in group.norms]
    assert not [text for text in norms if re.search(r"\d{4}-\d{2}", text)]
    assert any("mei 2017" in text for text in norms) and any(
        "historisch, van 11 december 2023" in text for text in norms
    )
    assert any("May 2017" in group.about for group in samples.report("W1", locale="en").norms)


def test_each_ground_names_the_answer_the_letter_and_the_law():
    grounds = samples.report("W1").grounds
    assert [ground.question for ground in grounds] == ["QA04", "QB04", "QC02", "QC07", "QF02", "QF06", "QH01"]
    assert all(ground.letter and ground.norms for ground in grounds)
    assert "Een toezegging verandert dat niet." in grounds[0].text


def test_unconfirmed_and_announced_norms_are_shown_as_such():
    cautions = {norm.caution for ground in samples.report("W1").grounds for norm in ground.norms}
    assert "via een andere bron gezien" in cautions
    assert "gaat in op 2 december 2027" in cautions
    remarks = [group.about + norm.remark for group in samples.report("W3").norms for norm in group.norms]
    assert any("niet bevestigd: tekst niet gezien" in remark for remark in remarks)


def test_conditions_have_owner_evidence_and_date():
    conditions = samples.report("W3").conditions
    assert [condition.number for condition in conditions] == [1, 2, 3, 4, 5, 6, 7]
    promises = [promise for condition in conditions for promise in condition.promises]
    assert all(promise.owner and promise.due and promise.evidence and promise.obligation for promise in promises)
    assert conditions[0].promises[0].due == "1 maart 2027"


def test_a_use_that_must_stop_says_so_first():
    report = samples.report("W1")
    assert report.immediate[0] == "Stop met het gebruik."
    assert report.conditions == ()
    assert "geen betere uitkomst" in report.no_better[0]


def test_an_allowed_use_lists_what_must_stay_in_place_and_until_when():
    report = samples.report("W5b")
    assert report.outcome == "TOEGESTAAN_ONDER_VERANTWOORDING"
    assert report.standing
    assert "31 maart 2027" in report.validity.sentences[0]
    assert "het model is veranderd" in report.validity.events


def test_edition_one_says_what_is_left_out_until_the_decision():
    report = samples.report("W3")
    assert "Advies van de FG" in report.left_out
    assert "Afwijken van advies" in report.left_out
    later = [answer for section in report.sections for answer in section.answers if answer.id in ("QJ03", "QJ08")]
    assert [answer.shown for answer in later] == [("Telt pas mee na het besluit.",)] * 2


def test_without_a_key_of_the_fg_the_report_says_recorded_and_never_signed():
    report = samples.report("W3", signing=samples.RECORDED)
    assert "vastgelegd" in report.signing[0]
    assert "geen handtekening" in report.signing[0]
    assert not any("ondertekend" in sentence for sentence in report.signing)


def test_worthless_keys_and_invented_facts_are_called_so():
    report = samples.report("W3")
    assert report.marks == (
        "Uitgewerkt voorbeeld: feiten verzonnen; productnamen uit de brief.",
        "Ontwikkelsleutels: geen juridische waarde.",
    )
    assert any("geen juridische waarde" in sentence for sentence in report.signing)
    assert "ontwikkelsleutel en is geen echte handtekening" in report.signing[0]
    assert not any(
        "ontwikkel" in sentence.lower() for sentence in samples.report("W3", signing=samples.RECORDED).signing
    )


def test_computed_outcome_verdict_and_decision_are_three_facts_and_differences_are_told():
    fg = dataclasses.replace(samples.FG, stricter_outcome="NIET_TOEGESTAAN", stricter_reason="De grondslag is zwak.")
    edition = samples.edition("W3", fg=fg)
    report = report_of(samples.questionnaire(), edition, locale="nl", signing=samples.DEMO)
    assert report.outcome == "NIET_TOEGESTAAN"
    assert (report.outcome_title, report.headline) == ("Niet toegestaan", "")
    assert report.verdicts.computed == "Niet toegestaan, tenzij aan de voorwaarden is voldaan"
    assert report.verdicts.fg == "Akkoord met opmerkingen, en strenger: Niet toegestaan"
    assert "niet gelijk" in report.verdicts.differ
    assert "De grondslag is zwak." in report.fg.paragraphs
    assert report.why.startswith("De FG of de beslisser wijkt af") and report.next_step.startswith("Gebruik dit niet.")
    assert samples.report("W3").verdicts.differ == ""


def test_an_fg_who_does_not_agree_is_told_on_page_one():
    fg = dataclasses.replace(samples.FG, verdict="niet_akkoord")
    report = report_of(samples.questionnaire(), samples.edition("W1", fg=fg), locale="nl", signing=samples.DEMO)
    assert report.verdicts.fg == "Niet akkoord"
    assert report.verdicts.differ == "Let op: de FG is het niet eens met deze toets. Hoofdstuk 6 zegt waarom."


def test_edition_two_carries_the_decision_the_earlier_edition_and_what_it_changes():
    edition = samples.edition("W5b", decision=samples.DECISION)
    report = report_of(samples.questionnaire(), edition, locale="nl", signing=samples.DEMO)
    assert report.decision is not None
    assert "volgt het advies" in report.verdicts.decision
    assert report.record.previous_edition
    assert report.left_out == ""
    assert dossier(samples.questionnaire(), edition).edition is Edition.DECISION


def test_a_short_assessment_says_what_was_not_examined_and_why():
    report = samples.report("W4", short=True)
    assert "Contract of voorwaarden" in report.short
    assert "niet onderzocht" in report.short
    unexamined = [question for section in report.not_examined for question in section.questions]
    assert len(unexamined) > 50
    assert [ground.question for ground in report.grounds] == ["QA04"]
    assert report.outcome == "NIET_TOEGESTAAN"


def test_every_answer_says_who_checked_it_and_where_that_was_nobody_else():
    answers = {answer.id: answer for section in samples.report("W3").sections for answer in section.answers}
    assert "Gecontroleerd door A-5f2c9e01d7aa op 28 oktober 2026." in answers["QC03"].shown
    assert "Niet onafhankelijk gecontroleerd." in answers["QE01"].shown
    assert "Niet onafhankelijk gecontroleerd." not in answers["QC03"].shown
    assert answers["QD08"].shown == ("Geen bewijs.",)


def test_evidence_is_listed_with_its_hash_and_what_it_shows():
    for item in samples.report("W3").evidence:
        assert re.fullmatch("[0-9a-f]{64}", item.sha256)
        assert item.questions


def test_law_policy_and_the_advice_of_the_ap_are_three_layers():
    report = samples.report("W3")
    assert [layer.title for layer in report.layers] == [
        "De wet",
        "Het standpunt van de overheid",
        "Het advies van de AP",
    ]
    assert all(source.caution for source in report.layers[1].sources)
    assert "strengste laag" in report.layers_conclusion


def test_ai_act_duties_have_dates_before_and_after_the_reference_date():
    report = samples.report("W3")
    assert {start.applies for start in report.start_dates} == {True, False}
    assert "2 december 2027" in [start.day for start in report.start_dates]
    assert {duty.id for duty in report.duties} >= {"QI01", "QI02", "QI03"}


def test_a_risk_says_number_word_and_what_keeps_it_up():
    risks = {risk.id: risk for risk in samples.report("W3").risks}
    assert risks["RK1"].level_word == "hoog"
    assert any("Bronnen van de trainingsdata" in note for note in risks["RK1"].notes)
    assert "Restrisico" in samples.report("W3").matrix_title


@pytest.mark.parametrize("case", ["W1", "W3", "W5b"])
def test_the_report_is_whole_in_english(case):
    """Same shape as the Dutch one, and no words left behind: fixed words differ wherever both languages have one."""
    dutch, english = list(texts(samples.report(case))), list(texts(samples.report(case, locale="en")))
    assert len(dutch) == len(english)
    left = {text for text in english if re.search(r"\b(niet|geen|het|een|wordt|vraag)\b", text)}
    assert all(_is_written_by_somebody(text, case) for text in left)


def _is_written_by_somebody(text: str, case: str) -> bool:
    """Titles, the FG's words and promises stay in the language they were written in; so do Dutch laws."""
    edition = samples.edition(case)
    obligations = [leaf["content"]["obligation"] for leaf in edition["snapshot"]["commitments"]]
    laws = {source.instrument for source in samples.questionnaire().sources.values()}
    provisions = {source.provision for source in samples.questionnaire().sources.values()}
    own = {edition["snapshot"]["assessment"]["title"], *samples.FG.text.splitlines(), *obligations, *laws, *provisions}
    return text in own


def test_an_edition_that_does_not_follow_from_its_snapshot_becomes_no_report():
    edition = samples.edition("W5b")
    edition["snapshot"]["reference_date"] = "2027-06-01"
    assert not recompute(samples.questionnaire(), edition).same
    with pytest.raises(NotReproducible):
        report_of(samples.questionnaire(), edition, locale="nl", signing=samples.DEMO)
