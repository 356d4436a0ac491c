"""Sessions: they end in time, by whoever may end them, and what was typed meets its writer again."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.account.internal.flows import login
from allauth.usersessions.models import UserSession
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.actions import membership
from assessments.models import Membership, organisation_context
from assessments.tasks import forget_sessions
from tests.accounts import sign_in

PASSWORD = "een-lang-wachtwoord"
TYPED = "Wij gebruiken dit model alleen voor het samenvatten van notities."


@pytest.fixture
def clock(monkeypatch):
    """Moves the server's clock."""
    now = timezone.now()
    moved = {"by": timedelta()}
    monkeypatch.setattr(timezone, "now", lambda: now + moved["by"])
    monkeypatch.setattr(login, "time", SimpleNamespace(time=lambda: timezone.now().timestamp()))

    def at(**time):
        moved["by"] = timedelta(**time)

    return at


@pytest.fixture
def visitor(client, cast):
    return log_in(client, cast["invuller"].user)


def log_in(visitor: Client, user) -> Client:
    user.set_password(PASSWORD)
    user.save()
    assert visitor.post("/login/", {"login": user.username, "password": PASSWORD}).status_code == 302
    return visitor


def again(visitor: Client, name: str, after: str = "") -> str:
    """Signs in on a page that was asked for; the page one comes to."""
    page = visitor.post(after or "/login/", {"login": name, "password": PASSWORD}, follow=True)
    return page.content.decode()


def is_in(visitor: Client) -> bool:
    return visitor.get("/").status_code == 200


# --- When a session ends ------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "lasts"), [(0.2, True), (14, True), (14.9, True), (15, False), (60, False)])
def test_a_session_without_activity_ends_after_fifteen_minutes(visitor, clock, minutes, lasts):
    clock(minutes=minutes)
    assert is_in(visitor) == lasts


def test_activity_keeps_a_session_and_asking_how_long_it_lasts_does_not(visitor, clock):
    clock(minutes=10)
    assert visitor.get("/sessie/").json() == {"left": 300}
    clock(minutes=12)
    assert visitor.post("/sessie/").json() == {"left": 900}
    clock(minutes=26)
    assert is_in(visitor)
    clock(minutes=40)
    assert visitor.get("/sessie/").json() == {"left": 60}
    clock(minutes=41)
    assert visitor.get("/sessie/").status_code == 302


def test_a_busy_session_ends_ten_hours_after_signing_in(visitor, clock):
    for minutes in range(10, 600, 10):
        clock(minutes=minutes)
        assert is_in(visitor), minutes
    assert visitor.get("/sessie/").json()["left"] == 600
    clock(minutes=600)
    assert not is_in(visitor)


def test_a_session_that_does_not_say_how_it_began_is_none(client, cast):
    client.force_login(cast["invuller"].user)
    session = client.session
    del session["sign_in"]
    session.save()
    assert not is_in(client)


@pytest.mark.parametrize("written", ["x", {"method": "password"}, {"method": "magic", "at": "2026-01-01", "mfa": True}])
def test_a_sign_in_that_is_not_written_as_we_write_it_is_none(client, cast, written):
    client.force_login(cast["invuller"].user)
    session = client.session
    session["sign_in"] = written
    session.save()
    assert not is_in(client)


def test_a_page_says_until_when_it_lasts(visitor, clock):
    clock(minutes=1)
    page = visitor.get("/").content.decode()
    until = timezone.localtime(timezone.now() + timedelta(minutes=15))
    assert f"ingelogd tot {until:%H:%M} uur" in page and 'data-session="900"' in page
    assert "data-session" not in Client().get("/hulp/").content.decode()


# --- Replay -------------------------------------------------------------------------------------------


def replays(cookie: str) -> list[str]:
    """The inner pages that this session cookie still opens."""
    thief = Client()
    thief.cookies[site.SESSION_COOKIE_NAME] = cookie
    return [path for path in ("/", "/mfa/", "/sessions/", "/ingetypt/") if thief.get(path).status_code == 200]


