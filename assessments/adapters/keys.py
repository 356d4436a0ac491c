"""The keys that seal and sign a report: the demo's development PKI, or the key files an installation brings."""

from dataclasses import dataclass

from django.conf import settings
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper

from assessments.adapters.timestamps import HttpTimeStamper
from assessments.models import Actor, Organisation
from assessments.pdf import pki
from assessments.pdf.sign import load_signer
from assessments.pdf.trust import Trust
from assessments.verifying.trust import trust


class KeysMissing(Exception):
    """Nothing can be sealed: a key, a passphrase or the time-stamp authority is not configured."""


@dataclass(frozen=True)
class Keys:
    """What one report is sealed with. `signatory` is the FG's own key, None where they have none."""

    seal: Signer
    signatory: Signer | None
    timestamper: TimeStamper
    trust: Trust
    development: bool


def keys_for(organisation: Organisation, officer: Actor | None) -> Keys:
    """The keys of this organisation and this FG, if any. Raises `KeysMissing`; nothing is ever sealed without."""
    if settings.DEVELOPMENT_PKI:
        return _development(organisation, officer)
    file = settings.PKI_DIRECTORY / f"{organisation.slug}.p12"
    if not file.is_file():
        raise KeysMissing(f"{file} is missing: set TOETS_PKI_DIR (docs/settings.md)")
    if not settings.PKI_PASSPHRASE or not settings.TSA_URL:
        raise KeysMissing("set TOETS_PKI_PASSPHRASE and TOETS_TSA_URL (docs/settings.md)")
    return Keys(
        seal=load_signer(file.read_bytes(), settings.PKI_PASSPHRASE.encode()),
        signatory=None,  # an FG's own key comes from a smart card or a remote service
        timestamper=HttpTimeStamper(settings.TSA_URL),
        trust=trust(),
        development=False,
    )


def _development(organisation: Organisation, officer: Actor | None) -> Keys:
    own = pki.load(settings.PKI_DIRECTORY)
    user = officer.user if officer else None
    signs = user is not None and user.username in settings.DEMO_SIGNERS
    return Keys(
        seal=own.seal(organisation.name),
        signatory=own.signer(str(officer)) if signs else None,
        timestamper=own.timestamper(),
        trust=own.trust,
        development=True,
    )
