"""Layout objects: a question as a card, a group of fields, and the helper that holds them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from crispy_forms.utils import render_field
from django import forms
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

# As many as questions.css has rules for.
MAX_REVEALS = 4


def form_helper(*objects: Any) -> FormHelper:
    """A crispy helper for `form.helper`: the <form> tag, the errors above it and the buttons are the page's own."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*objects)
    return helper


@dataclass(frozen=True)
class Source:
    """Where a reason comes from. `caution` says what about it is not certain."""

    text: str
    place: str = ""
    url: str = ""
    caution: str = ""


@dataclass(frozen=True)
class Sources:
    """Sources of one kind under a heading, such as the law."""

    heading: str
    items: Sequence[Source]


@dataclass(frozen=True)
class Why:
    """The answer to "why do you ask": a reason and what it rests on."""

    reason: str
    sources: Sequence[Sources] = ()


@dataclass(frozen=True)
class Reveal:
    """Fields and a note below the options, shown while one of the answers `when` is chosen.

    A browser without :has() shows them always; the server decides what counts.
    """

    when: Collection[str]
    fields: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True)
class Question:
    """One question as a card: number, text, help, why, good answer, control, and what follows from the answer.

    `fields` are always shown after the control, `reveals` only with certain answers. `include` names a template
    for the foot of the card; it finds `data` as `question.data`.
    """

    name: str
    number: str = ""
    party: str = ""
    mark: str = ""
    why: Why | None = None
    good_answer: str = ""
    evidence: Sequence[str] = ()
    fields: Sequence[str] = ()
    reveals: Sequence[Reveal] = ()
    include: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    level: int = 2

    def __post_init__(self) -> None:
        if len(self.reveals) > MAX_REVEALS:
            raise ValueError(f"{self.name}: at most {MAX_REVEALS} reveals, not {len(self.reveals)}")

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> SafeString:
        bound = form[self.name]
        _mark_rendered(form, [self.name])
        following = [_Following(form, reveal.fields, reveal.note) for reveal in self.reveals]
        always = _Following(form, self.fields)
        parts = [bound, *always.bound, *(b for f in following for b in f.bound)]
        return render_to_string(
            "nlds/question.html",
            {
                **_flat(context),
                "question": self,
                "field": bound,
                "always": always,
                "reveals": [(number, block) for number, block in enumerate(following, start=1)],
                "revealed_by": self._revealed_by(),
                "invalid": any(part.errors for part in parts),
            },
        )

    def _revealed_by(self) -> dict[str, str]:
        """Option value -> the numbers of the blocks it shows, as one attribute value."""
        numbers: dict[str, list[str]] = {}
        for number, reveal in enumerate(self.reveals, start=1):
            for value in reveal.when:
                numbers.setdefault(value, []).append(str(number))
        return {value: " ".join(shown) for value, shown in numbers.items()}


@dataclass(frozen=True)
class Fieldset:
    """Fields, or other layout objects, that belong together under one legend."""

    legend: str
    objects: Sequence[Any]
    help_text: str = ""

    def render(self, form: forms.BaseForm, context: Context, **kwargs: Any) -> SafeString:
        content = format_html_join("", "{}", ((render_field(item, form, context),) for item in self.objects))
        return render_to_string(
            "nlds/fieldset.html",
            {**_flat(context), "legend": self.legend, "help_text": self.help_text, "content": content},
        )


class _Following:
    """What stands after the control: bound fields and a note."""

    def __init__(self, form: forms.BaseForm, names: Sequence[str], note: str = "") -> None:
        self.bound = [form[name] for name in names]
        self.note = note
        _mark_rendered(form, names)


def _flat(context: Context) -> dict[str, Any]:
    return {str(name): value for name, value in context.flatten().items()}


def _mark_rendered(form: forms.BaseForm, names: Iterable[str]) -> None:
    # Crispy keeps this list to know which fields the layout left out.
    form.__dict__.setdefault("rendered_fields", set()).update(names)