def test_the_cookie_of_a_session_opens_nothing_after_signing_out(visitor):
    cookie = visitor.cookies[site.SESSION_COOKIE_NAME].value
    assert replays(cookie)
    response = visitor.post("/logout/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert replays(cookie) == []


def test_it_opens_nothing_after_it_ended_in_time(visitor, clock):
    cookie = visitor.cookies[site.SESSION_COOKIE_NAME].value
    clock(minutes=15)
    assert replays(cookie) == [] and not Session.objects.filter(session_key=cookie).exists()


def test_it_opens_nothing_once_the_account_is_disabled(visitor, cast, acting):
    cookie = visitor.cookies[site.SESSION_COOKIE_NAME].value
    membership.end(by=acting("beheerder"), membership=Membership.objects.get(actor=cast["invuller"]))
    assert replays(cookie) == [] and not Session.objects.exists() and not UserSession.objects.exists()


def test_it_opens_nothing_when_only_the_account_says_so(visitor, cast):
    user = cast["invuller"].user
    user.is_active = False
    user.save()
    assert replays(visitor.cookies[site.SESSION_COOKIE_NAME].value) == []


def test_a_role_that_was_taken_away_is_gone_at_the_next_request(client, cast):
    visitor = sign_in(client, cast, "fg")
    assert visitor.get("/toetsing/").status_code == 200
    with organisation_context(cast["fg"].organisation_id):
        Membership.objects.filter(actor=cast["fg"]).update(roles=["auditor"])
    assert visitor.get("/toetsing/").status_code == 403


def test_signing_in_gives_a_session_a_new_id(client, cast, clock):
    visitor = log_in(client, cast["invuller"].user)
    clock(minutes=20)
    visitor.post("/toetsen/nieuw/", {"titel": TYPED})
    before = visitor.cookies[site.SESSION_COOKIE_NAME].value
    again(visitor, "invuller")
    assert (
        visitor.cookies[site.SESSION_COOKIE_NAME].value != before
        and not Session.objects.filter(session_key=before).exists()
    )


def test_a_user_sees_where_they_are_signed_in_and_ends_the_others(visitor, cast):
    other = Client(headers={"user-agent": "Een andere visitor"})
    log_in(other, cast["invuller"].user)
    # A new password ended the first one.
    visitor = log_in(visitor, cast["invuller"].user)
    again(other, "invuller")
    page = visitor.get("/sessions/").content.decode()
    assert "Een andere visitor" in page and "Dit apparaat" in page
    assert "Log uit op alle andere apparaten" in page
    visitor.post("/sessions/")
    assert is_in(visitor) and not is_in(other)


# --- Nothing typed is lost ----------------------------------------------------------------------------


def fields_of(page: str) -> dict[str, str]:
    """What the page with the typed text sends on: the whole form, names and values."""
    form = page.split('<form method="post" action="/ingetypt/">')[1].split("</form>")[0]
    hidden = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', form, re.DOTALL)
    return {**dict(hidden), **dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))}


def test_what_was_typed_when_the_session_ended_is_sent_after_signing_in_again(visitor, clock, genai):
    clock(minutes=15)
    response = visitor.post("/toetsen/nieuw/", {"titel": TYPED, "open": "ja"})
    assert response.url == "/login/?next=/ingetypt/" and TYPED not in response.content.decode()
    page = again(visitor, "invuller", response.url)
    assert "U bent weer ingelogd. Dit had u getypt" in page and TYPED in page
    sent = visitor.post("/ingetypt/", fields_of(page))
    assert (sent.status_code, sent.url) == (307, "/toetsen/nieuw/")
    assert "Er wacht niets meer" in visitor.get("/ingetypt/").content.decode()


