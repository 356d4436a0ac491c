"""The pages of who fills in an assessment, in a browser: accessible, silent, wide and narrow, in both languages."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from assessments.models import Evidence, organisation_context
from tests.accounts import Cast, sign_in
from tests.browser.accessibility import WIDTHS, faults, silent_console
from tests.views.test_evidence import DECLARATION, add, document
from tests.views.writing import begin, fill, section

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture
def filled(client, cast: Cast, genai) -> str:
    """An assessment in which something of everything was filled in, and a blocking answer."""
    author = sign_in(client, cast, "invuller")
    with organisation_context(cast["invuller"].organisation_id):
        pk = begin(author)
        fill(author, section(pk, "afbakening"), QA01="deels", QA04="consument", QA08="ministerie")
        fill(author, section(pk, "doel"), QB01="specifiek", QB02="vergeleken")
        fill(
            author,
            section(pk, "verantwoording"),
            QG07="nvt",
            **{"toelichting-QG07": "Er is geen register voor proeven."},
        )
        add(author, pk, document(vragen=["QB01", "QB02"]))
        add(author, pk, {**DECLARATION, "vragen": ["QA03"]})
    return pk


@pytest.fixture
def signed_in(page: Page, live_server, client, cast: Cast):
    """The same person in a real browser."""

    def as_(login: str) -> Page:
        cookie = sign_in(client, cast, login).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return page

    return as_


def pages(pk: str, evidence: str) -> list[str]:
    ids = {
        "tasks": (),
        "knockout": (),
        "parties": (),
        "evidence": (),
        "evidence-add": (),
        "evidence-check": (evidence,),
        "evidence-replace": (evidence,),
        "explanations": (),
        "commitments": (),
        "consultation": (),
        "risks": (),
        "outcome": (),
        "check": (),
        "withdraw": (),
    }
    found = [reverse(name, args=[pk, *rest]) for name, rest in ids.items()]
    found += [section(pk, name) for name in ("afbakening", "herkomst", "verantwoording")]
    found += [f"{section(pk, 'afbakening')}?verder=1&eerst=3", f"{reverse('parties', args=[pk])}?partij=nieuw"]
    return ["/", reverse("new"), *found, f"{reverse('check', args=[pk])}?kort=1"]


@pytest.mark.parametrize(("prefix", "width"), [*(("", width) for width in WIDTHS), ("/en", 320)])
def test_every_page_of_a_writer_is_accessible(signed_in, live_server, cast, filled, prefix, width):
    with organisation_context(cast["invuller"].organisation_id):
        evidence = str(Evidence.objects.filter(kind="file").get().pk)
    page = signed_in("invuller" if prefix else "collega")
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    with silent_console(page):
        for path in pages(filled, evidence):
            response = page.goto(live_server.url + prefix + path)
            assert response is not None
            assert response.status == 200, path
            if wrong := faults(page):
                found[path] = wrong
    assert found == {}
