"""A section of questions as one form. Saving comes first: what is wrong in one field never holds up the others."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.actions.answering import Given, RowKey
from assessments.domain.answers import Key
from assessments.domain.questionnaire import FieldType, Means, Need, Question, Questionnaire, Type
from assessments.forms.names import field_name, named_key, row_key
from assessments.models import Answer
from assessments.presenters.answers import question_number, say
from nlds.fields import AnyOf, DateField, NumberField, OneOf, TextField

NOTE_MAX = 4000
NOTE, FIELD, BEHALF, REPLY, VERSION, ASKED = "toelichting", "veld", "namens", "reactie", "versie", "aantal"
# Only on a row that somebody else answered meanwhile: which of the two stays, and which version was looked at.
KEEP, THEIRS, MINE, THEIRS_SEEN = "blijft", "die-ander", "mijn", "gezien"
# A field of this name explains the answer already: a second box for it would only puzzle.
EXPLAINS = "toelichting"


class _Later:
    """Shown as a question that must be answered; an empty one is saved as such and asked for on going on."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)  # type: ignore[misc]  # mixed into fields only


class OneAnswer(_Later, OneOf):
    pass


class AnyAnswers(_Later, AnyOf):
    pass


def part(kind: str, key: Key, code: str = "") -> str:
    """The name of one field of a row, such as `toelichting-QA01`."""
    return f"{kind}.{code}-{field_name(key)}" if code else f"{kind}-{field_name(key)}"


def reason_codes(question: Question) -> tuple[str, ...]:
    """The answers that need an explanation in words."""
    return tuple(code for code, option in question.options.items() if option.needs & {Need.REASON, Need.CHECK})


def note_codes(question: Question) -> tuple[str, ...]:
    """The answers that may be explained."""
    return reason_codes(question) if EXPLAINS in question.fields else tuple(question.options)


def field_codes(question: Question) -> tuple[str, ...]:
    """The answers with which the further fields make sense: all but "I do not know"."""
    return tuple(code for code, option in question.options.items() if option.means is not Means.OPEN)


def is_asked(question: Question) -> bool:
    """Whether people answer it in a form: not what is computed, and not the parties, which have their own page."""
    return not question.derived and question.type is not Type.REPEAT