def test_another_person_never_sees_what_was_typed(visitor, cast, clock):
    clock(minutes=15)
    visitor.post("/toetsen/nieuw/", {"titel": TYPED})
    colleague = cast["collega"].user
    log_in(visitor, colleague)
    for path in ("/", "/ingetypt/"):
        page = visitor.get(path).content.decode()
        assert TYPED not in page and "Er wacht tekst" not in page
    assert "kept" not in visitor.session and "locked_for" not in visitor.session


def test_the_text_stands_in_no_cookie_and_no_address(visitor, clock, caplog):
    clock(minutes=15)
    response = visitor.post("/toetsen/nieuw/", {"titel": TYPED})
    assert "Wij" not in response.url + str(response.headers) + str(visitor.cookies) + caplog.text


def test_a_second_tab_keeps_its_text_too_up_to_five(visitor, clock):
    clock(minutes=15)
    for number in range(7):
        visitor.post("/toetsen/nieuw/", {"titel": f"{TYPED} {number}"})
    page = again(visitor, "invuller", "/login/?next=/ingetypt/")
    assert page.count("app-panel--confirm") == 5 and f"{TYPED} 4" in page and f"{TYPED} 5" not in page
    assert "is te veel om te bewaren" in page


def test_too_much_text_is_not_kept_and_that_is_said(visitor, clock):
    clock(minutes=15)
    response = visitor.post("/toetsen/nieuw/", {"titel": "x" * 500_000})
    assert response.url == "/login/?next=/" and "is te veel om te bewaren" in visitor.get("/login/").content.decode()


def test_without_a_session_nothing_is_stored(client, cast):
    assert client.post("/toetsen/nieuw/", {"titel": TYPED}).status_code == 302
    assert not Session.objects.exists()


def test_another_site_cannot_leave_text(cast, clock):
    visitor = log_in(Client(), cast["invuller"].user)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = visitor.cookies
    clock(minutes=15)
    assert strict.post("/toetsen/nieuw/", {"titel": TYPED}).status_code == 403
    assert "kept" not in strict.session


@pytest.mark.parametrize(
    ("origin", "keeps"), [("http://testserver", True), ("https://kwaad.example", False), ("null", False), (None, False)]
)
def test_a_tab_from_before_signing_in_again_loses_nothing_and_another_site_leaves_nothing(cast, origin, keeps):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = log_in(Client(), cast["invuller"].user).cookies
    headers = {"origin": origin} if origin else {}
    response = strict.post("/toetsen/nieuw/", {"titel": TYPED, "csrfmiddlewaretoken": "x" * 64}, headers=headers)
    assert (response.status_code, response.headers.get("Location")) == ((302, "/ingetypt/") if keeps else (403, None))
    assert (TYPED in strict.get("/ingetypt/").content.decode()) == keeps


def test_what_was_typed_can_be_thrown_away(visitor, clock):
    clock(minutes=15)
    visitor.post("/toetsen/nieuw/", {"titel": TYPED})
    again(visitor, "invuller")
    assert "Er wacht tekst" in visitor.get("/").content.decode()
    visitor.post("/ingetypt/", {"nummer_van_bewaarde_tekst": "0", "gooi_weg": "ja"})
    assert "Er wacht tekst" not in visitor.get("/").content.decode() and "kept" not in visitor.session


@pytest.mark.parametrize("number", ["", "-1", "1", "x", "99999999999999999999", "²"])
def test_a_number_of_no_text_sends_nothing(visitor, clock, number):
    clock(minutes=15)
    visitor.post("/toetsen/nieuw/", {"titel": TYPED})
    again(visitor, "invuller")
    response = visitor.post("/ingetypt/", {"nummer_van_bewaarde_tekst": number})
    assert response.status_code == 302 and response.url == "/ingetypt/" and visitor.session["kept"]


