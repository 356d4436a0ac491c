"""The questionnaire itself: complete, readable, and honest about the letter and the law."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from assessments.domain.cases import read_case
from assessments.domain.findings import rows
from assessments.domain.loading import load
from assessments.domain.questionnaire import (
    EvidenceClass,
    FieldType,
    Means,
    Need,
    Option,
    Question,
    Questionnaire,
    Source,
    Text,
    Type,
)

FOLDER = Path(__file__).parent.parent / "fixtures/questionnaires/genai/1.0"
FILES = ("questionnaire.yaml", "advice.yaml", "sources.yaml")
SHINGLES = Path(__file__).with_name("letter_shingles.txt")
LOOKED_UP = date(2026, 11, 23)

STIFF = re.compile(r"(?i)\b(dien(t|en|de)|middels|teneinde|derhalve|indien|inzake|alsmede|tevens|conform|genAI)\b")
INFORMAL = re.compile(r"(?i)\b(je|jij|jou|jouw|jullie)\b")
DUTCH = re.compile(r"\b(de|het|een|niet|voor|zijn|wordt)\b")
MODAL = {
    "A5": "mogelijk", "A6": "mogelijke", "R1a": "mogelijk", "R1b": "onwaarschijnlijk", "R2b": "mogelijk",
    "R3a": "onduidelijk", "R3b": "onduidelijk", "R4c": "mogelijk", "V3": "wellicht", "B1": "kan", "B3": "mogelijk",
    "B4": "kunnen", "B5": "mogelijk", "B7": "kan", "B8": "kan", "B9": "misschien", "B10": "onduidelijk",
    "B11": "kan", "S4b": "lijkt", "S4e": "zou", "S5a": "kunnen", "S5d": "zouden",
}  # fmt: skip
NEVER_CITED = {
    "avg-36-4": "is about legislation, not about a policy position",
    "avg-8": "is about consent for a service offered to a child",
    "avg-88": "empowers Member States, binds no employer",
    "avg-89": "is about archives, research and statistics",
    "handvest-41": "binds the institutions of the Union only",
    "awb-3-9": "is about advisers charged by statute",
    "ai-vo-10-5": "was deleted in 2026",
}


@cache
def content() -> Questionnaire:
    return load({name: (FOLDER / name).read_text() for name in FILES})


def questions() -> tuple[Question, ...]:
    return tuple(content().questions.values())


def norms() -> tuple[Source, ...]:
    return tuple(source for source in content().sources.values() if not source.is_letter)


def passages() -> tuple[Source, ...]:
    return tuple(source for source in content().sources.values() if source.is_letter)


def cited(question: Question) -> tuple[Source, ...]:
    return tuple(content().sources[each] for each in question.cites)


def blocks(question: Question) -> bool:
    return any(
        option.means is Means.BLOCKS or any(each.means is Means.BLOCKS for each in option.means_if)
        for option in question.options.values()
    )


def good_options(question: Question) -> tuple[Option, ...]:
    return tuple(question.options[code] for code in question.good)


def words_of(question: Question) -> Iterator[Text]:
    yield from (question.title, question.ask, question.help, question.why, question.good_answer, question.law)
    yield from question.evidence
    yield from (option.text for option in question.options.values())
    yield from (field.text for field in question.fields.values())


def every_text() -> Iterator[Text]:
    it = content()
    for question in questions():
        yield from words_of(question)
    for section in it.sections:
        yield from (section.title, section.intro)
    for named in (it.gates, it.risks, it.measures, it.outcomes):
        yield from (each.text for each in named.values())
    for source in it.sources.values():
        yield from (text for text in (source.title, source.says, source.place, source.note) if text)
    yield from it.immediate_texts.values()


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)


def test_the_questionnaire_has_ninety_questions_in_eleven_sections() -> None:
    counts = Counter(question.id[:2] for question in questions())
    assert counts == {
        "QA": 13, "QB": 7, "QC": 11, "QD": 12, "QE": 6, "QF": 9, "QG": 7, "QH": 9, "QI": 7, "QJ": 9,
    }  # fmt: skip
    assert [question.order for question in questions()] == list(range(1, 91))
    assert len(content().sections) == 11


def test_every_passage_of_the_letter_has_a_question_except_the_signature() -> None:
    asked = {each for question in questions() for each in question.letter}
    assert len(passages()) == 60
    assert {passage.id for passage in passages()} - asked == {"Z1"}


def test_at_most_thirty_questions_ask_for_a_file() -> None:
    assert sum(question.evidence_class is EvidenceClass.FILE for question in questions()) <= 30


def test_only_a_good_answer_without_evidence_may_ask_for_nothing() -> None:
    free = {question.id for question in questions() if question.evidence_class is EvidenceClass.NONE}
    needs_nothing = {
        question.id
        for question in questions()
        if question.good and not any(Need.EVIDENCE in option.needs for option in good_options(question))
    }
    assert free == needs_nothing == {"QA02", "QA08", "QB03", "QJ07", "QJ08"}


def test_a_local_model_asks_for_at_most_25_files() -> None:
    dossier = read_case(content(), "W3.yaml", (FOLDER / "cases/W3.yaml").read_text()).dossier
    shown = {row.question for row in rows(content(), dossier) if row.applies.holds is not False}
    files = {each for each in shown if content().questions[each].evidence_class is EvidenceClass.FILE}
    assert len(files) <= 25


def test_the_knock_out_round_has_22_questions_and_four_answers_are_derived() -> None:
    knockout = {question.id for question in questions() if question.knockout}
    assert len(knockout) == 22
    assert {question.id for question in questions() if blocks(question)} <= knockout
    assert {question.id for question in questions() if question.derived} == {"QG06", "QJ03", "QJ07", "QJ08"}


def test_nobody_is_handed_more_than_fifteen_questions() -> None:
    handed = Counter(question.knows for question in questions() if question.knows)
    assert set(handed) == {"aanbieder", "ciso", "privacy-officer", "proceseigenaar"}
    assert max(handed.values()) <= 15


def test_a_yes_no_question_offers_yes_partly_no_and_unknown() -> None:
    for question in questions():
        if question.type is Type.YES_NO:
            assert {"ja", "deels", "nee", "onbekend"} <= set(question.options), question.id


def test_not_knowing_is_always_an_answer_and_never_a_good_one() -> None:
    for question in questions():
        if question.type is not Type.REPEAT:
            assert question.options["onbekend"].means is Means.OPEN, question.id


def test_this_assessment_itself_may_be_the_dpia() -> None:
    option = content().questions["QJ02"].options["deze-toets"]
    assert (option.means, option.needs) == (Means.GOOD, frozenset())


def test_every_text_field_has_a_sensible_limit() -> None:
    fields = [(question.id, field) for question in questions() for field in question.fields.values()]
    for where, field in fields:
        limit = field.max_length or 0
        assert 0 < limit <= 2000 if field.type is FieldType.TEXT else field.max_length is None, where


def test_titles_are_short() -> None:
    assert [text for question in questions() for text in (question.title.nl, question.title.en) if len(text) > 40] == []


def test_dutch_sentences_have_at_most_25_words() -> None:
    read = ((question.id, text) for question in questions() for text in (question.ask, question.help, question.why))
    long = [(where, each) for where, text in read for each in sentences(text.nl) if len(each.split()) > 25]
    assert long == []


def test_dutch_is_plain_and_polite() -> None:
    assert [text.nl for text in every_text() if STIFF.search(text.nl) or INFORMAL.search(text.nl)] == []


def test_english_is_english() -> None:
    unquoted = re.compile(r"'[^']*'|\([^)]*\)")
    assert [text.en for text in every_text() if DUTCH.search(unquoted.sub("", text.en))] == []


def test_every_question_says_what_the_letter_has_to_do_with_it() -> None:
    silent = [
        question.id
        for question in questions()
        if not re.search(r"\b(AP|brief)\b", question.why.nl) or not re.search(r"\b(DPA|letter)\b", question.why.en)
    ]
    assert silent == []


@pytest.mark.parametrize(("passage", "modal"), MODAL.items())
def test_a_modal_word_of_the_letter_stays_modal(passage: str, modal: str) -> None:
    assert re.search(rf"(?i)\b{modal}\b", content().sources[passage].says.nl)


def test_no_eight_words_in_a_row_are_copied_from_the_letter() -> None:
    letter = set(SHINGLES.read_text().split())
    assert len(letter) > 1000
    copied = [run for text in strings_of_the_files() for run in runs_of_eight(text) if fingerprint(run) in letter]
    assert copied == []


def strings_of_the_files() -> Iterator[str]:
    pending: list[object] = [yaml.safe_load(path.read_text()) for path in FOLDER.rglob("*.yaml")]
    while pending:
        match pending.pop():
            case str() as text:
                yield text
            case list() as items:
                pending.extend(items)
            case dict() as mapping:
                pending.extend(mapping.values())


def runs_of_eight(text: str) -> Iterator[str]:
    words = re.findall(r"[^\W_]+", text.lower())
    yield from (" ".join(words[start : start + 8]) for start in range(len(words) - 7))


def fingerprint(run: str) -> str:
    return hashlib.sha256(run.encode()).hexdigest()[:12]


def test_a_blocking_value_rests_on_law_in_force_that_we_read_ourselves() -> None:
    blocking = [question for question in questions() if blocks(question)]
    weak = [
        question.id
        for question in blocking
        if not any(norm.status == "geldend" and norm.confirmed == "primary" for norm in cited(question))
    ]
    assert len(blocking) == 13
    assert weak == []


def test_the_letter_the_government_and_the_law_are_kept_apart() -> None:
    kinds = {norm.id: norm.kind for norm in norms()}
    assert kinds["standpunt-2023"] == kinds["standpunt-2025"] == "beleid"
    assert {kind for each, kind in kinds.items() if each.startswith("ap-")} == {"toezichtbrief"}
    assert {kind for each, kind in kinds.items() if each.startswith(("edpb-", "wp2"))} == {"richtsnoer"}
    assert all(passage.kind and passage.place for passage in passages())


def test_every_norm_is_used() -> None:
    assert {norm.id for norm in norms()} == {each for question in questions() for each in question.cites}


def test_the_status_of_a_norm_fits_its_date() -> None:
    for norm in norms():
        assert norm.checked_on == LOOKED_UP, norm.id
        if norm.applies_from and norm.status == "geldend":
            assert norm.applies_from <= LOOKED_UP, norm.id
        if norm.applies_from and norm.status == "aangekondigd":
            assert norm.applies_from > LOOKED_UP, norm.id


def test_a_norm_we_did_not_read_ourselves_says_so() -> None:
    assert [norm.id for norm in norms() if norm.confirmed != "primary" and norm.note is None] == []
    for question in questions():
        if any(norm.confirmed == "none" for norm in cited(question)):
            assert " niet " in question.law.nl and " not " in question.law.en, question.id


def test_a_norm_we_read_names_the_text_we_read() -> None:
    unnamed = {norm.id for norm in norms() if norm.confirmed == "primary" and not norm.version}
    assert unnamed == {"uavg-40", "uavg-41", "algoritmeregister"}  # published without a date where we read them


def test_a_duty_that_does_not_apply_yet_is_called_announced() -> None:
    for question in questions():
        if any(norm.status == "aangekondigd" for norm in cited(question)):
            assert "angekondigd" in question.law.nl and "nnounced" in question.law.en, question.id


def test_citations_found_wrong_do_not_return() -> None:
    assert [(question.id, each) for question in questions() for each in question.cites if each in NEVER_CITED] == []
