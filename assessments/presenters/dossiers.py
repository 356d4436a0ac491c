"""The dossier page: what stands, what was sealed, and what this person can do now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.questionnaire import Section
from assessments.domain.remarks import is_put_before_reviewer
from assessments.domain.workflow import Status, Step, transition
from assessments.models import Actor, Assessment, Capacity, Comment, FgAdvice, Report
from assessments.permissions import Role
from assessments.presenters.answers import AnswerText, answer_text, say
from assessments.presenters.archiving import verdict_word
from assessments.presenters.outcomes import OutcomeText, outcome_text
from assessments.presenters.threads import CommentText, comment_texts
from assessments.submitted import Submission, advice_given
from assessments.templatetags.words import OUTCOMES, Word

# How often the page asks whether the report is ready.
SECONDS, SECONDS_AFTER_FAILURE = 3, 30
# A little longer than all attempts of the task together.
WORKER_GIVES_UP = timedelta(minutes=30)
WRITERS = (Capacity.AUTHOR, Capacity.CONTRIBUTOR)


@dataclass(frozen=True)
class PartyText:
    name: str
    kind: str
    country: str


@dataclass(frozen=True)
class AdviceText:
    """The FG's advice, beside the computed outcome: two separate facts."""

    given: FgAdvice
    word: Word
    stricter: Word | None


@dataclass(frozen=True)
class SectionText:
    title: str
    answers: tuple[AnswerText, ...]


@dataclass(frozen=True)
class Dossier:
    """One assessment to read; `submission` is the last one this actor may see, if any."""

    assessment: Assessment
    actor: Actor
    submission: Submission | None
    reports: tuple[Report, ...]
    comments: tuple[Comment, ...]

    @cached_property
    def outcome(self) -> OutcomeText | None:
        return outcome_text(self.submission) if self.submission else None

    @property
    def is_writer(self) -> bool:
        return self.assessment.capacity in WRITERS

    @property
    def sealed(self) -> tuple[Report, ...]:
        return tuple(report for report in self.reports if report.sealed_at)

    @property
    def development_keys(self) -> bool:
        """Whether reports are sealed here with keys that are worth nothing."""
        return settings.DEVELOPMENT_PKI

    @property
    def pending(self) -> Report | None:
        """The edition that was asked for and is not sealed yet."""
        return next((report for report in self.reports if not report.sealed_at), None)

    @property
    def refresh(self) -> int | None:
        """In how many seconds it is worth looking again; None when there is nothing to wait for."""
        if self.pending is None or self.is_stuck:
            return None
        return SECONDS_AFTER_FAILURE if self.pending.failure else SECONDS

    @property
    def is_stuck(self) -> bool:
        """By now the worker has used up its attempts, or there is none: somebody must act."""
        return self.pending is not None and timezone.now() - self.pending.asked_at > WORKER_GIVES_UP

    @property
    def advice(self) -> AdviceText | None:
        given = advice_given(self.submission) if self.submission else None
        if given is None:
            return None
        stricter = OUTCOMES[given.stricter_outcome] if given.stricter_outcome else None
        return AdviceText(given, verdict_word(given.verdict), stricter)

    @property
    def parties(self) -> Iterator[PartyText]:
        for party in self.submission.parties.values() if self.submission else ():
            yield PartyText(party["name"], kind_name(party["kind"]), party["country"])

    @property
    def sections(self) -> Iterator[SectionText]:
        submission = self.submission
        if submission is None:
            return
        for section in submission.questionnaire.sections:
            if answers := _answers(submission, section):
                yield SectionText(say(section.title), answers)

    @property
    def thread(self) -> tuple[CommentText, ...]:
        """Comments about the whole; they are between the writers and the FG."""
        if not self.is_writer and Role.REVIEWER not in self.actor.roles:
            return ()
        general = (comment for comment in self.comments if not comment.question)
        return comment_texts(general, self.assessment.round)

    @property
    def can_take_back(self) -> bool:
        return self._can(Step.TAKE_BACK)

    @property
    def can_withdraw(self) -> bool:
        return self._can(Step.WITHDRAW)

    def _can(self, step: Step) -> bool:
        """Steps of the author on this page."""
        return (
            self.assessment.capacity == Capacity.AUTHOR and transition(Status(self.assessment.status), step) is not None
        )

    @property
    def now(self) -> str:
        """Whose turn it is, in a sentence."""
        return {
            Status.DRAFT: _("De invuller werkt aan deze toets."),
            Status.SUBMITTED: _("De toets wacht tot een FG die in behandeling neemt."),
            Status.IN_REVIEW: _("%s toetst de antwoorden.") % self.assessment.claimed_by,
            Status.ADVISED: _("De FG heeft geadviseerd. Het rapport wordt gemaakt en verzegeld."),
            Status.AWAITING_SIGNATURE: _("Het rapport wacht op de handtekening van de FG."),
            Status.SEALED_ADVICE: self._awaiting_decision,
            Status.DECIDED: _("Er is besloten. Het rapport met het besluit wordt gemaakt en verzegeld."),
            Status.CONDITIONAL: _("Het gebruik mag pas als aan de voorwaarden is voldaan."),
            Status.IN_FORCE: _("Het besluit geldt."),
            Status.WITHDRAWN: _("De invuller heeft deze toets ingetrokken."),
            Status.CLOSED: _("Deze toets is afgesloten."),
            Status.EXPIRED: _("Het besluit geldt niet meer."),
        }[Status(self.assessment.status)]

    @property
    def _awaiting_decision(self) -> str:
        if Role.DECIDER in self.actor.roles:
            return _(
                "Het advies van de FG is verzegeld en wacht op uw besluit. Tot dan is het gebruik niet toegestaan."
            )
        return _("Het advies van de FG is verzegeld en wacht op een besluit. Tot dan mag het gebruik niet.")


def _answers(submission: Submission, section: Section) -> tuple[AnswerText, ...]:
    return tuple(
        answer_text(submission, finding)
        for finding in submission.examination.findings
        if finding.key.question in section.questions and is_put_before_reviewer(finding)
    )


def kind_name(kind: str) -> str:
    """What a kind of party is called."""
    return {
        "organisatie": _("de eigen organisatie"),
        "aanbieder": _("aanbieder"),
        "modelontwikkelaar": _("modelontwikkelaar"),
        "verwerker": _("verwerker"),
        "subverwerker": _("subverwerker"),
        "opdrachtnemer": _("opdrachtnemer"),
        "medeverantwoordelijke": _("medeverantwoordelijke"),
    }[kind]
