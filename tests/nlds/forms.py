"""A form with one field of every kind, filled with an invented case."""

from typing import Any

from django import forms

from nlds.fields import AnyOf, DateField, NumberField, OneOf, TextField
from nlds.layout import Fieldset, Question, Reveal, Source, Sources, Why, form_helper

WHY = Why(
    reason="Het model werkt met wat de gebruiker invoert. De AP ziet weinig zicht op wat er zo mogelijk ontstaat.",
    sources=(
        Sources(
            "Uit de brief van de AP, in onze woorden",
            (Source("Wat mensen in een opdracht typen, kan persoonsgegevens bevatten", "R4a, bladzijde 3"),),
        ),
        Sources(
            "Wet en regels",
            (
                Source("Niet meer gegevens dan nodig", "AVG, artikel 5, lid 1, onder c", "https://example.org/avg"),
                Source(
                    "Samenvatting van trainingsdata",
                    "AI-verordening, artikel 53",
                    caution="Nog niet bevestigd in de wettekst",
                ),
            ),
        ),
    ),
)


class Everything(forms.Form):
    """The questions of a section page, in the widths and states they can have."""

    trained = OneOf(
        label="Is vastgelegd uit welke bronnen de trainingsdata komen, en hebt u die informatie?",
        help_text="Vraag de maker om de samenvatting van de trainingsdata. ‘Vertrouwelijk’ telt als ‘weet ik niet’.",
        choices=[("ja", "Ja"), ("deels", "Deels"), ("nee", "Nee"), ("onbekend", "Weet ik niet")],
        hints={"deels": "Van een deel van de bronnen weet u waar ze vandaan komen"},
        error_messages={"required": "Kies of de bronnen van de trainingsdata zijn vastgelegd"},
    )
    trained_reason = TextField(label="Welk deel, en waarom niet alles?", max_length=2000, rows=4, required=False)
    people = AnyOf(
        label="Over wie en welke gegevens kunnen er in invoer, bijlagen of gekoppelde bronnen staan?",
        help_text="Kies alles wat kan voorkomen, ook als het niet de bedoeling is.",
        choices=[
            ("personeel", "Eigen medewerkers"),
            ("burgers", "Burgers of klanten"),
            ("bronnen", "Gegevens uit gekoppelde bronnen, zoals mappen of mailboxen"),
            ("onbekend", "Weet ik niet"),
        ],
        exclusive=["onbekend"],
        error_messages={"required": "Kies over wie er gegevens kunnen staan"},
    )
    need = TextField(
        label="Waarom zijn deze gegevens nodig voor het doel?",
        help_text="Gebruik gewone taal: ook mensen buiten uw team lezen dit.",
        max_length=600,
        rows=5,
        error_messages={"required": "Leg uit waarom deze gegevens nodig zijn"},
    )
    product = TextField(label="Product", max_length=200)
    version = TextField(label="Versie van product en model", max_length=200, required=False)
    keep = forms.ChoiceField(
        label="Hoe lang worden opdrachten en antwoorden bewaard?",
        choices=[("", "Maak een keuze"), ("30", "Maximaal 30 dagen"), ("90", "Maximaal 90 dagen")],
        error_messages={"required": "Kies hoe lang opdrachten en antwoorden worden bewaard"},
    )
    until = DateField(label="Geldig tot en met")
    users = NumberField(label="Hoeveel medewerkers gebruiken de toepassing?", min_value=0, required=False)
    document = forms.FileField(
        label="Bewijsstuk", help_text="PDF, Word, Excel of afbeelding van hoogstens 20 MB.", required=False
    )
    certain = forms.BooleanField(
        label="Ik heb dit stuk zelf gelezen en het bewijst het antwoord",
        error_messages={"required": "Bevestig dat u het stuk hebt gelezen"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Question(
                "trained",
                number="QD01",
                party="Voorbeeldmodel BV (modelontwikkelaar)",
                why=WHY,
                good_answer="U hebt de samenvatting en weet per bron waarom die gebruikt mocht worden.",
                evidence=("samenvatting van de trainingsdata",),
                reveals=(
                    Reveal(when=("deels", "nee"), fields=("trained_reason",)),
                    Reveal(
                        when=("ja",), note="Hierna vragen we om een bewijsstuk: een samenvatting van de trainingsdata."
                    ),
                ),
            ),
            Question("people", number="QC01", why=WHY, mark="overgenomen, nog controleren"),
            Question("need", number="QC02", why=WHY, fields=("product", "version")),
            Question("keep", number="QC03"),
            Fieldset("Bewijs", ("until", "users", "document", "certain"), help_text="Wat toont aan dat dit klopt?"),
        )


FILLED = {
    "trained": "deels",
    "trained_reason": "De maker geeft een lijst van soorten bronnen, maar noemt ze niet alle bij naam.",
    "people": ["personeel", "burgers"],
    "need": "Zonder de namen in de brief klopt de samenvatting niet.",
    "product": "Voorbeeldschrijver",
    "version": "2.4",
    "keep": "30",
    "until": "31-12-2026",
    "users": "120",
    "certain": "on",
}
WRONG = {
    **FILLED,
    "trained": "",
    "people": ["burgers", "onbekend"],
    "need": "x" * 640,
    "product": "a\u202eb",
    "until": "31-02-2026",
}
WRONG |= {"users": "veel", "keep": "", "certain": ""}
