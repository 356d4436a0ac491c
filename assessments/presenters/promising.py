"""Commitments and grounds of a draft, as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from assessments.domain.answers import Key
from assessments.domain.cures import is_valid, may_cure_itself, own_measures, who_must_commit
from assessments.domain.findings import Finding, State
from assessments.domain.judging import Why
from assessments.domain.speaking import Sentence
from assessments.forms.names import field_name, row_key
from assessments.models import Commitment
from assessments.presenters.answers import say
from assessments.presenters.drafts import Draft


@dataclass(frozen=True)
class Ground:
    """One reason for the outcome: the sentence, where its row is answered, and what says so."""

    text: str
    url: str
    sources: str


def grounds(draft: Draft, because: Iterable[Sentence]) -> tuple[Ground, ...]:
    known = draft.contents.questionnaire.sources
    return tuple(
        Ground(
            text=sentence.text,
            url=draft.url(sentence.key) if sentence.key else "",
            sources=" · ".join(say(known[source].title) for source in sentence.sources if source in known),
        )
        for sentence in because
    )


@dataclass(frozen=True)
class Promised:
    """One commitment that was made; `problem` says why it cures nothing."""

    id: str
    by: str
    obligation: str
    owner: str
    due: date
    signatory: str
    problem: str


@dataclass(frozen=True)
class OpenRow:
    """A row that is open and could be cured, with the promises made for it."""

    name: str
    title: str
    url: str
    reason: str
    cured: bool
    waiting_for: tuple[str, ...]
    promises: tuple[Promised, ...]


class Promises:
    """Which open rows can be promised, by whom, and what was promised already."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.sheet = draft.examination.sheet
        self.dossier = self.sheet.dossier
        self.names = {str(party.pk): party.name for party in draft.contents.parties}

    @cached_property
    def rows(self) -> tuple[OpenRow, ...]:
        """What really lacks something: what is still open comes first, then what promises cover."""
        found = [self._row(key) for key in self.keys if not self._waits_for_check(key)]
        return tuple(sorted(found, key=lambda row: row.cured))

    @cached_property
    def waiting(self) -> tuple[OpenRow, ...]:
        """What needs no promise if a colleague finds the evidence or the reason sufficient."""
        return tuple(self._row(key) for key in self.keys if self._waits_for_check(key))

    def _waits_for_check(self, key: Key) -> bool:
        finding = self.draft.findings[key]
        return finding.why in (Why.UNCHECKED, Why.REASON_UNCHECKED) and not finding.cured

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        return tuple(key for key in self.draft.rows if self._can_be_promised(self.draft.findings[key]))

    def _can_be_promised(self, finding: Finding) -> bool:
        """An unanswered question cannot; of what is computed only a party's missing declaration can."""
        question = self.draft.question(finding.key)
        if finding.state is not State.OPEN or finding.unanswered or not question.curable:
            return False
        return not question.derived or finding.why is Why.NO_DECLARATION

    def key(self, name: str) -> Key | None:
        """The row with this name, if something can be promised for it."""
        return next((key for key in self.keys if field_name(key) == name), None)

    def who(self, key: Key) -> tuple[tuple[str, str], ...]:
        """Who may commit for this row, with names."""
        question = self.draft.question(key)
        parties = [*who_must_commit(question, key, self.dossier)]
        if may_cure_itself(question, key, self.sheet) and self.dossier.own.id not in parties:
            parties.append(self.dossier.own.id)
        return tuple((party, self.names[party]) for party in parties)

    def measures(self, key: Key) -> tuple[tuple[str, str], ...]:
        """Of these one must be named when we promise in the maker's place."""
        question = self.draft.question(key)
        if not may_cure_itself(question, key, self.sheet):
            return ()
        measures = self.draft.contents.questionnaire.measures
        return tuple((code, f"{code} {say(measures[code].text)}") for code in own_measures(question))

    def needs_measure(self, key: Key) -> bool:
        own = self.dossier.own.id
        return bool(self.measures(key)) and own not in who_must_commit(self.draft.question(key), key, self.dossier)

    def _row(self, key: Key) -> OpenRow:
        finding = self.draft.findings[key]
        made = [row for row in self.draft.contents.commitments if (row.question, row.party_id) == row_key(key)]
        by = {str(row.committed_by_id) for row in made}
        needed = who_must_commit(self.draft.question(key), key, self.dossier)
        return OpenRow(
            name=field_name(key),
            title=self.draft.title(key),
            url=self.draft.url(key),
            reason=self.draft.reason(key),
            cured=finding.cured,
            waiting_for=() if finding.cured else tuple(self.names[party] for party in needed if party not in by),
            promises=tuple(self._promised(key, row) for row in made),
        )

    def _promised(self, key: Key, row: Commitment) -> Promised:
        facts = next(each for each in self.dossier.commitments[key] if each.party == str(row.committed_by_id))
        problem = (
            "" if is_valid(facts, self.dossier) else _("Telt niet: de datum is voorbij of er ontbreekt een gegeven.")
        )
        return Promised(
            id=str(row.pk),
            by=self.names[str(row.committed_by_id)],
            obligation=row.obligation,
            owner=row.owner,
            due=row.due,
            signatory=row.signatory,
            problem=problem,
        )