class AnswerForm(forms.Form):
    """The answers to these rows.

    `conflicts` are rows that somebody else saved meanwhile: their form asks which answer stays. `discussed` are
    rows about which the FG wrote: there one can write back.
    """

    helper: FormHelper

    def __init__(
        self,
        questionnaire: Questionnaire,
        rows: Sequence[Key],
        *args: Any,
        conflicts: Iterable[Key] = (),
        discussed: Iterable[Key] = (),
        asked: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        self.rows = tuple(rows)
        self.conflicts = frozenset(conflicts)
        self.discussed = frozenset(discussed)
        self.fields[ASKED] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=asked)
        for key in self.rows:
            self._add(key, questionnaire.questions[key.question])

    def _add(self, key: Key, question: Question) -> None:
        self.fields[field_name(key)] = _main_field(question)
        for code, field in question.fields.items():
            self.fields[part(FIELD, key, code)] = _further_field(field.type, say(field.text), field.max_length)
        if note_codes(question):
            self.fields[part(NOTE, key)] = TextField(
                label=_("Toelichting"), help_text=_note_help(question), rows=3, max_length=NOTE_MAX, required=False
            )
        if key in self.discussed:
            self.fields[part(REPLY, key)] = TextField(
                label=_("Uw reactie aan de FG"), rows=3, max_length=NOTE_MAX, required=False
            )
        if key.party:
            self.fields[part(BEHALF, key)] = forms.BooleanField(
                label=_("Deze partij gaf dit antwoord; ik heb het voor haar ingevuld"), required=False
            )
        self.fields[part(VERSION, key)] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=0, min_value=0
        )
        if key in self.conflicts:
            number = question_number(self.questionnaire, question)
            self.fields[part(KEEP, key)] = OneOf(
                label=_("Welk antwoord blijft?"),
                choices=[(MINE, _("Mijn antwoord, zoals het hierboven staat")), (THEIRS, _("Het andere antwoord"))],
                error_messages={"required": _("Kies bij vraag %s welk antwoord blijft") % number},
            )
            self.fields[part(THEIRS_SEEN, key)] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def given(self, stored: Mapping[RowKey, Answer]) -> tuple[Given, ...]:
        """What to save. Where a field is wrong the part that is stored stays as it is."""
        return tuple(self._given(key, stored.get(row_key(key))) for key in self.rows if not self._yields(key))

    @property
    def replies(self) -> dict[Key, str]:
        """What to write back to the FG."""
        found = {key: self.cleaned_data.get(part(REPLY, key), "") for key in self.discussed}
        return {key: text for key, text in found.items() if text}

    def _yields(self, key: Key) -> bool:
        """Whether the other's answer stays, so that there is nothing to save."""
        return self.cleaned_data.get(part(KEEP, key)) == THEIRS

    def _given(self, key: Key, stored: Answer | None) -> Given:
        question = self.questionnaire.questions[key.question]
        name = field_name(key)
        kept_value = tuple(stored.value) if stored else ()
        value = kept_value if name in self.errors else _codes(self.cleaned_data.get(name))
        fields = {}
        for code in question.fields:
            if part(FIELD, key, code) in self.errors:
                kept = stored.fields.get(code) if stored else None
            else:
                kept = _plain(self.cleaned_data.get(part(FIELD, key, code)))
            if kept not in (None, ""):
                fields[code] = kept
        if part(NOTE, key) in self.errors or part(NOTE, key) not in self.fields:
            note = stored.note if stored else ""
        else:
            note = self.cleaned_data.get(part(NOTE, key), "")
        question_id, party = row_key(key)
        on_behalf_of = party if self.cleaned_data.get(part(BEHALF, key)) else None
        return Given(question_id, party, value, fields, note, on_behalf_of)

    @property
    def expected_versions(self) -> dict[RowKey, int]:
        """Per row the version that was on the page; where somebody chose, the version they chose against."""
        found = {}
        for key in self.rows:
            chosen = self.cleaned_data.get(part(KEEP, key)) == MINE
            kind = THEIRS_SEEN if chosen else VERSION
            found[row_key(key)] = self.cleaned_data.get(part(kind, key)) or 0
        return found

    def typed_again(self, stored: Mapping[RowKey, Answer], conflicts: Collection[Key]) -> "AnswerForm":
        """The same form as it was typed, over what is stored now: the next save starts from there.

        On rows in `conflicts` it asks which answer stays; where the other's was chosen, that one is in the form.
        """
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        for key in self.rows:
            answer = stored.get(row_key(key))
            if key in conflicts:
                data.pop(part(KEEP, key), None)
                data[part(THEIRS_SEEN, key)] = str(answer.version if answer else 0)
            elif self._yields(key) and answer:
                for name in self._names(key):
                    data.pop(name, None)
                _fill(data, as_data(self.questionnaire, key, answer))
            else:
                data[part(VERSION, key)] = str(answer.version if answer else 0)
        again = AnswerForm(self.questionnaire, self.rows, data, conflicts=conflicts, discussed=self.discussed)
        again.is_valid()
        for name, errors in self.errors.items():
            if name not in again.errors and (name in again.fields or name == NON_FIELD_ERRORS):
                again.add_error(None if name == NON_FIELD_ERRORS else name, list(errors))
        return again

    def _names(self, key: Key) -> tuple[str, ...]:
        further = (part(FIELD, key, code) for code in self.questionnaire.questions[key.question].fields)
        return (field_name(key), *further, *(part(kind, key) for kind in (NOTE, BEHALF, KEEP, THEIRS_SEEN)))

    def ask_for_reasons(self) -> None:
        """Errors for answers that need an explanation and have none."""
        for key in self.rows:
            question = self.questionnaire.questions[key.question]
            chosen = _codes(self.cleaned_data.get(field_name(key)))
            needed = [code for code in chosen if code in reason_codes(question)]
            note = part(NOTE, key)
            if needed and not self.cleaned_data.get(note) and note not in self.errors:
                number = question_number(self.questionnaire, question)
                self.add_error(note, _("Leg bij vraag %s uit waarom u dit antwoord kiest") % number)