def test_passwords_and_codes_are_never_kept(visitor, clock):
    clock(minutes=15)
    secret = {"oldpassword": PASSWORD, "password1": "geheim-geheim", "password2": "geheim-geheim"}
    assert visitor.post("/password/change/", secret).url == "/login/?next=/password/change/"
    assert "kept" not in visitor.session


def test_text_that_nobody_came_back_for_is_gone_after_an_hour(visitor, clock):
    clock(minutes=15)
    visitor.post("/toetsen/nieuw/", {"titel": TYPED})
    clock(minutes=74)
    forget_sessions(0)
    assert Session.objects.exists()
    clock(minutes=76)
    forget_sessions(0)
    assert not Session.objects.exists()


# --- A recent proof -----------------------------------------------------------------------------------


def test_an_advice_takes_a_proof_of_the_last_five_minutes_and_keeps_its_text(client, cast, judged, clock):
    assessment = judged("W3")
    fg = log_in(client, cast["fg"].user)
    url = reverse("review-conclude", args=[assessment.pk])
    clock(minutes=6)
    assert fg.get(url).status_code == 200
    stale = fg.post(url, {"stap": "advise", "tekst": TYPED})
    assert stale.url == "/reauthenticate/?next=/ingetypt/"
    assert "klopt niet" in fg.post(stale.url, {"password": "fout"}).content.decode()
    page = fg.post(stale.url, {"password": PASSWORD}, follow=True).content.decode()
    assert TYPED in page
    sent = fg.post("/ingetypt/", fields_of(page))
    assert (sent.status_code, sent.url) == (307, url)
    assert fg.post(url, {"stap": "advise", "tekst": TYPED}).status_code == 422


def test_who_may_not_advise_is_told_so_and_not_asked_for_a_proof(client, cast, judged, clock):
    assessment = judged("W3")
    author = log_in(client, cast["invuller"].user)
    clock(minutes=6)
    response = author.post(reverse("review-conclude", args=[assessment.pk]), {"stap": "advise", "tekst": TYPED})
    assert response.status_code == 403 and "kept" not in author.session


def test_sending_back_takes_no_proof(client, cast, judged, clock):
    assessment = judged("W3")
    fg = log_in(client, cast["fg"].user)
    clock(minutes=6)
    back = fg.post(reverse("review-conclude", args=[assessment.pk]), {"stap": "send_back", "aanpassen": TYPED})
    assert back.status_code == 302 and back.url == "/toetsing/"


@pytest.mark.parametrize(
    "path", ["password/change/", "mfa/totp/activate/", "mfa/webauthn/add/", "mfa/recovery-codes/generate/"]
)
def test_changing_a_password_or_a_factor_takes_a_proof_of_the_last_five_minutes(visitor, clock, path):
    assert visitor.get(f"/{path}").status_code == 200
    later = site.ACCOUNT_REAUTHENTICATION_TIMEOUT
    session = visitor.session
    for record in session["account_authentication_methods"]:
        record["at"] -= later + 1
    session.save()
    assert visitor.get(f"/{path}").url == f"/reauthenticate/?next=/{path}"
    assert visitor.post("/reauthenticate/", {"password": PASSWORD, "next": f"/{path}"}).url == f"/{path}"
    assert visitor.get(f"/{path}").status_code == 200


def test_somebody_without_a_password_signs_in_again_to_prove_it(client, cast, judged, clock):
    """Known through a provider alone: there is nothing else to ask."""
    assessment = judged("W3")
    cast["fg"].user.set_unusable_password()
    cast["fg"].user.save()
    fg = sign_in(client, cast, "fg")
    clock(minutes=6)
    stale = fg.post(reverse("review-conclude", args=[assessment.pk]), {"stap": "advise", "tekst": TYPED})
    assert stale.url == "/login/?next=/ingetypt/" and not is_in(fg)
    page = again(log_in(fg, cast["fg"].user), "fg", "/login/?next=/ingetypt/")
    assert TYPED in page
