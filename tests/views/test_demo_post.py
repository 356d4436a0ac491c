"""The demo's page with what would have been sent; nowhere else."""

import pytest
from django.test import override_settings

from assessments import tasks
from assessments.models import OutgoingMail
from tests.accounts import sign_in
from tests.views.test_members import GIVEN, UITNODIGEN


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def posted(client, cast, acting) -> OutgoingMail:
    acting("beheerder")
    sign_in(client, cast, "beheerder").post(UITNODIGEN, GIVEN)
    mail = OutgoingMail.objects.get()
    tasks.send_mail(str(mail.pk), str(mail.organisation_id))
    return mail


def test_an_invitation_of_the_demo_can_be_read_and_followed(client, posted):
    client.post("/logout/")
    page = text(client.get("/demo/post/"))
    assert GIVEN["adres"] in page and "U bent uitgenodigd" in page
    link = page.split("/uitnodiging/")[1].split('/"')[0]
    assert client.get(f"/uitnodiging/{link}/").status_code == 302
    assert "Ministerie van Voorbeeldzaken" in text(client.get("/uitnodiging/"))


def test_every_page_of_the_demo_leads_there_and_it_says_when_there_is_none(client, db):
    assert 'href="/demo/post/"' in text(client.get("/login/"))
    assert "Nog geen post" in text(client.get("/demo/post/"))


def test_there_is_no_such_page_outside_the_demo(client, posted):
    with override_settings(DEMO=False):
        assert client.get("/demo/post/").status_code == 404
        assert "/demo/post/" not in text(client.get("/hulp/"))


def test_it_takes_few_queries(client, posted, sql):
    client.get("/demo/post/")
    with sql(10):
        client.get("/demo/post/")