def posted_rows(questionnaire: Questionnaire, questions: Iterable[str], data: QueryDict) -> tuple[Key, ...]:
    """The rows that were on the page: those that sent a version. Other names mean nothing."""
    known = set(questions)
    prefix = f"{VERSION}-"
    keys = (named_key(name.removeprefix(prefix)) for name in data if name.startswith(prefix))
    found = {key for key in keys if key is not None and _is_row(questionnaire, known, key)}
    order = {question: number for number, question in enumerate(questionnaire.questions)}
    return tuple(sorted(found, key=lambda key: (order[key.question], key.party or "")))


def _is_row(questionnaire: Questionnaire, known: set[str], key: Key) -> bool:
    question = questionnaire.questions.get(key.question)
    return bool(question and key.question in known and is_asked(question) and question.party.repeats == bool(key.party))


def posted_conflicts(rows: Iterable[Key], data: QueryDict) -> tuple[Key, ...]:
    """The rows on which the page asked which answer stays."""
    return tuple(key for key in rows if part(THEIRS_SEEN, key) in data)


def posted_replies(rows: Iterable[Key], data: QueryDict) -> tuple[Key, ...]:
    """The rows on which the page had room to write back to the FG."""
    return tuple(key for key in rows if part(REPLY, key) in data)


def as_data(questionnaire: Questionnaire, key: Key, answer: Answer) -> dict[str, Any]:
    """A stored answer as what a browser would send for it."""
    question = questionnaire.questions[key.question]
    codes = [code for code in answer.value if code in question.options]
    data: dict[str, Any] = {part(VERSION, key): answer.version, part(NOTE, key): answer.note}
    if answer.on_behalf_of_id:
        data[part(BEHALF, key)] = "on"
    data[field_name(key)] = codes if question.type is Type.MULTI else (codes[0] if codes else "")
    for code, value in answer.fields.items():
        if code in question.fields:
            is_date = question.fields[code].type is FieldType.DATE
            data[part(FIELD, key, code)] = f"{date.fromisoformat(value):%d-%m-%Y}" if is_date else value
    return data


def _fill(data: QueryDict, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        data.setlist(name, [str(each) for each in value] if isinstance(value, list) else [str(value)])


def _main_field(question: Question) -> forms.Field:
    choices = [(code, say(option.text)) for code, option in question.options.items()]
    ask, help_text = say(question.ask), say(question.help)
    if question.type is Type.MULTI:
        exclusive = [code for code, option in question.options.items() if option.exclusive]
        return AnyAnswers(choices=choices, exclusive=exclusive, label=ask, help_text=help_text)
    return OneAnswer(choices=choices, label=ask, help_text=help_text)


def _further_field(kind: FieldType, label: str, max_length: int | None) -> forms.Field:
    if kind is FieldType.DATE:
        return DateField(label=label, required=False)
    if kind is FieldType.NUMBER:
        return NumberField(label=label, required=False, min_value=0, max_value=1_000_000_000)
    long = (max_length or 0) > 500
    return TextField(label=label, required=False, max_length=max_length or NOTE_MAX, rows=3 if long else 0)


def _note_help(question: Question) -> str:
    options = [say(question.options[code].text) for code in reason_codes(question)]
    if not options or len(options) == len(question.options):
        return ""
    return _("Nodig bij het antwoord ‘%s’.") % _("’ of ‘").join(options)


def _codes(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(value or ())


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
