"""What a mail may say: one closed table. Never a title, an answer, a remark, a name of a document or of a person."""

import re
from collections.abc import Mapping

_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

# Fact -> what it looks like. A text that somebody typed fits none of these.
FACTS = {
    "reference": re.compile(r"[A-Z]{2,5}-\d{4}-\d{4,6}"),
    "link": re.compile(r"/[a-z0-9/_-]{0,200}"),  # a page of the site that asks who you are
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "moment": re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?(Z|\+00:00)"),
    "number": re.compile(r"\d{1,12}"),
    "digest": re.compile(r"[0-9a-f]{64}"),
    "invitation": re.compile(_UUID),  # the worker makes the link: no token stands in the row
    "password_link": re.compile(_UUID),
}

# Kind -> the facts its text needs, all of them and no other. The text stands in templates/mail/KIND.LANGUAGE.txt.
KINDS: dict[str, frozenset[str]] = {
    "invitation": frozenset({"invitation", "date"}),
    "set-password": frozenset({"password_link", "moment"}),
    "password-changed": frozenset({"moment"}),
    "factor-added": frozenset({"moment"}),
    "factor-removed": frozenset({"moment"}),
    "recovery-code-used": frozenset({"moment"}),
    "new-sign-in": frozenset({"moment", "link"}),
    "checkpoint": frozenset({"moment", "number", "digest"}),
}
LANGUAGES = ("nl", "en")


def why_refused(kind: str, facts: Mapping[str, str]) -> str | None:
    """Why no such mail may be made, without quoting what was offered; None when it may."""
    if kind not in KINDS:
        return "no such kind of mail"
    if facts.keys() != KINDS[kind]:
        return f"a mail of kind {kind} needs exactly the facts {sorted(KINDS[kind])}"
    for name, value in facts.items():
        if not FACTS[name].fullmatch(value):
            return f"the fact {name} does not look like one"
    return None
