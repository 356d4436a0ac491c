"""A certificate authority for development. NO LEGAL VALUE, and every name in it says so.

Made at the first run in a directory of its own: a root, an issuing authority, a time-stamp
authority, a seal per organisation and a key per FG. What exists is never replaced, so documents
sealed yesterday stay valid; only the revocation lists are renewed.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper

from assessments.pdf.sign import load_signer
from assessments.pdf.timestamping import InProcessTimeStamper
from assessments.pdf.trust import Trust

WORTHLESS = "ONTWIKKEL: geen juridische waarde"
# No secret: these keys are worth nothing and lie in a directory only we can read.
PASSPHRASE = b"ontwikkel"
AUTHORITY_YEARS, END_YEARS, CRL_DAYS = 40, 30, 730
# Certificates and lists start in the past, so a clock that lags a little does not refuse them.
BACKDATED = timedelta(days=1)


@dataclass(frozen=True)
class Authority:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


class DevelopmentPki:
    """Keys and certificates of one directory; `trust` is what signing and verifying need."""

    def __init__(self, directory: Path, now: datetime) -> None:
        self._directory = directory
        self._now = now
        with _locked(directory):
            self._root = self._authority("root", None)
            self._issuing = self._authority("issuing", self._root)
            self._crls = tuple(
                self._revocation_list(name, authority)
                for name, authority in (("root", self._root), ("issuing", self._issuing))
            )

    @property
    def trust(self) -> Trust:
        return Trust(roots=(self._root.certificate.public_bytes(Encoding.DER),), crls=self._crls)

    def seal(self, organisation: str) -> Signer:
        """The organisation's seal, made at first use."""
        return self._signer("seal", organisation)

    def seal_holders(self) -> frozenset[str]:
        """The names in the seals made so far, for who verifies without a database."""
        seals = (load_signer(path.read_bytes(), PASSPHRASE) for path in self._directory.glob("seal-*.p12"))
        return frozenset(seal.signing_cert.subject.native["common_name"] for seal in seals if seal.signing_cert)

    def signer(self, name: str) -> Signer:
        """A person's signing key, made at first use."""
        return self._signer("person", name)

    def timestamper(self, now: datetime | None = None) -> TimeStamper:
        """A time-stamp authority in this process; `now` stops its clock, for tests."""
        authority = self._signer("tsa", "Tijdstempeldienst")
        return InProcessTimeStamper(authority, lambda: now or datetime.now(UTC))

    def _signer(self, kind: str, name: str) -> Signer:
        # The name may hold anything; a file name may not.
        digest = hashlib.sha256(name.encode()).hexdigest()[:16]
        path = self._directory / f"{kind}-{digest}.p12"
        with _locked(self._directory):
            if not path.exists():
                _write(path, self._end_entity(kind, name))
        return load_signer(path.read_bytes(), PASSPHRASE)

    def _authority(self, name: str, issuer: Authority | None) -> Authority:
        path = self._directory / f"{name}.pem"
        if path.exists():
            content = path.read_bytes()
            key = load_pem_private_key(content, password=None)
            assert isinstance(key, ec.EllipticCurvePrivateKey)
            return Authority(x509.load_pem_x509_certificate(content), key)
        key = ec.generate_private_key(ec.SECP256R1())
        subject = holder(f"Ontwikkel {name} CA")
        certificate = (
            self._certificate(subject, key, issuer, AUTHORITY_YEARS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=1 if issuer is None else 0), critical=True)
            .add_extension(_key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        )
        made = Authority(certificate.sign(issuer.key if issuer else key, hashes.SHA256()), key)
        # Key and certificate in one file: a crash never leaves one without the other.
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write(path, secret + made.certificate.public_bytes(Encoding.PEM))
        return made

    def _end_entity(self, kind: str, name: str) -> bytes:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._certificate(holder(name), key, self._issuing, END_YEARS)
        certificate = certificate.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        if kind == "tsa":
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            certificate = certificate.add_extension(purpose, critical=True)
            usage = _key_usage(digital_signature=True)
        else:
            usage = _key_usage(digital_signature=True, content_commitment=True)
        certificate = certificate.add_extension(usage, critical=True)
        return pkcs12.serialize_key_and_certificates(
            b"ontwikkel",
            key,
            certificate.sign(self._issuing.key, hashes.SHA256()),
            [self._issuing.certificate],
            BestAvailableEncryption(PASSPHRASE),
        )

    def _certificate(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        issuer: Authority | None,
        years: int,
    ) -> x509.CertificateBuilder:
        issuing_key = (issuer.key if issuer else key).public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - BACKDATED)
            .not_valid_after(self._now + timedelta(days=365 * years))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing_key), critical=False)
        )
        return builder if issuer is None else builder.add_extension(_where_revoked(), critical=False)

    def _revocation_list(self, name: str, authority: Authority) -> bytes:
        path = self._directory / f"{name}.crl"
        if path.exists():
            current = x509.load_der_x509_crl(path.read_bytes())
            assert current.next_update_utc is not None
            if current.next_update_utc - self._now > timedelta(days=CRL_DAYS / 2):
                return current.public_bytes(Encoding.DER)
        made = revocation_list(authority, self._now)
        _write(path, made)
        return made


def load(directory: Path, *, now: datetime | None = None) -> DevelopmentPki:
    """Open the development PKI in this directory, or make it. Safe for processes at once."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o700)
    return DevelopmentPki(directory, now or datetime.now(UTC))


def holder(name: str) -> x509.Name:
    """The subject of a certificate; X.509 allows a common name of 64 characters."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, WORTHLESS),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name(name)),
        ]
    )


def common_name(name: str) -> str:
    """How a certificate of this PKI writes a name: the value to expect as seal holder."""
    return name[:64]


def revocation_list(authority: Authority, now: datetime, revoked: Iterable[x509.RevokedCertificate] = ()) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(now - BACKDATED)
        .next_update(now + timedelta(days=CRL_DAYS))
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
    )
    for entry in revoked:
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _where_revoked() -> x509.CRLDistributionPoints:
    """Without a declared place validators would not ask for a revocation list at all."""
    # The list travels in the PDF; this address exists nowhere, on purpose.
    address = x509.UniformResourceIdentifier("http://ontwikkel.invalid/crl")
    return x509.CRLDistributionPoints([x509.DistributionPoint([address], None, None, None)])


def _key_usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    descriptor = os.open(directory / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write(path: Path, content: bytes) -> None:
    """All or nothing, readable by us alone."""
    half = path.with_suffix(".new")
    half.unlink(missing_ok=True)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
