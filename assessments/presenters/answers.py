"""One submitted answer as people read it: value, explanation, evidence, promises, state and sources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.domain.answers import Key
from assessments.domain.judging import Finding, Why
from assessments.domain.questionnaire import FieldType, Question, Questionnaire, Text, Type
from assessments.submitted import Submission
from assessments.templatetags.words import PROOFS, STATES, Word
from nlds.layout import Source, Sources
from nlds.layout import Why as WhyAsked


def say(text: Text) -> str:
    """The text in the language of the page."""
    return text.in_(get_language() or "nl")


@dataclass(frozen=True)
class Shown:
    """One document or declaration, as the snapshot has it."""

    version: str
    title: str
    about: str
    sha256: str
    is_file: bool
    statement: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Promise:
    text: str
    about: str


@dataclass(frozen=True)
class AnswerText:
    """An answer with everything a reader needs beside it."""

    key: Key
    number: str
    title: str
    ask: str
    party: str
    values: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    note: str
    state: Word
    reason: str
    decided_by: tuple[str, ...]
    shown: tuple[Shown, ...]
    promises: tuple[Promise, ...]
    why: WhyAsked
    good_answer: str


def answer_text(submission: Submission, finding: Finding) -> AnswerText:
    question = submission.questionnaire.questions[finding.key.question]
    content = submission.answers.get(finding.key)
    return AnswerText(
        key=finding.key,
        number=question_number(submission.questionnaire, question),
        title=say(question.title),
        ask=say(question.ask),
        party=party_name(submission, finding.key),
        values=_values(submission, question, finding),
        fields=tuple(_fields(question, content)),
        note=content["note"] if content else "",
        state=STATES[finding.state],
        reason=why_so(finding.why),
        decided_by=tuple(row_title(submission, key) for key in dict.fromkeys(finding.decided_by) if key != finding.key),
        shown=tuple(_shown(submission, content)),
        promises=tuple(_promise(submission, each) for each in submission.commitments.get(finding.key, ())),
        why=why_asked(submission.questionnaire, question),
        good_answer=say(question.good_answer),
    )


def question_number(questionnaire: Questionnaire, question: Question) -> str:
    section = next(each for each in questionnaire.sections if each.id == question.section)
    return f"{section.order}.{section.questions.index(question.id) + 1}"


def row_title(submission: Submission, key: Key) -> str:
    """Short name of a row: number, question and, where it is asked per party, who."""
    question = submission.questionnaire.questions[key.question]
    party = party_name(submission, key)
    title = f"{question_number(submission.questionnaire, question)} {say(question.title)}"
    return f"{title} ({party})" if party else title


def party_name(submission: Submission, key: Key) -> str:
    party = submission.parties.get(key.party or "")
    return str(party["name"]) if party else ""


def why_so(why: Why) -> str:
    """What a finding stands on, in one sentence."""
    return {
        Why.DEMONSTRATED: _("Een goed antwoord, met wat daarvoor nodig is."),
        Why.HIDDEN: _("Niet gevraagd, door een ander antwoord."),
        Why.EXCEPTION: _("Een uitzondering, met een gecontroleerde reden."),
        Why.LATER: _("Telt pas mee na het besluit."),
        Why.BLOCKS: _("Dit antwoord maakt dat het niet mag."),
        Why.UNANSWERED: _("Niet ingevuld."),
        Why.UNKNOWN: _("De invuller weet het niet."),
        Why.FALLS_SHORT: _("Dit antwoord is niet genoeg."),
        Why.INCOMPLETE: _("Nog niet van elke partij zijn de rollen ingevuld."),
        Why.NO_EVIDENCE: _("Er is geen bewijs."),
        Why.UNCHECKED: _("Het bewijs is niet gecontroleerd."),
        Why.EXPIRED: _("Het bewijs was op de peildatum verlopen."),
        Why.CHANGED: _("Na de controle is het antwoord of het bewijs gewijzigd."),
        Why.NO_REASON: _("De reden ontbreekt."),
        Why.REASON_UNCHECKED: _("De reden is niet gecontroleerd."),
        Why.ROWS_OPEN: _("Andere vragen over deze partij staan nog open."),
        Why.NO_DECLARATION: _("De verklaring van deze partij ontbreekt of is niet gecontroleerd."),
    }[why]


def why_asked(questionnaire: Questionnaire, question: Question) -> WhyAsked:
    """Why the question is asked, with the passages of the letter and the law behind it."""
    letter = Sources(_("Uit de brief van de AP"), [_source(questionnaire, each) for each in question.letter])
    law = Sources(_("Uit de wet"), [_source(questionnaire, each) for each in question.cites])
    return WhyAsked(say(question.why), [group for group in (letter, law) if group.items])


def _source(questionnaire: Questionnaire, source_id: str) -> Source:
    source = questionnaire.sources[source_id]
    doubts = []
    if not source.is_letter and source.confirmed != "primary":
        doubts.append(_("Niet bevestigd aan de hand van de officiële tekst."))
    if source.status == "aangekondigd":
        doubts.append(_("Aangekondigd, nog niet van toepassing."))
    elif source.status == "voorgesteld":
        doubts.append(_("Een voorstel, nog geen geldend recht."))
    elif source.status == "historisch":
        doubts.append(_("Geldt niet meer; alleen als achtergrond."))
    place = say(source.place) if source.place else ""
    return Source(f"{say(source.title)}: {say(source.says)}", place, caution=" ".join(doubts))


def _values(submission: Submission, question: Question, finding: Finding) -> tuple[str, ...]:
    if question.type is Type.REPEAT:
        return tuple(_party_line(question, party) for party in submission.parties.values())
    content = submission.answers.get(finding.key)
    codes = content["value"] if content and not question.derived else finding.value
    return tuple(say(question.options[code].text) for code in codes if code in question.options)


def _party_line(question: Question, party: Mapping[str, Any]) -> str:
    roles = [party["avg_role"], *party["ai_roles"]]
    names = [say(question.options[code].text) for code in roles if code in question.options]
    return f"{party['name']}: {', '.join(names)}" if names else str(party["name"])


def _fields(question: Question, content: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    for code, value in (content or {}).get("fields", {}).items():
        field = question.fields[code]
        text = day(value) if field.type is FieldType.DATE else str(value)
        if text:
            yield say(field.text), text


def _shown(submission: Submission, content: Mapping[str, Any] | None) -> Iterator[Shown]:
    for each in (content or {}).get("evidence", ()):
        document = submission.evidence[each["version"]]
        yield Shown(
            version=each["version"],
            title=document["title"],
            about=_about(document),
            sha256=each["sha256"],
            is_file=document["kind"] == "file",
            statement=document["statement"],
            words=tuple(_check_words(each, document, submission.dossier.reference_date)),
        )


def _about(document: Mapping[str, Any]) -> str:
    parts = [_("van %s") % day(document["dated"])]
    if document["valid_until"]:
        parts.append(_("geldig tot en met %s") % day(document["valid_until"]))
    if document["kind"] == "declaration":
        who = ", ".join(filter(None, (document["declared_by"], document["declared_as"])))
        parts.insert(0, _("verklaring van %s") % who)
    return ", ".join(parts)


def _check_words(each: Mapping[str, Any], document: Mapping[str, Any], reference: date) -> Iterator[Word]:
    if document["valid_until"] and date.fromisoformat(document["valid_until"]) < reference:
        yield PROOFS["expired"]
    if each["verdict"] is None:
        yield PROOFS["delivered"]
    elif each["verdict"] == "voldoende":
        yield PROOFS["checked"]
    else:
        yield Word(_("Bewijs onvoldoende"), "warning")
    if each["independent"] is False:
        yield Word(_("Niet onafhankelijk gecontroleerd"), "warning")


def _promise(submission: Submission, content: Mapping[str, Any]) -> Promise:
    party = submission.parties.get(content["committed_by"])
    parts: Sequence[str] = [
        str(party["name"]) if party else "",
        _("door %s") % content["owner"] if content["owner"] else "",
        _("uiterlijk %s") % day(content["due"]) if content["due"] else "",
        _("getekend door %s") % content["signatory"] if content["signatory"] else "",
    ]
    return Promise(content["obligation"], ", ".join(filter(None, parts)))


def day(iso: str) -> str:
    """An ISO date in words."""
    return date_format(date.fromisoformat(iso), "j F Y")
