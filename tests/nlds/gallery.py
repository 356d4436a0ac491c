"""The living style page: every component in every state. Only tests serve it."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf.urls.i18n import i18n_patterns
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from assessments.templatetags import words
from nlds.fields import OneOf, TextField
from tests.nlds.forms import FILLED, WRONG, Everything

MOMENT = datetime(2026, 11, 23, 14, 32, tzinfo=UTC)


class PartyForm(forms.Form):
    name = TextField(label="Naam", max_length=200)
    role = OneOf(label="Rol volgens de AVG", choices=[("verwerker", "Verwerker"), ("geen", "Geen rol")])


def page(request: HttpRequest, form: forms.Form | None = None) -> HttpResponse:
    messages.success(request, "Uw antwoorden zijn bewaard.")
    pages = Paginator(range(200), 10)
    parties = formset_factory(PartyForm, extra=0)(initial=[{"name": "Voorbeeldmodel BV", "role": "geen"}, {}])
    return render(
        request,
        "gallery/components.html",
        {
            "form": form,
            "page": pages.page(9),
            "parties": parties,
            "outcomes": words.OUTCOMES.values(),
            "words": [
                w for group in (words.STATUSES, words.STATES, words.PROOFS, words.LEVELS) for w in group.values()
            ],
            **SAMPLES,
        },
    )


def form_page(request: HttpRequest, data: dict[str, Any] | None = None) -> HttpResponse:
    form = Everything(data)
    form.is_valid()
    return render(request, "gallery/section.html", {"form": form, "saved_at": data and MOMENT, **SAMPLES})


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Stands in for the context processor of the site."""
    nav = [
        ("Mijn toetsen", "/components/", True),
        ("Archief", "/empty/", False),
        ("Een rapport controleren", "/error/", False),
    ]
    return {
        "organisation": "Ministerie van Voorbeeldzaken",
        "who": "invuller · privacy officer",
        "nav": nav,
        "footer_links": [("Toegankelijkheid", "/filled/"), ("Privacy", "/empty/")],
        "demo": True,
    }


POSITIVE, WARNING = words.STATES["aangetoond"], words.STATES["niet_aangetoond"]
SAMPLES: dict[str, Any] = {
    "trail": [("Mijn toetsen", "/components/"), ("Schrijfhulp voor beleidsbrieven", "/components/")],
    "tasks": [
        {
            "title": "Afbakening",
            "url": "/filled/",
            "hint": "Wat het is, wie het gebruikt",
            "status": "Klaar",
            "tone": "positive",
        },
        {
            "title": "Doel en grondslag",
            "url": "/empty/",
            "hint": "Waarvoor, en op welke wet",
            "status": "3 van 7",
            "tone": "info",
        },
        {"title": "Verwijdering, rectificatie en andere rechten", "url": "/error/", "status": "Nog niet begonnen"},
        {"title": "Versturen naar de FG", "hint": "Kan als alle vragen zijn beantwoord", "status": "Nog niet mogelijk"},
    ],
    "sections": [
        {"title": "Afbakening", "url": "/filled/", "done": 12, "total": 12},
        {"title": "Doel en grondslag", "url": "/empty/", "done": 3, "total": 7, "current": True},
        {"title": "Verwijdering, rectificatie en andere rechten", "url": "/error/", "done": 0, "total": 6},
    ],
    "facts": [
        {
            "term": "Welke toepassing beoordeelt u?",
            "value": "Voorbeeldschrijver 2.4",
            "url": "/filled/",
            "word": POSITIVE,
        },
        {"term": "Over wie gaan de gegevens?", "texts": ["Eigen medewerkers", "Burgers of klanten"], "url": "/filled/"},
        {
            "term": "Is vastgelegd uit welke bronnen de trainingsdata komen?",
            "value": "",
            "url": "/error/",
            "word": WARNING,
        },
    ],
    "columns": [("Toets", False), ("Stand", False), ("Vragen", True)],
    "rows": [
        [
            {"text": "Schrijfhulp voor beleidsbrieven", "url": "/filled/"},
            {"word": words.STATUSES["draft"]},
            {"text": "21", "is_number": True},
        ],
        ["Samenvatten van Kamerstukken", {"word": words.STATUSES["in_force"]}, {"text": "74", "is_number": True}],
    ],
    "tiles": [
        {"number": 24, "text": "toepassingen getoetst of in toetsing", "url": "/filled/"},
        {"number": 9, "text": "wachten op de FG, waarvan 2 langer dan 14 dagen"},
        {"number": 3, "text": "moeten dit kwartaal opnieuw"},
    ],
    "comments": [
        {
            "author": "fg",
            "role": "FG",
            "at": MOMENT,
            "text": "Het filter herkent BSN en IBAN.\nHoe gaat u om met namen van burgers?",
        },
        {
            "author": "invuller",
            "role": "invuller",
            "at": MOMENT,
            "text": "Die vallen buiten deze toepassing.",
            "is_reply": True,
            "word": POSITIVE,
        },
    ],
    "events": [
        {
            "title": "Verstuurd naar de FG",
            "at": MOMENT,
            "who": "invuller",
            "text": "Ronde 2, met 74 antwoorden",
            "url": "/filled/",
            "link": "Bekijk deze versie",
        },
        {"title": "Teruggestuurd door de FG", "at": MOMENT, "who": "fg"},
        {"title": "Begonnen", "at": MOMENT, "who": "invuller"},
    ],
    "gates": [
        {
            "title": "Herkomst van de trainingsdata",
            "parties": [
                {"name": "Ministerie van Voorbeeldzaken", "word": POSITIVE},
                {"name": "Voorbeeldmodel BV", "word": WARNING},
            ],
        },
        {
            "title": "Doel en grondslag",
            "parties": [
                {"name": "Ministerie van Voorbeeldzaken", "word": POSITIVE},
                {"name": "Voorbeeldmodel BV", "word": None},
            ],
        },
    ],
}


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    return page(request)


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    return form_page(request)


@login_not_required
def filled(request: HttpRequest) -> HttpResponse:
    return form_page(request, FILLED)


@login_not_required
def error(request: HttpRequest) -> HttpResponse:
    return form_page(request, WRONG)


urlpatterns = i18n_patterns(
    path("components/", components, name="components"),
    path("empty/", empty, name="empty"),
    path("filled/", filled, name="filled"),
    path("error/", error, name="error"),
    path("uit/", components, name="account_logout"),
    path("beveiliging/", components, name="mfa_index"),
    prefix_default_language=False,
)
