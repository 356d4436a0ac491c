"""Whom this installation believes: roots, revocation lists, and whose seals are ours. No private keys here."""

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from assessments.models import Organisation
from assessments.pdf import pki
from assessments.pdf.trust import Trust

ROOTS, HOLDERS = "roots.pem", "holders.txt"


class TrustMissing(Exception):
    """The folder with certificates is not set up; the message says what lacks."""


def trust() -> Trust:
    """The roots and revocation lists in `settings.PKI_DIRECTORY`; the demo's are made at first use."""
    if settings.DEVELOPMENT_PKI:
        return pki.load(settings.PKI_DIRECTORY).trust
    roots = settings.PKI_DIRECTORY / ROOTS
    if not roots.is_file():
        raise TrustMissing(f"{roots} is missing: set TOETS_PKI_DIR (docs/settings.md)")
    certificates = x509.load_pem_x509_certificates(roots.read_bytes())
    return Trust(
        roots=tuple(certificate.public_bytes(Encoding.DER) for certificate in certificates),
        crls=tuple(_der(path.read_bytes()) for path in sorted(settings.PKI_DIRECTORY.glob("*.crl"))),
    )


def _der(content: bytes) -> bytes:
    return x509.load_pem_x509_crl(content).public_bytes(Encoding.DER) if content.startswith(b"-----") else content


def seal_holders() -> frozenset[str]:
    """The names in our seals: of our organisations, and of those that were called something else before."""
    return holders_on_file() | {pki.common_name(name) for name in Organisation.objects.values_list("name", flat=True)}


def holders_on_file() -> frozenset[str]:
    """The names in `holders.txt`, and in the demo those in the seals themselves; known without a database."""
    if settings.DEVELOPMENT_PKI:
        return pki.load(settings.PKI_DIRECTORY).seal_holders()
    file = settings.PKI_DIRECTORY / HOLDERS
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return frozenset(pki.common_name(line.strip()) for line in lines if line.strip())
