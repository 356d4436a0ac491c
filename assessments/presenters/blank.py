"""The whole questionnaire without answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.domain.questionnaire import EvidenceClass, Question, Questionnaire, Type
from assessments.presenters.answers import question_number, why_asked
from nlds.layout import Why


@dataclass(frozen=True)
class BlankQuestion:
    number: str
    ask: str
    help: str
    per_party: bool
    options: tuple[str, ...]
    several: bool
    derived: bool
    fields: tuple[str, ...]
    why: Why
    good_answer: str
    evidence_intro: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class BlankSection:
    id: str
    title: str
    intro: str
    questions: tuple[BlankQuestion, ...]


def blank(questionnaire: Questionnaire, language: str) -> list[BlankSection]:
    """Every section with every question, in order."""
    return [
        BlankSection(
            section.id,
            section.title.in_(language),
            section.intro.in_(language),
            tuple(_questions(questionnaire, section.questions, language)),
        )
        for section in questionnaire.sections
    ]


def _questions(questionnaire: Questionnaire, ids: tuple[str, ...], language: str) -> Iterator[BlankQuestion]:
    for question in (questionnaire.questions[each] for each in ids):
        yield BlankQuestion(
            number=question_number(questionnaire, question),
            ask=question.ask.in_(language),
            help=question.help.in_(language),
            per_party=question.party.repeats,
            options=tuple(option.text.in_(language) for option in question.options.values()),
            several=question.type in (Type.MULTI, Type.REPEAT),
            derived=question.derived,
            fields=tuple(field.text.in_(language) for field in question.fields.values()),
            why=why_asked(questionnaire, question),
            good_answer=question.good_answer.in_(language),
            evidence_intro=_evidence_intro(question),
            evidence=tuple(each.in_(language) for each in question.evidence),
        )


def _evidence_intro(question: Question) -> str:
    return {
        EvidenceClass.FILE: _("Bewijs: een document, bijvoorbeeld"),
        EvidenceClass.DECLARATION: _(
            "Bewijs: een verklaring van iemand die erover gaat, of een document, bijvoorbeeld"
        ),
        EvidenceClass.NONE: _("Bij deze vraag is geen bewijs nodig"),
    }[question.evidence_class]
