"""The door to the mail server: Django's own, which also says what is known when something goes wrong."""

import smtplib
import ssl
from collections.abc import Buffer, Iterator, Sequence
from contextlib import contextmanager, suppress

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.utils.functional import cached_property

from assessments.models import OutgoingMail
from assessments.presenters.mails import Text

FIRST_PERMANENT = 500


class NotAccepted(Exception):
    """The server surely does not have the mail. `code` names why, without content; `for_good`: it never takes it."""

    def __init__(self, code: str, *, for_good: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.for_good = for_good


class NoOtherWay(BaseEmailBackend):
    """Django's default mailer: nothing sends mail but the worker, from rows of `actions.mailing`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise RuntimeError("mail goes through actions.mailing.queue")


class Unsure(Exception):
    """The text was on its way when the line broke: the server may have the mail, or not."""


class _Line(smtplib.SMTP):
    """Remembers that the text of a mail began to go over it."""

    text_began = False

    def data(self, msg: Buffer | str) -> tuple[int, bytes]:
        self.text_began = True
        return super().data(msg)


class _TlsLine(_Line, smtplib.SMTP_SSL):
    pass


class PostOffice(EmailBackend):
    """Django's connection, trusting an authority of the organisation's own where one was given."""

    @property
    def connection_class(self) -> type[_Line]:
        return _TlsLine if self.use_ssl else _Line

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=settings.SMTP_CA_FILE or None)


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """A connection to the mail server. Raises `NotAccepted` when there is none."""
    if settings.SMTP is None:
        raise NotAccepted("no_mail_server")
    office = PostOffice(alias="worker", **settings.SMTP)
    try:
        try:
            office.open()
        except (OSError, smtplib.SMTPException) as error:
            raise NotAccepted(f"connect_{type(error).__name__}") from error
        yield office
    finally:
        # What was said before the goodbye stands, however that goes.
        with suppress(OSError, smtplib.SMTPException):
            office.close()


def message_of(mail: OutgoingMail, text: Text) -> EmailMessage:
    """Whoever gets one mail twice after all can tell by its id: it stays the same over every attempt."""
    domain = settings.MAIL_FROM.rpartition("@")[2]
    return EmailMessage(
        subject=text.subject,
        body=text.body,
        from_email=settings.MAIL_FROM,
        to=[mail.address],
        headers={"Message-ID": f"<{mail.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def deliver(office: PostOffice, message: EmailMessage) -> None:
    """Hands one mail over. Raises `NotAccepted` or `Unsure`; silence is the server's yes."""
    line = office.connection
    try:
        office.send_messages([message])
    except ValueError as error:
        # An address or header with a line break in it, or no address at all.
        raise NotAccepted("not_a_mail", for_good=True) from error
    except smtplib.SMTPRecipientsRefused as error:
        [(code, _)] = error.recipients.values()
        raise _refusal(code) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code) from error
    except (OSError, smtplib.SMTPException) as error:
        if isinstance(line, _Line) and line.text_began:
            raise Unsure from error
        raise NotAccepted(type(error).__name__) from error


def _refusal(code: int) -> NotAccepted:
    return NotAccepted(f"smtp_{code}", for_good=code >= FIRST_PERMANENT)
