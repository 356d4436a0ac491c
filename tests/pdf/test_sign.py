"""Signing and sealing, checked with pyHanko itself: offline, with the development root."""

import asyncio
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers import ExternalSigner, Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import read_certification_data
from pyhanko.sign.validation.status import SignatureCoverageLevel

from assessments.pdf import pki
from assessments.pdf.pki import PASSPHRASE
from assessments.pdf.sign import SigningFailed, load_signer
from tests.pdf import samples


def statuses(pdf, trust):
    """Field name -> status, each judged offline and hard-fail with what the file carries."""

    async def validated():
        reader = PdfFileReader(BytesIO(pdf))
        store = DocumentSecurityStore.read_dss(reader)
        found: dict[str, Any] = {}
        for signature in reader.embedded_signatures:
            context = store.as_validation_context(
                {
                    "trust_roots": trust.root_certificates(),
                    "revocation_mode": "hard-fail",
                    "allow_fetching": False,
                }
            )
            if signature.sig_object_type == "/DocTimeStamp":
                status = await async_validate_pdf_timestamp(signature, context)
                found["time stamp"] = status
            else:
                found[signature.field_name] = await async_validate_pdf_signature(signature, context)
        return found

    return asyncio.run(validated())


def test_both_signatures_hold_offline(sealed, development_pki):
    found = statuses(sealed, development_pki.trust)
    assert list(found) == ["FG", "Zegel", "time stamp"]
    assert found["FG"].bottom_line
    assert found["Zegel"].bottom_line
    assert found["FG"].timestamp_validity.trusted
    assert found["Zegel"].timestamp_validity.trusted
    assert found["time stamp"].trusted


def test_the_last_time_stamp_covers_the_whole_file(sealed, sealed_without_officers_key):
    for pdf in (sealed, sealed_without_officers_key):
        last = PdfFileReader(BytesIO(pdf)).embedded_signatures[-1]
        assert last.sig_object_type == "/DocTimeStamp"
        assert last.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE


def test_without_a_key_of_the_officer_there_is_only_the_seal(sealed_without_officers_key, development_pki):
    found = statuses(sealed_without_officers_key, development_pki.trust)
    assert list(found) == ["Zegel", "time stamp"]
    assert found["Zegel"].bottom_line


def test_the_officer_certifies_and_the_seal_locks(sealed):
    reader = PdfFileReader(BytesIO(sealed))
    officer, seal, _ = reader.embedded_signatures
    certified = read_certification_data(reader)
    assert certified is not None
    assert certified.permission == MDPPerm.FILL_FORMS
    assert certified.author_sig == officer.sig_object
    assert seal.docmdp_level == MDPPerm.NO_CHANGES


def test_signatures_leave_no_mark_on_a_page(sealed):
    for signature in PdfFileReader(BytesIO(sealed)).embedded_signatures:
        assert [int(edge) for edge in signature.sig_field["/Rect"]] == [0, 0, 0, 0]


def test_a_document_is_sealed_once(sealed, seal_as_usual):
    with pytest.raises(SigningFailed, match="signed already"):
        seal_as_usual(sealed)


def test_a_wrong_passphrase_is_refused(tmp_path):
    pki.load(tmp_path).seal(samples.ORGANISATION)
    (stored,) = tmp_path.glob("seal-*.p12")
    assert isinstance(load_signer(stored.read_bytes(), PASSPHRASE), Signer)
    with pytest.raises(SigningFailed):
        load_signer(stored.read_bytes(), b"fout")
    with pytest.raises(SigningFailed):
        load_signer(b"geen pkcs12", PASSPHRASE)


def test_an_unreachable_time_stamp_authority_means_no_signature(unsigned, seal_as_usual):
    class Unreachable(TimeStamper):
        async def async_request_tsa_response(self, _):
            raise ConnectionRefusedError("no time stamp authority")

    with pytest.raises(SigningFailed, match="no time stamp authority"):
        seal_as_usual(unsigned, timestamper=Unreachable())


def test_a_seal_outside_our_roots_is_not_put_on(unsigned, seal_as_usual, tmp_path):
    stranger = pki.load(tmp_path).seal(samples.ORGANISATION)
    with pytest.raises(SigningFailed):
        seal_as_usual(unsigned, seal_with=stranger)


def test_a_key_that_never_leaves_its_device_signs_as_well(unsigned, seal_as_usual, development_pki):
    """Only the digest reaches the device: the shape of PKCS#11 and of remote signing."""
    held = development_pki.signer(samples.OFFICER)

    class Device(Signer):
        async def async_sign_raw(self, data, digest_algorithm, dry_run=False):
            return await held.async_sign_raw(data, digest_algorithm, dry_run)

    device = Device(
        signing_cert=held.signing_cert,
        cert_registry=held.cert_registry,
        signature_mechanism=held.get_signature_mechanism_for_digest("sha256"),
    )
    assert not isinstance(device, ExternalSigner)
    found = statuses(seal_as_usual(unsigned, signatory=device), development_pki.trust)
    assert found["FG"].bottom_line


def test_the_time_in_the_stamp_is_the_authoritys(unsigned, seal_as_usual, development_pki):
    noon = datetime.now(UTC).replace(microsecond=0)
    pdf = seal_as_usual(unsigned, timestamper=development_pki.timestamper(noon))
    assert statuses(pdf, development_pki.trust)["time stamp"].timestamp == noon
