"""Signing and sealing a report.

Where the FG has a key: an invisible certification signature (PAdES B-LT) that allows only further
signing. Then always the organisation's seal (PAdES B-LTA), which locks the document. Everything a
verifier needs years later travels in the file, and the last document time stamp covers every byte
of it: whatever is added or cut off afterwards shows.
"""

from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSignatureMetadata,
    PdfSigner,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps import TimeStamper

from assessments.pdf.trust import Trust
from assessments.pdf.verdict import SEAL_FIELD, SIGNATURE_FIELD

DIGEST = "sha256"


class SigningFailed(Exception):
    """Nothing was signed; the cause (key, time-stamp authority, revocation data) is chained."""


def load_signer(pkcs12: bytes, passphrase: bytes | None) -> Signer:
    """A key from a PKCS#12 file; raises SigningFailed for a wrong passphrase or file.

    Any other pyHanko `Signer` (PKCS#11, remote) serves `seal` just as well.
    """
    try:
        signer: Signer = signers.SimpleSigner.load_pkcs12_data(pkcs12, other_certs=[], passphrase=passphrase)
    except ValueError as error:
        raise SigningFailed("the PKCS#12 file does not open with this passphrase") from error
    return signer


def seal(
    pdf: bytes,
    *,
    seal_with: Signer,
    timestamper: TimeStamper,
    trust: Trust,
    seal_reason: str,
    signatory: Signer | None = None,
    signatory_reason: str = "",
) -> bytes:
    """The PDF with the FG's signature, if they have a key, and the organisation's seal.

    Needs no running event loop. Raises SigningFailed; the input is never half signed.
    """
    try:
        signed = _repacked(pdf)
        if signatory is not None:
            signed = _certified(signed, signatory, timestamper, trust, signatory_reason)
        return _sealed(signed, seal_with, timestamper, trust, seal_reason)
    except SigningFailed:
        raise
    except Exception as error:
        # Keys, authorities and PDF libraries each raise their own; the caller can only try later.
        raise SigningFailed(f"{type(error).__name__}: {error}") from error


def _repacked(pdf: bytes) -> bytes:
    """Split the single object stream WeasyPrint writes: pyHanko reads one in quadratic time."""
    packed = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        if "/AcroForm" in document.Root:
            raise SigningFailed("the document has form fields or is signed already")
        document.save(
            packed,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
            fix_metadata_version=False,
            preserve_pdfa=True,
        )
    return packed.getvalue()


def _certified(pdf: bytes, signatory: Signer, timestamper: TimeStamper, trust: Trust, reason: str) -> bytes:
    return _signed(
        pdf,
        signatory,
        timestamper,
        fields.SigFieldSpec(SIGNATURE_FIELD, readable_field_name="Handtekening FG"),
        PdfSignatureMetadata(
            field_name=SIGNATURE_FIELD,
            certify=True,
            docmdp_permissions=fields.MDPPerm.FILL_FORMS,
            reason=reason or None,
            md_algorithm=DIGEST,
            subfilter=fields.SigSeedSubFilter.PADES,
            embed_validation_info=True,
            validation_context=trust.for_signing(),
        ),
    )


def _sealed(pdf: bytes, seal_with: Signer, timestamper: TimeStamper, trust: Trust, reason: str) -> bytes:
    return _signed(
        pdf,
        seal_with,
        timestamper,
        fields.SigFieldSpec(
            SEAL_FIELD,
            readable_field_name="Elektronisch zegel",
            field_mdp_spec=fields.FieldMDPSpec(fields.FieldMDPAction.ALL),
            doc_mdp_update_value=fields.MDPPerm.NO_CHANGES,
        ),
        PdfSignatureMetadata(
            field_name=SEAL_FIELD,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            reason=reason or None,
            md_algorithm=DIGEST,
            subfilter=fields.SigSeedSubFilter.PADES,
            embed_validation_info=True,
            use_pades_lta=True,
            validation_context=trust.for_signing(),
            dss_settings=DSSContentSettings(
                include_vri=False,
                placement=SigDSSPlacementPreference.TOGETHER_WITH_NEXT_TS,
                # The time stamp comes last, over everything: no loose end after it.
                next_ts_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
            ),
        ),
    )


def _signed(
    pdf: bytes,
    signer: Signer,
    timestamper: TimeStamper,
    field: fields.SigFieldSpec,
    metadata: PdfSignatureMetadata,
) -> bytes:
    signed = BytesIO()
    PdfSigner(metadata, signer, timestamper=timestamper, new_field_spec=field).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), output=signed
    )
    return signed.getvalue()
