"""The task list of one assessment."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.judging import State, Why
from assessments.domain.questionnaire import Section
from assessments.models import CheckVerdict
from assessments.presenters import knockout
from assessments.presenters.answers import say
from assessments.presenters.drafts import Draft
from assessments.presenters.promising import Promises
from assessments.presenters.threads import CommentText, comment_texts
from assessments.templatetags.words import OUTCOMES, Word

# As many answers as are named for hiding questions; more would be a list nobody reads.
MOST_REASONS = 5


@dataclass(frozen=True)
class Task:
    """One line of `_components/task_list.html`."""

    title: str
    url: str
    hint: str
    status: str
    tone: str


@dataclass(frozen=True)
class TaskPage:
    done: int
    total: int
    all_questions: int
    left_out: tuple[str, ...]
    next_title: str
    next_url: str
    first: Task
    sections: tuple[Task, ...]
    beside: tuple[Task, ...]
    finish: tuple[Task, ...]
    outcome: Word
    provisional: bool
    stop: knockout.Stop | None
    comments: tuple[CommentText, ...]
    discussed: tuple[tuple[str, str], ...]


def task_page(draft: Draft) -> TaskPage:
    sections = tuple(_section(draft, each) for each in draft.contents.questionnaire.sections if _asked(draft, each))
    first = _knockout(draft)
    beside = _beside(draft)
    unfinished = [task for task in (first, *sections) if task.tone != "positive"]
    waiting = [task for task in beside if task.tone == "info"]
    upcoming = next(iter(unfinished + waiting), None)
    check = reverse("check", args=[draft.contents.assessment.pk])
    return TaskPage(
        done=draft.done(draft.counted),
        total=len(draft.counted),
        all_questions=len(draft.contents.questionnaire.questions),
        left_out=_left_out(draft),
        next_title=upcoming.title if upcoming else _("Controleren en indienen"),
        next_url=upcoming.url if upcoming else check,
        first=first,
        sections=sections,
        beside=beside,
        finish=(_check(draft, check),),
        outcome=OUTCOMES[draft.outcome.outcome],
        provisional=draft.outcome.provisional,
        stop=knockout.stop(draft),
        comments=comment_texts((each for each in draft.comments if not each.question), draft.contents.assessment.round),
        discussed=tuple((draft.title(key), draft.url(key)) for key in draft.discussed),
    )


def _asked(draft: Draft, section: Section) -> bool:
    return any(key in draft.counted_set for key in draft.rows_of(section))


def _left_out(draft: Draft) -> tuple[str, ...]:
    """Which answers made questions fall away, those that saved most first."""
    deciding: Counter[str] = Counter()
    for finding in draft.examination.findings:
        if finding.why is Why.HIDDEN:
            deciding.update({key.question for key in finding.decided_by if key.question != finding.key.question})
    questions = draft.contents.questionnaire.questions
    found = []
    for question, number in deciding.most_common(MOST_REASONS):
        key = next((each for each in draft.rows if each.question == question), None)
        title = draft.title(key) if key and not key.party else say(questions[question].title)
        words = ngettext("%(title)s: %(n)s vraag vervalt", "%(title)s: %(n)s vragen vervallen", number)
        found.append(words % {"title": title, "n": number})
    return tuple(found)


def _progress(done: int, total: int) -> tuple[str, str]:
    if done == total:
        return _("Klaar"), "positive"
    if done == 0:
        return _("Nog niet begonnen"), "neutral"
    return _("Bezig: %(done)s van %(total)s") % {"done": done, "total": total}, "info"


def _section(draft: Draft, section: Section) -> Task:
    rows = [key for key in draft.rows_of(section) if key in draft.counted_set]
    status, tone = _progress(draft.done(rows), len(rows))
    url = reverse("section", args=[draft.contents.assessment.pk, section.id])
    return Task(say(section.title), url, say(section.intro), status, tone)


def _knockout(draft: Draft) -> Task:
    rows = [key for key in draft.counted if draft.question(key).knockout]
    status, tone = _progress(draft.done(rows), len(rows))
    url = reverse("knockout", args=[draft.contents.assessment.pk])
    hint = _("De vragen die het gebruik kunnen blokkeren. Nog zonder bewijs.")
    return Task(_("Eerst de vragen die alles bepalen"), url, hint, status, tone)


def _evidence_waits(draft: Draft) -> list[str]:
    """What about the evidence still asks for somebody's attention."""
    wanted = [key for key in draft.rows if draft.wants_evidence(key)]
    without = sum(draft.findings[key].state is State.OPEN and not draft.shown(key) for key in wanted)
    verdicts = [each.verdict for key in draft.rows for each in draft.shown(key)]
    unchecked, rejected = verdicts.count(None), verdicts.count(CheckVerdict.INSUFFICIENT)
    told = ngettext("%(n)s antwoord zonder bewijs", "%(n)s antwoorden zonder bewijs", without) % {"n": without}
    return [
        *([told] if without else []),
        *([_("te controleren: %s") % unchecked] if unchecked else []),
        *([_("%s onvoldoende") % rejected] if rejected else []),
    ]


