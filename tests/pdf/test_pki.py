"""The development PKI: says what it is, keeps its keys to itself and never forgets."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers import Signer

from assessments.pdf import pki
from assessments.pdf.examine import examine
from assessments.pdf.verdict import Code
from tests.pdf import samples

NOW = datetime.now(UTC)
LONG_NAME = "Ministerie van Landbouw, Visserij, Voedselzekerheid, Natuur en Openbare Ruimte"


def certificate(signer: Signer) -> bytes:
    assert signer.signing_cert is not None
    return bytes(signer.signing_cert.dump())


def test_every_name_in_it_says_that_it_has_no_legal_value(development_pki):
    authority = x509.load_der_x509_certificate(development_pki.trust.roots[0])
    holder = development_pki.seal(samples.ORGANISATION).signing_cert
    assert pki.WORTHLESS in authority.subject.rfc4514_string()
    assert holder.subject.native["organization_name"] == pki.WORTHLESS
    assert holder.subject.native["common_name"] == samples.ORGANISATION


def test_nobody_else_can_read_the_keys(tmp_path):
    made = pki.load(tmp_path / "pki")
    made.seal(samples.ORGANISATION)
    made.timestamper()
    assert stat.S_IMODE((tmp_path / "pki").stat().st_mode) == 0o700
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "pki").iterdir()}
    assert modes == {0o600}


def test_opening_it_again_changes_nothing(tmp_path):
    first = pki.load(tmp_path)
    again = pki.load(tmp_path)
    assert again.trust == first.trust
    assert certificate(again.seal(samples.ORGANISATION)) == certificate(first.seal(samples.ORGANISATION))


@pytest.mark.parametrize("name", [LONG_NAME, "Æ/../../etc", "ש", "x"])
def test_any_name_gets_a_seal_of_its_own(tmp_path, name):
    made = pki.load(tmp_path)
    sealed_as = x509.load_der_x509_certificate(certificate(made.seal(name)))
    (common_name,) = sealed_as.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert common_name.value == pki.common_name(name)
    assert certificate(made.signer(name)) != certificate(made.seal(name))


def test_processes_that_start_together_share_one_authority(tmp_path):
    with ThreadPoolExecutor(8) as together:
        made = list(together.map(lambda _: pki.load(tmp_path), range(8)))
    assert len({each.trust for each in made}) == 1


def test_a_half_written_key_of_a_killed_process_is_no_obstacle(tmp_path):
    (tmp_path / "root.new").write_text("half")
    assert pki.load(tmp_path).trust.roots


def test_old_revocation_lists_are_renewed_and_old_documents_stay_genuine(tmp_path, unsigned, seal_as_usual, expected):
    first = pki.load(tmp_path)
    pdf = seal_as_usual(
        unsigned,
        seal_with=first.seal(samples.ORGANISATION),
        signatory=first.signer(samples.OFFICER),
        timestamper=first.timestamper(),
        trust=first.trust,
    )
    years_later = NOW + timedelta(days=365 * 20)
    renewed = pki.load(tmp_path, now=years_later)
    assert renewed.trust.roots == first.trust.roots
    assert renewed.trust.crls != first.trust.crls
    assert examine(pdf, renewed.trust, expected, years_later).code == Code.GENUINE_UNKNOWN_HERE
    after_expiry = NOW + timedelta(days=365 * 60)
    assert examine(pdf, first.trust, expected, after_expiry).code == Code.GENUINE_UNKNOWN_HERE


def test_fresh_revocation_lists_are_kept(tmp_path):
    first = pki.load(tmp_path, now=NOW)
    assert pki.load(tmp_path, now=NOW + timedelta(days=30)).trust == first.trust
