"""The forms on a page as a browser sees them: where they are sent, and what can be filled in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(frozen=True)
class Control:
    name: str
    kind: str  # the type of an input, or textarea, select, button
    value: str = ""
    chosen: bool = True  # whether a browser sends it when nobody touches it


@dataclass
class Form:
    action: str
    controls: list[Control] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return sorted({control.name for control in self.controls if control.name != "csrfmiddlewaretoken"})

    @property
    def fields(self) -> list[str]:
        """What somebody fills in or chooses, as against what the page itself sends along."""
        return sorted({each.name for each in self.controls if each.kind not in ("button", "hidden")})

    @property
    def token(self) -> str:
        return next((each.value for each in self.controls if each.name == "csrfmiddlewaretoken"), "")

    def untouched(self) -> dict[str, list[str]]:
        """What a browser would send, the first button pressed."""
        sent: dict[str, list[str]] = {}
        pressed = False
        for control in self.controls:
            if control.kind == "button":
                if pressed:
                    continue
                pressed = True
            if control.chosen and control.kind != "file":
                sent.setdefault(control.name, []).append(control.value)
        return sent

    def values_of(self, name: str) -> list[str]:
        return [control.value for control in self.controls if control.name == name]

    def kind_of(self, name: str) -> str:
        return next(control.kind for control in self.controls if control.name == name)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.open: Form | None = None
        self.late: list[tuple[str, Control]] = []
        self.select = self.textarea = ""
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(said.get("action") or self.address) if said.get("method", "").lower() == "post" else None
            if self.open:
                self.forms.append(self.open)
                self.by_id[said.get("id", "")] = self.open
        elif tag == "select":
            self.select = said.get("name", "")
        elif tag == "option" and self.select:
            self._add(said, Control(self.select, "select", said.get("value", ""), "selected" in said))
        elif tag == "textarea":
            self.textarea, self.text = said.get("name", ""), []
        elif tag in ("input", "button") and said.get("name"):
            kind = "button" if tag == "button" else said.get("type", "text")
            chosen = kind not in ("checkbox", "radio") or "checked" in said
            self._add(said, Control(said["name"], kind, said.get("value", "on" if kind == "checkbox" else ""), chosen))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._add({}, Control(self.textarea, "textarea", "".join(self.text)))
            self.textarea = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.open = None

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.text.append(data)

    def _add(self, said: dict[str, str], control: Control) -> None:
        if form := said.get("form"):
            self.late.append((form, control))
        elif self.open:
            self.open.controls.append(control)


def forms_on(html: str, address: str) -> list[Form]:
    """Every form that is posted, with the controls that name it from elsewhere on the page."""
    reader = _Reader(address)
    reader.feed(html)
    for form, control in reader.late:
        if form in reader.by_id:
            reader.by_id[form].controls.append(control)
    return reader.forms
