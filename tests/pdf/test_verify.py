"""Every file gets a verdict: genuine, or exactly what is wrong with it."""

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader

from assessments.pdf import pki
from assessments.pdf.examine import examine
from assessments.pdf.trust import Trust
from assessments.pdf.verdict import Code, Fault, Verdict
from assessments.pdf.verify import HEADER, MAX_BYTES, verify
from tests.pdf import forgeries, samples


@pytest.fixture(scope="module")
def judged(development_pki, expected):
    """Bytes -> verdict, as this installation would give it."""

    def judge(pdf, **overrides):
        return verify(pdf, **{"trust": development_pki.trust, "expected": expected, **overrides})

    return judge


@pytest.fixture(scope="module")
def genuine(judged, sealed):
    return judged(sealed)


def test_an_unchanged_report_is_genuine(genuine):
    assert genuine.code == Code.GENUINE_UNKNOWN_HERE
    assert genuine.faults == ()


def test_a_report_in_our_records_is_genuine_here(judged, sealed, expected):
    known = replace(expected, issued=frozenset({hashlib.sha256(sealed).hexdigest()}))
    verdict = judged(sealed, expected=known)
    assert (verdict.code, verdict.faults) == (Code.GENUINE, ())
    assert all(facts.intact and facts.trusted for facts in verdict.signatures)


def test_a_report_sealed_without_a_key_of_the_officer_is_genuine(judged, sealed_without_officers_key):
    verdict = judged(sealed_without_officers_key)
    assert verdict.code == Code.GENUINE_UNKNOWN_HERE
    assert [facts.field for facts in verdict.signatures] == ["Zegel"]


def test_the_verdict_tells_who_signed_when_and_how_well(genuine):
    officer, seal = genuine.signatures
    assert (officer.field, officer.signer) == ("FG", samples.OFFICER)
    assert (seal.field, seal.signer) == ("Zegel", samples.ORGANISATION)
    assert officer.organisation == seal.organisation == pki.WORTHLESS
    assert officer.level == seal.level == "B-LTA"
    assert officer.signed_at <= seal.signed_at <= genuine.document_time
    assert (officer.modifications, seal.modifications) == ("form_filling", "lta_updates")


def test_the_verdict_hands_over_the_embedded_edition(genuine, sealed):
    assert genuine.attachment == samples.EDITION
    assert genuine.attachment_sha256 == hashlib.sha256(samples.EDITION).hexdigest()
    assert genuine.sha256 == hashlib.sha256(sealed).hexdigest()


def test_a_verdict_survives_its_way_through_json(genuine):
    assert Verdict.from_json(genuine.to_json(), genuine.attachment) == genuine