def _beside(draft: Draft) -> tuple[Task, ...]:
    pk = draft.contents.assessment.pk
    reasons = sum(draft.findings[key].why is Why.REASON_UNCHECKED for key in draft.rows)
    open_now = sum(not row.cured for row in Promises(draft).rows)
    parties, risks = len(draft.contents.parties), len(draft.contents.stated_risks)
    promised = len(draft.contents.commitments)
    consulted = draft.contents.consultation is not None
    evidence = _evidence_waits(draft)
    return (
        Task(
            _("Partijen"),
            reverse("parties", args=[pk]),
            _("Wie verantwoording aflegt, en in welke rol"),
            ngettext("%(n)s partij", "%(n)s partijen", parties) % {"n": parties},
            "neutral",
        ),
        Task(
            _("Bewijs"),
            reverse("evidence", args=[pk]),
            _("Documenten en verklaringen toevoegen, koppelen en controleren"),
            ", ".join(evidence) or _("Niets te doen"),
            "info" if evidence else "neutral",
        ),
        Task(
            _("Toelichtingen controleren"),
            reverse("explanations", args=[pk]),
            _("Uitzonderingen die een collega moet nalezen"),
            _("%s te controleren") % reasons if reasons else _("Niets te doen"),
            "info" if reasons else "neutral",
        ),
        Task(
            _("Toezeggingen"),
            reverse("commitments", args=[pk]),
            _("Wat nog niet is aangetoond, maar schriftelijk wordt beloofd"),
            ngettext("%(n)s vastgelegd, %(open)s punt open", "%(n)s vastgelegd, %(open)s punten open", open_now)
            % {"n": promised, "open": open_now},
            "neutral",
        ),
        Task(
            _("Voorafgaande raadpleging van de AP"),
            reverse("consultation", args=[pk]),
            _("Alleen als een hoog risico overblijft"),
            _("Vastgelegd") if consulted else _("Niet vastgelegd"),
            "neutral",
        ),
        Task(
            _("Risico’s hoger inschatten"),
            reverse("risks", args=[pk]),
            _("Alleen als u een risico hoger inschat dan berekend"),
            ngettext("%(n)s risico", "%(n)s risico’s", risks) % {"n": risks} if risks else _("Geen"),
            "neutral",
        ),
    )


def _check(draft: Draft, url: str) -> Task:
    missing = len(draft.counted) - draft.done(draft.counted)
    words = ngettext("Nog %(n)s vraag open", "Nog %(n)s vragen open", missing) % {"n": missing}
    return Task(
        _("Antwoorden controleren en indienen bij de FG"),
        url,
        _("Al uw antwoorden op een rij"),
        words if missing else _("Klaar om in te dienen"),
        "neutral" if missing else "positive",
    )
