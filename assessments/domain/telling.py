"""One edition in one language: how every part of the report names rows, parties, sources and moments."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from assessments.domain import report_words as words
from assessments.domain.advice import Advice
from assessments.domain.answers import Dossier, Key
from assessments.domain.edition import Recomputed
from assessments.domain.findings import Finding
from assessments.domain.questionnaire import Questionnaire, Source, Text
from assessments.domain.speaking import Explained, sentences
from assessments.domain.words import MONTHS, PARTIES, long_date, named

HERE = ZoneInfo("Europe/Amsterdam")
_A_MONTH_OR_DAY = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A letter passage or a norm. `caution` says so where it is unconfirmed, announced or historical."""

    id: str
    title: str
    says: str
    is_letter: bool
    caution: str = ""


@dataclass(frozen=True)
class Telling:
    """Everything the parts of the report are told from."""

    questionnaire: Questionnaire
    edition: Mapping[str, Any]
    recomputed: Recomputed
    locale: str

    @property
    def snapshot(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.edition["snapshot"]
        return found

    @property
    def dossier(self) -> Dossier:
        return self.recomputed.dossier

    @property
    def advice(self) -> Advice:
        return self.recomputed.advice

    @cached_property
    def explained(self) -> Explained:
        return sentences(self.questionnaire, self.dossier, self.advice, self.locale, complete=True)

    @cached_property
    def findings(self) -> Mapping[Key, Finding]:
        return {finding.key: finding for finding in self.advice.findings}

    @cached_property
    def answers(self) -> Mapping[Key, Mapping[str, Any]]:
        """What was written, per row."""
        contents = (leaf["content"] for leaf in self.snapshot["answers"])
        return {Key(each["question"], each["party"], each["purpose"]): each for each in contents}

    def say(self, text: Text, **parts: object) -> str:
        said = text.in_(self.locale)
        return said.format(**parts) if parts else said

    def title(self, question: str) -> str:
        return self.say(self.questionnaire.questions[question].title)

    def party(self, party_id: str | None) -> str:
        """The name of a party; without one, what kind of party it is."""
        party = self.dossier.party(party_id) if party_id else self.dossier.own
        if party is None:
            return ""
        return party.name or (self.say(PARTIES[party.kind]) if party.kind in PARTIES else party.kind)

    def row(self, key: Key) -> str:
        """The short name of a question, with its party where it is asked per party."""
        title = named(self.title(key.question))
        return self.say(words.AT_PARTY, title=title, party=self.party(key.party)) if key.party else title

    def rows(self, keys: Iterable[Key]) -> str:
        return "; ".join(dict.fromkeys(self.row(key) for key in keys))

    def chosen(self, question: str, codes: Iterable[str]) -> tuple[str, ...]:
        """The chosen options in words."""
        options = self.questionnaire.questions[question].options
        return tuple(self.say(options[code].text) for code in codes if code in options)

    def asked(self) -> tuple[Finding, ...]:
        """Every row that was put to somebody, in the order of the questionnaire."""
        return tuple(each for each in self.advice.findings if each.why.value != "hidden")

    def day(self, value: date | str | None) -> str:
        """A day in words; nothing where there is none."""
        if not value:
            return ""
        return long_date(date.fromisoformat(value) if isinstance(value, str) else value, self.locale)

    def in_words(self, text: str) -> str:
        """The text with the days (2024-12-17) and months (2017-05) in it as people write them."""

        def said(found: re.Match[str]) -> str:
            year, month, day = found.groups()
            return self.day(found.group()) if day else f"{MONTHS[self.locale].split()[int(month) - 1]} {year}"

        return _A_MONTH_OR_DAY.sub(said, text)

    def moment(self, at: str) -> str:
        """A moment on the clock in the Netherlands."""
        here = datetime.fromisoformat(at).astimezone(UTC).astimezone(HERE)
        return f"{long_date(here.date(), self.locale)}, {here:%H:%M}"

    def source(self, source_id: str) -> SourceLine:
        source = self.questionnaire.sources[source_id]
        return SourceLine(
            id=source.id,
            title=self.say(source.title),
            says=self.say(source.says),
            is_letter=source.is_letter,
            caution=self.caution(source),
        )

    def sources(self, ids: Iterable[str]) -> tuple[SourceLine, ...]:
        """Letter passages first, each once."""
        found = [self.source(each) for each in dict.fromkeys(ids)]
        return tuple(sorted(found, key=lambda line: not line.is_letter))

    def caution(self, source: Source) -> str:
        """What a reader must know before leaning on this norm; nothing where it is in force and was read."""
        if source.is_letter:
            return ""
        said = []
        if source.status == "aangekondigd" and source.applies_from:
            said.append(self.say(words.STARTS, day=self.day(source.applies_from)))
        elif source.status != "geldend":
            said.append(self.say(words.STATUSES[source.status]))
        if source.confirmed != "primary":
            said.append(self.say(words.CONFIRMED[source.confirmed]))
        return "; ".join(said)
