"""A real mail server on loopback, which a test tells how to answer."""

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
PATIENCE = 20.0
ACCEPTED = "250 OK"
HANG_UP = "hang up"


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind((HOST, 0))
        port: int = chosen.getsockname()[1]
        return port


class Box:
    """What arrived. `answers` are given to the next mails, one each; then everything is accepted."""

    def __init__(self) -> None:
        self.arrived: list[bytes] = []
        self.answers: deque[str] = deque()
        self.to_recipients: deque[str] = deque()
        self.text_is_here = threading.Event()
        self.answer_now = threading.Event()
        self.answer_now.set()

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.arrived]

    async def handle_RCPT(  # noqa: N802 -- the name is aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.to_recipients:
            return self.to_recipients.popleft()
        envelope.rcpt_tos.append(address)
        return ACCEPTED

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- likewise
        answer = self.answers.popleft() if self.answers else ACCEPTED
        if answer in (ACCEPTED, HANG_UP):
            self.arrived.append(bytes(envelope.content or b""))
        self.text_is_here.set()
        await asyncio.to_thread(self.answer_now.wait, PATIENCE)
        if answer == HANG_UP and server.transport:
            server.transport.abort()
        return answer


@contextmanager
def running(box: Box, *, port: int = 0, **options: Any) -> Iterator[int]:
    """The server runs inside; gives its port."""
    controller = Controller(box, hostname=HOST, port=port or free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        box.answer_now.set()
        controller.stop()


def knows(user: str, password: str) -> dict[str, Any]:
    """Options for a server that wants this password."""

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
        ok = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=ok, handled=False)

    # aiosmtpd does not see TLS that began before the first word.
    return {"authenticator": check, "auth_require_tls": False}


def certificates(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A test authority's file, and a server's context with a certificate of it for 127.0.0.1."""
    authority, authority_key = _certificate("Test authority", None, None)
    leaf, leaf_key = _certificate(HOST, authority, authority_key)
    (folder / "ca.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    (folder / "leaf.pem").write_bytes(
        leaf.public_bytes(serialization.Encoding.PEM)
        + leaf_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "leaf.pem")
    return folder / "ca.pem", context


def _certificate(
    name: str, issuer: x509.Certificate | None, issuer_key: ec.EllipticCurvePrivateKey | None
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if issuer is None:
        usage = x509.KeyUsage(
            digital_signature=True,
            key_cert_sign=True,
            crl_sign=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            encipher_only=False,
            decipher_only=False,
        )
        builder = builder.add_extension(usage, critical=True)
    else:
        address = x509.IPAddress(ipaddress.ip_address(HOST))
        builder = builder.add_extension(x509.SubjectAlternativeName([address]), critical=False).add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()),
            critical=False,
        )
    return builder.sign(issuer_key or key, hashes.SHA256()), key