@pytest.mark.parametrize(
    ("forge", "fault"),
    [
        (forgeries.first_revision_flipped, Fault.DAMAGED),
        (forgeries.edited_and_saved, Fault.SIGNED_PART_CHANGED),
        (forgeries.saved_again, Fault.SIGNED_PART_CHANGED),
        (forgeries.stripped_of_signatures, Fault.NO_SIGNATURES),
        (forgeries.cut_after_officer, Fault.SEAL_MISSING),
        (forgeries.cut_after_seal, Fault.TIMESTAMP_MISSING),
        (forgeries.text_added, Fault.UNSEALED_BYTES),
        (forgeries.edition_replaced, Fault.UNSEALED_BYTES),
        (forgeries.opening_action_added, Fault.UNSEALED_BYTES),
        (lambda pdf: pdf + b"achteraf", Fault.UNSEALED_BYTES),
        (lambda pdf: pdf + b"\n", Fault.UNSEALED_BYTES),
        (lambda pdf: pdf + pdf[-40:], Fault.UNSEALED_BYTES),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_changed_report_is_recognised(judged, sealed, forge, fault):
    verdict = judged(forge(sealed))
    assert verdict.code == Code.CHANGED
    assert fault in verdict.faults


def test_no_single_flipped_bit_goes_unnoticed(sealed, development_pki, expected):
    """Anywhere in the file, also in what no reader shows, but for the inside of the last stamp."""
    last = PdfFileReader(BytesIO(sealed)).embedded_signatures[-1].byte_range
    step = len(sealed) // 60
    seen = {
        examine(forgeries.flipped(sealed, at), development_pki.trust, expected, datetime.now(UTC)).code
        for at in range(len(HEADER), len(sealed), step)
        if not last[1] <= at < last[2]
    }
    assert seen <= {Code.CHANGED, Code.TRUNCATED}


def test_nothing_hides_in_the_padding_of_the_last_time_stamp(judged, sealed):
    end = int(PdfFileReader(BytesIO(sealed)).embedded_signatures[-1].byte_range[2])
    verdict = judged(forgeries.flipped(sealed, end - 10))
    assert (verdict.code, verdict.faults) == (Code.CHANGED, (Fault.UNSEALED_BYTES,))


@pytest.mark.parametrize("field", ["FG", "Zegel"])
def test_a_damaged_signature_is_recognised(judged, sealed, field):
    verdict = judged(forgeries.signature_flipped(field)(sealed))
    assert verdict.code == Code.CHANGED
    assert set(verdict.faults) & {Fault.SIGNED_PART_CHANGED, Fault.SIGNATURE_UNREADABLE}


@pytest.mark.parametrize("forge", [forgeries.text_added, forgeries.edition_replaced, forgeries.opening_action_added])
def test_additions_under_a_new_and_trusted_time_stamp_are_found(judged, sealed, development_pki, forge):
    """A public time-stamp authority stamps anything; that must not launder a change."""
    verdict = judged(forgeries.stamped(forge(sealed), development_pki.timestamper()))
    assert (verdict.code, verdict.faults) == (Code.CHANGED, (Fault.CHANGED_AFTER_SIGNING,))


def test_a_later_time_stamp_alone_keeps_a_report_genuine(judged, sealed, development_pki):
    """How an archive keeps a signature valid through the decades."""
    verdict = judged(forgeries.stamped(sealed, development_pki.timestamper()))
    assert verdict.code == Code.GENUINE_UNKNOWN_HERE


def test_our_time_stamp_replaced_by_that_of_a_stranger_proves_nothing(judged, sealed, tmp_path):
    verdict = judged(forgeries.stamped(forgeries.cut_after_seal(sealed), pki.load(tmp_path).timestamper()))
    assert (verdict.code, verdict.document_time) == (Code.CHANGED, None)
    assert Fault.TIMESTAMP_NOT_TRUSTED in verdict.faults


def test_a_time_stamp_of_a_stranger_proves_nothing(judged, unsigned, seal_as_usual, development_pki, tmp_path):
    stranger = pki.load(tmp_path)
    both = Trust(
        roots=development_pki.trust.roots + stranger.trust.roots,
        crls=development_pki.trust.crls + stranger.trust.crls,
    )
    pdf = seal_as_usual(unsigned, timestamper=stranger.timestamper(), trust=both)
    verdict = judged(pdf)
    assert verdict.code == Code.CHANGED
    assert Fault.TIMESTAMP_NOT_TRUSTED in verdict.faults
    assert verdict.document_time is None


def test_a_report_under_another_root_is_not_ours(judged, unsigned, seal_as_usual, tmp_path):
    other = pki.load(tmp_path)
    pdf = seal_as_usual(
        unsigned,
        seal_with=other.seal(samples.ORGANISATION),
        signatory=other.signer(samples.OFFICER),
        timestamper=other.timestamper(),
        trust=other.trust,
    )
    verdict = judged(pdf)
    assert verdict.code == Code.NOT_OURS
    assert Fault.SIGNER_NOT_TRUSTED in verdict.faults


@pytest.mark.parametrize("holder", ["Kwaadwillend B.V.", samples.OFFICER])
def test_a_seal_of_anybody_else_under_the_same_root_is_not_ours(
    judged, unsigned, seal_as_usual, development_pki, holder
):
    verdict = judged(seal_as_usual(unsigned, seal_with=development_pki.seal(holder)))
    assert (verdict.code, verdict.faults) == (Code.NOT_OURS, (Fault.SEAL_OF_STRANGER,))


def test_a_seal_that_was_revoked_before_is_not_ours(judged, sealed, development_pki):
    seal = development_pki.seal(samples.ORGANISATION).signing_cert
    now = datetime.now(UTC)
    entry = (
        x509.RevokedCertificateBuilder()
        .serial_number(seal.serial_number)
        .revocation_date(now - timedelta(hours=1))
        .build()
    )
    listed = pki.revocation_list(development_pki._issuing, now, [entry])
    trust = replace(development_pki.trust, crls=(listed,))
    verdict = judged(sealed, trust=trust)
    assert verdict.code == Code.NOT_OURS
    assert Fault.SIGNER_REVOKED in verdict.faults


def test_a_sealed_document_without_an_edition_is_not_a_report(judged, typeset, seal_as_usual):
    pdf = seal_as_usual(typeset(samples.document("<p>Factuur</p>"), attachments={}))
    verdict = judged(pdf)
    assert (verdict.code, verdict.faults) == (Code.NOT_OURS, (Fault.EDITION_MISSING,))


def test_any_other_pdf_is_not_ours(judged):
    verdict = judged(forgeries.foreign())
    assert (verdict.code, verdict.faults) == (Code.NOT_OURS, (Fault.NO_SIGNATURES,))


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.EMPTY),
        (PICTURE, Code.NOT_A_PDF),
        (b"PK\x03\x04" + bytes(100), Code.NOT_A_PDF),
        (b"%PDF-" + bytes(MAX_BYTES), Code.TOO_LARGE),
        (b"%PDF-1.7\n", Code.TRUNCATED),
        (b"%PDF-1.7\n" + os.urandom(5000), Code.TRUNCATED),
        (b"%PDF-1.7\n" + bytes(5000) + b"\nstartxref\n9\n%%EOF\n", Code.UNREADABLE),
    ],
    ids=["empty", "picture", "archive", "too large", "header only", "noise", "hollow"],
)
def test_what_is_no_report_at_all_is_named(judged, content, code):
    assert judged(content).code == code


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_broken_off_download_is_truncated(judged, sealed, part):
    assert judged(sealed[: int(len(sealed) * part)]).code == Code.TRUNCATED


def test_the_last_three_bytes_missing_is_truncated(judged, sealed):
    assert judged(sealed[:-4]).code == Code.TRUNCATED


def test_an_encrypted_copy_is_named(judged, sealed):
    assert judged(forgeries.encrypted(sealed)).code == Code.ENCRYPTED


@pytest.mark.parametrize(
    "trap",
    [
        forgeries.attachment_bomb,
        forgeries.reference_table_bomb,
        forgeries.reference_table_loop,
        forgeries.field_loop,
        forgeries.deep_arrays,
    ],
)
def test_a_trap_gets_a_verdict_too(judged, trap):
    verdict = judged(trap())
    assert verdict.code in {Code.UNREADABLE, Code.CHANGED, Code.NOT_OURS}
    assert verdict.faults
