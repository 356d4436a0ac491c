"""Codes of the domain as words with a tone, for `_components/tag.html` and `_components/outcome.html`."""

from dataclasses import dataclass

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()


@dataclass(frozen=True)
class Word:
    """What a code is called, and the tone that goes with it: neutral, info, positive, warning or negative."""

    label: str | Promise
    tone: str = "neutral"


OUTCOMES = {
    "NIET_TOEGESTAAN": Word(_("Niet toegestaan"), "negative"),
    "NIET_TOEGESTAAN_TENZIJ": Word(_("Niet toegestaan, tenzij aan de voorwaarden is voldaan"), "warning"),
    "VOORAFGAANDE_RAADPLEGING": Word(_("Eerst de AP raadplegen"), "warning"),
    "TOEGESTAAN_ONDER_VERANTWOORDING": Word(_("Toegestaan onder verantwoording"), "positive"),
    "BUITEN_REIKWIJDTE": Word(_("Buiten de reikwijdte van deze toets"), "info"),
}
STATUSES = {
    "draft": Word(_("In voorbereiding"), "info"),
    "submitted": Word(_("Wacht op de FG"), "warning"),
    "in_review": Word(_("In behandeling bij de FG"), "info"),
    "advised": Word(_("Advies wordt verzegeld"), "info"),
    "awaiting_signature": Word(_("Wacht op ondertekening"), "warning"),
    "sealed_advice": Word(_("Wacht op besluit"), "warning"),
    "decided": Word(_("Besluit wordt verzegeld"), "info"),
    "conditional": Word(_("Voorwaarden lopen"), "warning"),
    "in_force": Word(_("Geldig"), "positive"),
    "withdrawn": Word(_("Ingetrokken")),
    "closed": Word(_("Afgesloten")),
    "expired": Word(_("Verlopen")),
}
STATES = {
    "aangetoond": Word(_("Aangetoond"), "positive"),
    "niet_aangetoond": Word(_("Niet aangetoond"), "warning"),
    "geschonden": Word(_("Geschonden"), "negative"),
    "nvt": Word(_("Niet van toepassing")),
    "niet_onderzocht": Word(_("Niet onderzocht")),
}
PROOFS = {
    "none": Word(_("Geen bewijs")),
    "delivered": Word(_("Bewijs nog niet gecontroleerd"), "info"),
    "checked": Word(_("Bewijs gecontroleerd"), "positive"),
    "expired": Word(_("Bewijs verlopen"), "warning"),
    "changed": Word(_("Gewijzigd na controle"), "warning"),
}
LEVELS = {
    "laag": Word(_("Laag"), "positive"),
    "midden": Word(_("Midden"), "info"),
    "hoog": Word(_("Hoog"), "negative"),
}
ROLES = {
    "author": Word(_("invuller")),
    "contributor": Word(_("indiener")),
    "supplier": Word(_("leverancier")),
    "reviewer": Word(_("FG")),
    "decider": Word(_("beslisser")),
    "auditor": Word(_("auditor")),
    "manager": Word(_("beheerder")),
    "operator": Word(_("technisch beheer")),
    "system": Word(_("systeem")),
}


@register.filter
def outcome(code: str) -> Word:
    return OUTCOMES[code]


@register.filter
def status(code: str) -> Word:
    return STATUSES[code]


@register.filter
def state(code: str) -> Word:
    return STATES[code]


@register.filter
def proof(code: str) -> Word:
    return PROOFS[code]


@register.filter
def level(code: str) -> Word:
    return LEVELS[code]


@register.filter
def role(code: str) -> Word:
    return ROLES[code]
