"""The FG's pages: what is remarkable first, then section by section, then the advice."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.domain.answers import Key
from assessments.domain.judging import Finding
from assessments.domain.remarks import Remark, remarks
from assessments.domain.workflow import Status
from assessments.forms.names import field_name
from assessments.models import Actor, Assessment, Judgement
from assessments.presenters.answers import row_title, say
from assessments.submitted import Round
from assessments.templatetags.words import Word


def remark_word(remark: Remark) -> Word:
    return {
        Remark.BLOCKS: Word(_("Blokkeert"), "negative"),
        Remark.OPEN: Word(_("Niet aangetoond"), "warning"),
        Remark.PROMISED: Word(_("Toegezegd"), "info"),
        Remark.UNCHECKED: Word(_("Niet gecontroleerd"), "warning"),
        Remark.NOT_INDEPENDENT: Word(_("Niet onafhankelijk gecontroleerd"), "warning"),
        Remark.EXCEPTION: Word(_("Uitzondering"), "info"),
        Remark.CHANGED: Word(_("Gewijzigd"), "info"),
    }[remark]


def judgement_word(code: str) -> Word:
    return {
        Judgement.AGREED.value: Word(_("Akkoord"), "positive"),
        Judgement.CHANGE.value: Word(_("Aanpassen nodig"), "warning"),
    }[code]


@dataclass(frozen=True)
class Judged:
    """One row before the FG: what it is called, what is remarkable, and what was judged."""

    key: Key
    finding: Finding
    section: str
    title: str
    url: str
    remarks: tuple[Remark, ...]
    judgement: str

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(remark_word(each) for each in self.remarks)

    @property
    def judgement_word(self) -> Word | None:
        return judgement_word(self.judgement) if self.judgement else None


@dataclass(frozen=True)
class SectionLine:
    """One section in the list, as `_components/task_list.html` wants it."""

    id: str
    title: str
    url: str
    hint: str
    status: str
    tone: str


class Desk:
    """One submission on the FG's desk."""

    def __init__(self, assessment: Assessment, round_: Round, actor: Actor) -> None:
        self.assessment = assessment
        self.round = round_
        self.actor = actor
        self.submission = round_.submission
        self.snapshot = round_.submission.snapshot

    @property
    def is_mine(self) -> bool:
        """Whether this person may judge now."""
        return self.assessment.status == Status.IN_REVIEW and self.assessment.claimed_by_id == self.actor.pk

    @cached_property
    def rows(self) -> tuple[Judged, ...]:
        return tuple(self._judged(finding) for finding in self.round.findings)

    def _judged(self, finding: Finding) -> Judged:
        question = self.submission.questionnaire.questions[finding.key.question]
        review = self.round.review(finding.key)
        page = reverse("review-section", args=[self.assessment.pk, question.section])
        return Judged(
            key=finding.key,
            finding=finding,
            section=question.section,
            title=row_title(self.submission, finding.key),
            url=f"{page}#vraag-{field_name(finding.key)}",
            remarks=remarks(finding, self.submission.answers.get(finding.key), changed=self.round.changed(finding.key)),
            judgement=review.judgement if review else "",
        )

    @property
    def remarkable(self) -> tuple[Judged, ...]:
        """Gravest first, in the order of the questionnaire within one kind."""
        order = list(Remark)
        return tuple(sorted((row for row in self.rows if row.remarks), key=lambda row: order.index(row.remarks[0])))

    def plain(self, section: str | None = None) -> tuple[Judged, ...]:
        """What is unremarkable and not judged yet: it can be agreed with at once."""
        return tuple(
            row for row in self.rows if not row.remarks and not row.judgement and section in (None, row.section)
        )

    def in_section(self, section: str) -> tuple[Judged, ...]:
        return tuple(row for row in self.rows if row.section == section)

    @property
    def to_change(self) -> tuple[Judged, ...]:
        return tuple(row for row in self.rows if row.judgement == Judgement.CHANGE)

    @property
    def not_judged(self) -> tuple[Judged, ...]:
        return tuple(row for row in self.rows if not row.judgement)

    @property
    def done(self) -> int:
        return len(self.rows) - len(self.not_judged)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def next_section(self) -> str:
        """Where to go on: the first section with something left to judge."""
        return next((row.section for row in self.rows if not row.judgement), "")

    @property
    def sections(self) -> tuple[SectionLine, ...]:
        return tuple(
            self._line(section.id, say(section.title), rows)
            for section in self.submission.questionnaire.sections
            if (rows := self.in_section(section.id))
        )

    def _line(self, section: str, title: str, rows: tuple[Judged, ...]) -> SectionLine:
        done, remarkable = _count(row.judgement for row in rows), _count(row.remarks for row in rows)
        to_change = _count(row.judgement == Judgement.CHANGE for row in rows)
        status = _("%(done)s van %(total)s beoordeeld") % {"done": done, "total": len(rows)}
        if to_change:
            status = f"{status}, {_('%s aanpassen') % to_change}"
        tone = "warning" if to_change else "positive" if done == len(rows) else "info" if done else "neutral"
        hint = _("%s om zelf te bekijken") % remarkable if remarkable else _("niets bijzonders")
        return SectionLine(
            section, title, reverse("review-section", args=[self.assessment.pk, section]), hint, status, tone
        )

    @property
    def unfinished(self) -> tuple[SectionLine, ...]:
        """Sections with something left to judge: until there are none, nothing can be advised."""
        left = {row.section for row in self.not_judged}
        return tuple(line for line in self.sections if line.id in left)

    def after(self, section: str) -> str:
        """Where to go from this section: the next one, or after the last to the end."""
        ids = [line.id for line in self.sections]
        following = ids[ids.index(section) + 1 :]
        if following:
            return reverse("review-section", args=[self.assessment.pk, following[0]])
        return reverse("review-conclude", args=[self.assessment.pk])

    @property
    def stricter_outcomes(self) -> tuple[str, ...]:
        """Outcomes the FG may advise instead of the computed one."""
        outcomes = self.submission.questionnaire.outcomes
        computed = outcomes[self.snapshot.outcome].strictness
        return tuple(code for code, outcome in outcomes.items() if outcome.strictness > computed)

    @property
    def not_examined(self) -> int:
        """How many rows a short assessment left unasked."""
        return _count(finding.state == "niet_onderzocht" for finding in self.submission.examination.findings)


def _count(found: Iterable[object]) -> int:
    return sum(bool(each) for each in found)
