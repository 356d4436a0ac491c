"""Documents and declarations: the list, what each is meant to show, and who may judge it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.documents import Opinion
from assessments.domain.answers import Key
from assessments.domain.judging import State
from assessments.domain.questionnaire import EvidenceClass
from assessments.forms.names import field_name
from assessments.models import Actor, Answer, Assessment, EvidenceKind, EvidenceVersion
from assessments.presenters.answers import say
from assessments.presenters.drafts import Draft, check_word
from assessments.reading import Shown
from assessments.templatetags.words import Word

type LinkRow = tuple[Key, str, str, EvidenceClass]


def kind_word(kind: str) -> str:
    return _("Document") if kind == EvidenceKind.FILE else _("Verklaring")


@dataclass(frozen=True)
class Line:
    """One document or declaration in the list."""

    title: str
    url: str
    kind: str
    dated: date
    valid_until: date | None
    added_by: str
    shows: str
    word: Word


def lines(draft: Draft, versions: Iterable[EvidenceVersion]) -> tuple[Line, ...]:
    return tuple(_line(draft, version) for version in versions)


def _line(draft: Draft, version: EvidenceVersion) -> Line:
    shown = [each for _key, each in linked(draft, version)]
    number = len(shown)
    return Line(
        title=version.title,
        url=reverse("evidence-check", args=[draft.contents.assessment.pk, version.evidence_id]),
        kind=kind_word(version.evidence.kind),
        dated=version.dated,
        valid_until=version.valid_until,
        added_by=str(version.added_by),
        shows=ngettext("%(n)s antwoord", "%(n)s antwoorden", number) % {"n": number} if number else _("Nog niets"),
        word=_summary(shown, version, draft.contents.reference_date),
    )


def _summary(shown: list[Shown], version: EvidenceVersion, today: date) -> Word:
    if version.valid_until and version.valid_until < today:
        return Word(_("Verlopen"), "warning")
    if not shown:
        return Word(_("Niet gekoppeld"))
    unchecked = sum(each.verdict is None for each in shown)
    if unchecked:
        return Word(_("%(n)s van %(total)s te controleren") % {"n": unchecked, "total": len(shown)}, "info")
    words = {check_word(each, today) for each in shown}
    return words.pop() if len(words) == 1 else Word(_("Deels voldoende"), "warning")


def linked(draft: Draft, version: EvidenceVersion) -> Iterator[tuple[Key, Shown]]:
    """The rows this is meant to show, each with how it was judged there."""
    for key in draft.all_rows:
        for each in draft.shown(key):
            if each.evidence == version.evidence_id:
                yield key, each


def link_rows(draft: Draft, first: Key | None, present: Iterable[Key] = ()) -> list[LinkRow]:
    """What evidence can be linked to: rows that ask for it. Those that the same paper usually shows come first."""
    wanted = set(present)
    rows = [key for key in draft.rows if key in wanted or draft.wants_evidence(key)]
    if first is not None and first in draft.findings and first not in rows:
        rows.insert(0, first)
    found = [_link_row(draft, key) for key in rows]
    return sorted(found, key=lambda row: _distance(draft, row[0], first)) if first else found


def _link_row(draft: Draft, key: Key) -> LinkRow:
    question = draft.question(key)
    papers = ", ".join(say(text) for text in question.evidence)
    needs_file = question.evidence_class is EvidenceClass.FILE
    example = _("Document nodig, bijvoorbeeld: %s") if needs_file else _("Bijvoorbeeld: %s")
    return key, draft.title(key), example % papers if papers else "", question.evidence_class


def _distance(draft: Draft, key: Key, first: Key) -> int:
    """0 for the question somebody came from, 1 where the same paper shows it, 2 for the rest."""
    if key == first:
        return 0
    papers = {text.nl for text in draft.question(first).evidence}
    return 1 if papers & {text.nl for text in draft.question(key).evidence} else 2


@dataclass(frozen=True)
class ToJudge:
    """One answer a document is meant to show."""

    answer: str
    title: str
    ask: str
    values: tuple[str, ...]
    note: str
    url: str
    word: Word
    verdict: str
    remark: str
    is_own: bool


@dataclass(frozen=True)
class Document:
    """One document or declaration, opened."""

    title: str
    kind: str
    is_file: bool
    dated: date
    valid_until: date | None
    added_by: str
    added_at: datetime
    size: str
    file_name: str
    sha256: str
    number: int
    statement: str
    declared_by: str
    declared_as: str
    is_own: bool


def document(version: EvidenceVersion, actor: Actor) -> Document:
    return Document(
        title=version.title,
        kind=kind_word(version.evidence.kind),
        is_file=version.file_id is not None,
        dated=version.dated,
        valid_until=version.valid_until,
        added_by=str(version.added_by),
        added_at=version.added_at,
        size=filesizeformat(version.size),
        file_name=version.file_name,
        sha256=version.sha256,
        number=version.number,
        statement=version.statement,
        declared_by=version.declared_by,
        declared_as=version.declared_as,
        is_own=version.added_by_id == actor.pk,
    )


def to_judge(draft: Draft, version: EvidenceVersion, opinions: Iterable[Opinion], actor: Actor) -> tuple[ToJudge, ...]:
    said = {each.answer: each for each in opinions}
    found = []
    for key, shown in linked(draft, version):
        answer = draft.answer(key)
        if answer is not None:
            opinion = said.get(answer.pk)
            remark = f"{opinion.by}: {opinion.note}" if opinion and opinion.note else ""
            word = check_word(shown, draft.contents.reference_date)
            found.append(_to_judge(draft, key, answer, word, shown.verdict or "", remark, actor))
    return tuple(found)


def _to_judge(draft: Draft, key: Key, answer: Answer, word: Word, verdict: str, remark: str, actor: Actor) -> ToJudge:
    question = draft.question(key)
    is_parties = question.id == draft.contents.questionnaire.parties_question
    return ToJudge(
        answer=str(answer.pk),
        title=draft.title(key),
        ask=say(question.ask),
        values=draft.parties_in_words() if is_parties else draft.values(key),
        note=answer.note,
        url=draft.url(key),
        word=word,
        verdict=verdict,
        remark=remark,
        is_own=answer.answered_by_id == actor.pk,
    )


def explanations(draft: Draft, actor: Actor) -> tuple[ToJudge, ...]:
    """Answers that stand on a reason somebody else must find good enough."""
    found = []
    for key in draft.rows:
        answer = draft.answer(key)
        if answer is None or not draft.needs_reason_check(key):
            continue
        verdict = getattr(answer, "reason_verdict", None) or ""
        checked = {
            "voldoende": Word(_("Gecontroleerd"), "positive"),
            "onvoldoende": Word(_("Onvoldoende gevonden"), "negative"),
        }
        word = checked.get(verdict, Word(_("Nog niet gecontroleerd"), "info"))
        found.append(_to_judge(draft, key, answer, word, verdict, "", actor))
    return tuple(found)


def without_evidence(draft: Draft) -> tuple[Key, ...]:
    """Good answers that nothing shows yet."""
    return tuple(
        key
        for key in draft.rows
        if draft.wants_evidence(key) and draft.findings[key].state is State.OPEN and not draft.shown(key)
    )


def add_url(assessment: Assessment, key: Key) -> str:
    return f"{reverse('evidence-add', args=[assessment.pk])}?vraag={field_name(key)}"
