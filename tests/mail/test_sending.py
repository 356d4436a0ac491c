"""From the queue to a real mail server: sent after the change it tells of, tried again, and never twice."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from assessments import tasks
from assessments.actions import mailing
from assessments.adapters.mail import NotAccepted
from assessments.models import MailStatus, Organisation, OutgoingMail, User, organisation_context
from tests.mail.conftest import MOMENT, SENDER, again, outside_the_demo, send
from tests.mail.server import HANG_UP, certificates, free_port, knows, running

pytestmark = pytest.mark.django_db


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name="send_mail").count()


def put_back_with(code: str, mail: OutgoingMail) -> OutgoingMail:
    with pytest.raises(NotAccepted, match=code):
        send(mail)
    return again(mail)


def test_a_queued_mail_arrives_as_its_text_says(queued, server, box):
    mail = send(queued())
    [arrived] = box.mails
    assert (arrived["To"], arrived["From"]) == ("fg@voorbeeldzaken.example", SENDER)
    assert arrived["Subject"] == "Uw wachtwoord is gewijzigd"
    assert "2 november 2026 om 13:00 uur" in arrived.get_content()
    assert arrived["Message-ID"] == f"<{mail.pk}@voorbeeldzaken.example>"
    assert arrived["Auto-Submitted"] == "auto-generated"


def test_a_sent_mail_loses_its_address_and_facts(queued, server):
    mail = send(queued())
    assert (mail.status, mail.address, mail.facts) == (MailStatus.SENT, "", {})


def test_english_is_sent_to_who_wants_it(queued, server, box):
    send(queued(language="en"))
    assert box.mails[0]["Subject"] == "Your password was changed"


def test_what_was_sent_is_not_sent_again(queued, server, box):
    mail = queued()
    send(mail)
    send(mail)
    assert len(box.arrived) == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_undone_sends_nothing(organisation):
    with organisation_context(organisation.pk):
        mailing.queue(kind="password-changed", to="a@b.example", organisation_id=organisation.pk, facts=MOMENT)
        assert jobs() == 1
        transaction.set_rollback(True)
    with organisation_context(organisation.pk):
        assert (OutgoingMail.objects.count(), jobs()) == (0, 0)


def test_the_same_key_gives_one_mail_and_another_organisation_its_own(organisation):
    other = Organisation.objects.create(slug="proefzaken", name="Ministerie van Proefzaken")
    counted = []
    for each in (organisation.pk, organisation.pk, other.pk, None, None):
        with organisation_context(each):
            mailing.queue(
                kind="password-changed", to="a@b.example", organisation_id=each, facts=MOMENT, dedupe_key="once"
            )
            counted.append(OutgoingMail.objects.filter(organisation=each, dedupe_key="once").count())
    assert counted == [1, 1, 1, 1, 1]


def test_somebody_without_an_address_gets_nothing_and_stops_nothing(organisation):
    mailing.queue(kind="password-changed", to=User(username="x"), organisation_id=organisation.pk, facts=MOMENT)
    assert jobs() == 0


def test_a_mail_about_no_organisation_is_sent_too(organisation, server, box):
    with organisation_context(None):
        mailing.queue(
            kind="checkpoint",
            to="archief@voorbeeldzaken.example",
            organisation_id=None,
            facts={**MOMENT, "number": "7", "digest": "ab" * 32},
        )
        mail = OutgoingMail.objects.get(organisation=None)
    assert send(mail).status == MailStatus.SENT
    assert "ab" * 32 in box.mails[0].get_content()


def test_the_demo_sends_nothing_and_keeps_it_to_show(queued, server, box, settings):
    settings.DEMO = True
    mail = send(queued())
    assert (mail.status, mail.address, box.arrived) == (MailStatus.KEPT, "fg@voorbeeldzaken.example", [])


# --- When the server does not want it now, or not at all ----------------------------------------------


def test_a_refused_connection_is_tried_again_and_recovers(queued, box, settings):
    port = free_port()
    outside_the_demo(settings, port)
    mail = put_back_with("connect_ConnectionRefusedError", queued())
    assert (mail.status, mail.attempts, mail.failure) == (MailStatus.QUEUED, 1, "connect_ConnectionRefusedError")
    with running(box, port=port):
        assert send(mail).status == MailStatus.SENT
    assert len(box.arrived) == 1


def test_no_mail_server_at_all_is_said_with_a_code(queued, settings):
    settings.DEMO, settings.SMTP = False, None
    assert put_back_with("no_mail_server", queued()).status == MailStatus.QUEUED


@pytest.mark.parametrize("where", ["answers", "to_recipients"])
def test_a_temporary_refusal_is_tried_again(queued, server, box, where):
    getattr(box, where).append("451 later")
    mail = put_back_with("smtp_451", queued())
    assert (mail.status, mail.claim, mail.attempts) == (MailStatus.QUEUED, None, 1)
    assert send(mail).status == MailStatus.SENT
    assert len(box.arrived) == 1


@pytest.mark.parametrize("where", ["answers", "to_recipients"])
def test_a_permanent_refusal_is_recorded_and_not_tried_again(queued, server, box, where):
    getattr(box, where).append("550 unknown here")
    mail = send(queued())
    assert (mail.status, mail.failure) == (MailStatus.REFUSED, "smtp_550")
    assert send(mail).status == MailStatus.REFUSED
    assert box.arrived == []


def test_after_the_last_attempt_it_is_given_up(queued, server, box):
    box.answers.append("451 later")
    mail = queued()
    with organisation_context(mail.organisation_id):
        OutgoingMail.objects.update(attempts=mailing.MOST_ATTEMPTS - 1)
    assert put_back_with("smtp_451", mail).status == MailStatus.GIVEN_UP
    assert send(mail).status == MailStatus.GIVEN_UP


def test_a_line_break_in_an_address_never_becomes_a_header(queued, server, box):
    mail = queued()
    with organisation_context(mail.organisation_id):
        OutgoingMail.objects.update(address="a@b.example\r\nBcc: c@d.example")
    mail = send(mail)
    assert (mail.status, mail.failure, box.arrived) == (MailStatus.REFUSED, "not_a_mail", [])


# --- When nobody knows -----------------------------------------------------------------------------------


def test_a_line_that_breaks_after_the_text_leaves_the_mail_unsure_and_is_not_tried_again(queued, server, box):
    box.answers.append(HANG_UP)
    mail = send(queued())
    assert (mail.status, mail.failure) == (MailStatus.UNSURE, "line_broke")
    send(mail)
    assert len(box.arrived) == 1


def test_a_claim_whose_worker_is_gone_becomes_unsure_and_a_fresh_one_does_not(queued, server):
    mail = queued()
    now = timezone.now()
    with organisation_context(mail.organisation_id):
        claim = mailing.claim(mail=mail)
        assert mailing.claim(mail=mail) is None
        mailing.tidy(at=now + timedelta(minutes=9))
        assert again(mail).status == MailStatus.SENDING
        mailing.tidy(at=now + timedelta(minutes=11))
        assert (again(mail).status, again(mail).failure) == (MailStatus.UNSURE, "worker_gone")
        mailing.record(mail=mail, claim=claim, status=MailStatus.SENT)
        assert again(mail).status == MailStatus.SENT


def test_the_operator_sees_what_is_unsure_without_addresses_and_sends_it_again(queued, server, box):
    box.answers.append(HANG_UP)
    mail, said = send(queued()), StringIO()
    call_command("mail", stdout=said)
    assert str(mail.pk) in said.getvalue() and "unsure" in said.getvalue() and "@" not in said.getvalue()
    call_command("mail", "--resend", str(mail.pk), stdout=StringIO())
    assert send(again(mail)).status == MailStatus.SENT
    first, second = box.mails
    assert first["Message-ID"] == second["Message-ID"]
    with pytest.raises(CommandError):
        call_command("mail", "--resend", str(mail.pk))


def test_old_rows_go_and_waiting_ones_stay(queued, server):
    sent, waiting = send(queued()), queued()
    tasks.tidy_mail(0)
    assert again(sent).status == MailStatus.SENT
    with organisation_context(sent.organisation_id):
        mailing.tidy(at=timezone.now() + timedelta(days=31))
        assert [mail.pk for mail in OutgoingMail.objects.all()] == [waiting.pk]


def test_no_log_line_names_an_address_or_what_a_server_said(queued, server, box, caplog):
    box.answers += ["451 later kanarie", "550 never kanarie", HANG_UP]
    with caplog.at_level(logging.DEBUG):
        mail = put_back_with("smtp_451", queued())
        send(mail)
        send(queued())
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    assert "fg@" not in ours and "kanarie" not in ours


# --- TLS and passwords -------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["use_ssl", "use_tls"])
def test_mail_goes_over_tls_that_our_authority_signed_and_over_no_other(queued, box, settings, tmp_path, way):
    authority, context = certificates(tmp_path)
    tls = {"ssl_context": context} if way == "use_ssl" else {"tls_context": context, "require_starttls": True}
    with running(box, **tls, **knows("toets", "geheim")) as port:
        outside_the_demo(settings, port, username="toets", password="geheim", **{way: True})
        mail = put_back_with("connect_SSLCertVerificationError", queued())
        settings.SMTP_CA_FILE = str(authority)
        assert send(mail).status == MailStatus.SENT
        outside_the_demo(settings, port, username="toets", password="fout", **{way: True})
        put_back_with("connect_SMTPAuthenticationError", queued())
    assert len(box.arrived) == 1


def test_a_server_without_tls_gets_nothing_when_tls_was_asked_for(queued, server, box, settings):
    outside_the_demo(settings, server, use_tls=True)
    put_back_with("connect_SMTPNotSupportedError", queued())
    assert box.arrived == []


# --- Many hands ----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_on_one_mail_send_it_once(queued, server, box):
    mail = queued()
    box.answer_now.clear()

    def work(_: int) -> None:
        try:
            tasks.send_mail(str(mail.pk), str(mail.organisation_id))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(work, number) for number in range(2)]
        assert box.text_is_here.wait(20)
        box.answer_now.set()
        for each in both:
            each.result(20)
    assert (len(box.arrived), again(mail).status) == (1, MailStatus.SENT)
