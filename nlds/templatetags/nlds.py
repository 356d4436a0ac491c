"""What the templates of the pack ask about a field."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

register = template.Library()

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Textarea, "textarea"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.DateInput, "date"),
    (forms.Select, "select"),
)
CLASSES = {
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
    "checkbox": "utrecht-checkbox utrecht-checkbox--custom utrecht-checkbox--html-input",
    "file": "nlds-file",
    "date": "utrecht-textbox utrecht-textbox--html-input nlds-input--date",
    "number": "utrecht-textbox utrecht-textbox--html-input utrecht-textbox--numeric nlds-input--number",
    "text": "utrecht-textbox utrecht-textbox--html-input",
}


@register.filter
def kind(field: BoundField) -> str:
    """radios, checkboxes, checkbox, textarea, select, file, date, number or text."""
    for widget, name in KINDS:
        if isinstance(field.field.widget, widget):
            return name
    return "number" if isinstance(field.field, forms.IntegerField) else "text"


@register.filter
def is_group(field: BoundField) -> bool:
    return kind(field) in ("radios", "checkboxes")


@register.filter
def first_id(field: BoundField) -> str:
    """Where an error link goes: the control, or the first option of a group."""
    return f"{field.auto_id}_0" if is_group(field) else field.auto_id


@register.filter
def counted(field: BoundField) -> int:
    """The limit to show below a text area, or 0."""
    return getattr(field.field, "max_length", None) or 0 if kind(field) == "textarea" else 0


@register.filter
def lookup(mapping: Mapping[str, str] | None, key: object) -> str:
    return (mapping or {}).get(str(key), "")


@register.filter
def hint(option: Any, field: BoundField) -> str:
    return str(getattr(field.field, "hints", {}).get(str(option.data["value"]), ""))


@register.filter
def is_exclusive(option: Any, field: BoundField) -> bool:
    return str(option.data["value"]) in getattr(field.field, "exclusive", ())


def _described_by(field: BoundField) -> str | bool:
    ids = [
        f"{field.auto_id}_{suffix}"
        for suffix, present in (("help", field.help_text), ("error", field.errors), ("count", counted(field)))
        if present
    ]
    return " ".join(ids) or False


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The widget with the classes and ARIA attributes of its kind, never with native validation."""
    # The browser's own messages come in the browser's language and hide the summary of errors.
    field.form.use_required_attribute = False
    widget = field.field.widget
    # Nobody is cut off while typing or pasting; the server says how many characters are too many.
    widget.attrs.pop("maxlength", None)
    what = kind(field)
    attrs: dict[str, Any] = {
        "class": " ".join(filter(None, (CLASSES[what], widget.attrs.get("class")))),
        "aria-describedby": _described_by(field),
        "aria-invalid": "true" if field.errors else False,
        "aria-required": "true" if field.field.required and what != "file" else False,
    }
    if limit := counted(field):
        attrs["data-limit"] = limit
    return field.as_widget(attrs=attrs)


@register.simple_tag
def group_attrs(field: BoundField) -> SafeString:
    """Attributes of the fieldset: only a radio group may say that it is required or invalid."""
    attrs: dict[str, Any] = {"aria-describedby": _described_by(field)}
    if kind(field) == "radios":
        attrs["role"] = "radiogroup"
        attrs["aria-required"] = "true" if field.field.required else False
        attrs["aria-invalid"] = "true" if field.errors else False
    return flatatt({key: value for key, value in attrs.items() if value})


def _faults(form: BaseForm) -> Iterator[tuple[str, str]]:
    for message in form.non_field_errors():
        yield "", str(message)
    for field in form:
        for message in field.errors:
            yield "" if field.is_hidden else first_id(field), str(message)


@register.inclusion_tag("nlds/error_summary.html")
def error_summary(*parts: Any, saved: bool = False) -> dict[str, Any]:
    """All faults of these forms and formsets, each a link to its field; `saved` says that the answers were kept."""
    faults: list[tuple[str, str]] = []
    for part in parts:
        if isinstance(part, forms.BaseFormSet):
            faults += [("", str(message)) for message in part.non_form_errors()]
            for form in part:
                faults += _faults(form)
        elif part is not None:
            faults += _faults(part)
    return {"faults": faults, "saved": saved}
