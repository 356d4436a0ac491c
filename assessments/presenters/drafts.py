"""Rows of the questionnaire in an assessment at work: what they are called, where they stand, what shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from assessments import submitted
from assessments.domain.advice import Advice, advise
from assessments.domain.answers import Dossier, Edition, Key
from assessments.domain.findings import Examination, Finding, examine
from assessments.domain.judging import Why
from assessments.domain.questionnaire import Need, Per, Question, Questionnaire, Section
from assessments.forms.answering import is_asked
from assessments.forms.names import field_name, row_key
from assessments.models import Answer, CheckVerdict, Comment
from assessments.presenters.answers import question_number, say, why_so
from assessments.reading import Contents, Shown
from assessments.templatetags.words import PROOFS, STATES, Word

EVIDENCE_WANTED = frozenset({Why.NO_EVIDENCE, Why.UNCHECKED, Why.EXPIRED, Why.CHANGED, Why.DEMONSTRATED})


@dataclass(frozen=True)
class Draft:
    """One assessment, read and examined once, as every page of its writers needs it."""

    contents: Contents

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """What was written back and forth with the FG; a first round has nothing to read."""
        if self.contents.assessment.round == 1:
            return ()
        return tuple(submitted.comments(self.contents.assessment))

    def comments_on(self, key: Key) -> tuple[Comment, ...]:
        return tuple(each for each in self.comments if (each.question, each.party_id) == row_key(key))

    @cached_property
    def discussed(self) -> tuple[Key, ...]:
        """The rows about which somebody wrote."""
        return tuple(key for key in self.all_rows if self.comments_on(key))

    @cached_property
    def examination(self) -> Examination:
        return examine(self.contents.questionnaire, self.contents.dossier(Edition.ADVICE))

    @property
    def questionnaire(self) -> Questionnaire:
        return self.contents.questionnaire

    @property
    def dossier(self) -> Dossier:
        return self.examination.sheet.dossier

    @cached_property
    def findings(self) -> dict[Key, Finding]:
        return {finding.key: finding for finding in self.examination.findings}

    @cached_property
    def rows(self) -> tuple[Key, ...]:
        """What is asked now, in the order of the questionnaire."""
        return tuple(row.key for row in self.examination.sheet.rows if not row.hidden)

    def question(self, key: Key) -> Question:
        return self.contents.questionnaire.questions[key.question]

    def answer(self, key: Key) -> Answer | None:
        return self.contents.answers.get(row_key(key))

    def shown(self, key: Key) -> tuple[Shown, ...]:
        answer = self.answer(key)
        return self.contents.shown[answer.pk] if answer else ()

    def rows_of(self, section: Section) -> tuple[Key, ...]:
        return tuple(key for key in self.rows if key.question in section.questions)

    @cached_property
    def all_rows(self) -> tuple[Key, ...]:
        """Every row there can be now, hidden ones too."""
        return tuple(row.key for row in self.examination.sheet.rows)

    @cached_property
    def advice(self) -> Advice:
        """The advice with its proposals: only for pages that show them."""
        return advise(self.contents.questionnaire, self.contents.dossier(Edition.ADVICE))

    @cached_property
    def outcome(self) -> Advice:
        """The advice without the search for a better outcome, which takes longer."""
        return advise(self.contents.questionnaire, self.contents.dossier(Edition.ADVICE), improve=False)

    @cached_property
    def counted(self) -> tuple[Key, ...]:
        """The rows that people answer: what is computed does not count in the progress."""
        return tuple(key for key in self.rows if not self.question(key).derived)

    @cached_property
    def counted_set(self) -> frozenset[Key]:
        return frozenset(self.counted)

    @property
    def own_party(self) -> str:
        return self.examination.sheet.dossier.own.id

    def parties_in_words(self) -> tuple[str, ...]:
        """Each party with its roles, which together are the answer to the question about parties."""
        options = self.contents.questionnaire.questions[self.contents.questionnaire.parties_question].options
        found = []
        for party in self.contents.parties:
            roles = [say(options[code].text) for code in (party.avg_role, *party.ai_roles) if code in options]
            found.append(f"{party.name}: {', '.join(roles)}" if roles else _("%s: nog geen rol") % party.name)
        return tuple(found)

    def is_answered(self, key: Key) -> bool:
        """The parties count as answered once each of them has its roles."""
        if is_asked(self.question(key)):
            return not self.findings[key].unanswered
        return self.findings[key].why is not Why.INCOMPLETE

    def done(self, rows: Iterable[Key]) -> int:
        return sum(self.is_answered(key) for key in rows)

    def number(self, key: Key) -> str:
        return question_number(self.contents.questionnaire, self.question(key))

    def party(self, key: Key) -> str:
        """The name of the party a row is about; empty where it is asked once, or of ourselves."""
        if key.party is None:
            return ""
        return next((row.name for row in self.contents.parties if str(row.pk) == key.party), "")

    def title(self, key: Key) -> str:
        title = f"{self.number(key)} {say(self.question(key).title)}"
        return f"{title} ({party})" if (party := self.party(key)) else title

    def url(self, key: Key) -> str:
        """Where the row is answered."""
        page = reverse("section", args=[self.contents.assessment.pk, self.question(key).section])
        return f"{page}#vraag-{field_name(key)}"

    def values(self, key: Key) -> tuple[str, ...]:
        """The chosen options in words."""
        question = self.question(key)
        codes = self.findings[key].value if question.derived else self._codes(key)
        return tuple(say(question.options[code].text) for code in codes if code in question.options)

    def _codes(self, key: Key) -> tuple[str, ...]:
        answer = self.answer(key)
        return tuple(answer.value) if answer else ()

    def wants_evidence(self, key: Key) -> bool:
        """Evidence is asked only once the answer itself is good enough (burden.md, proposal 7)."""
        question, finding = self.question(key), self.findings[key]
        if question.id == self.contents.questionnaire.parties_question:
            return True
        if question.derived:
            return question.per is Per.PARTY or finding.why is Why.NO_EVIDENCE or bool(self.shown(key))
        needed = any(
            Need.EVIDENCE in question.options[code].needs for code in finding.value if code in question.options
        )
        return needed and finding.why in EVIDENCE_WANTED

    def needs_reason_check(self, key: Key) -> bool:
        """Whether somebody else must find the explanation good enough."""
        options = self.question(key).options
        return any(Need.CHECK in options[code].needs for code in self.findings[key].value if code in options)

    def word(self, key: Key) -> Word:
        return STATES[self.findings[key].state]

    def reason(self, key: Key) -> str:
        return why_so(self.findings[key].why)


def check_word(shown: Shown, reference_date: date) -> Word:
    """How far one document is checked for one answer."""
    if shown.valid_until and shown.valid_until < reference_date:
        return PROOFS["expired"]
    if shown.verdict == CheckVerdict.SUFFICIENT:
        return PROOFS["checked"] if shown.independent else Word(_("Gecontroleerd, niet onafhankelijk"), "info")
    if shown.verdict == CheckVerdict.INSUFFICIENT:
        return Word(_("Onvoldoende gevonden"), "negative")
    return PROOFS["changed"] if shown.checked_before else PROOFS["delivered"]


def until(shown: Shown) -> str:
    return _("geldig tot en met %s") % date_format(shown.valid_until, "j F Y") if shown.valid_until else ""
