"""A signature beside what it signs, and a time stamp over that signature."""

import asyncio
import hashlib
from dataclasses import dataclass

from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper

from assessments.pdf.sign import DIGEST, SigningFailed


@dataclass(frozen=True)
class Signed:
    """DER: a detached CMS signature (CAdES), and the RFC 3161 token over its bytes."""

    signature: bytes
    timestamp: bytes


def sign_detached(content: bytes, *, signer: Signer, timestamper: TimeStamper) -> Signed:
    """Needs no running event loop. Raises SigningFailed where the key or the authority does not answer."""
    try:
        return asyncio.run(_signed(content, signer, timestamper))
    except Exception as error:
        # Keys and authorities each raise their own; the caller can only try later.
        raise SigningFailed(f"{type(error).__name__}: {error}") from error


async def _signed(content: bytes, signer: Signer, timestamper: TimeStamper) -> Signed:
    made = await signer.async_sign_general_data(content, digest_algorithm=DIGEST, detached=True, use_cades=True)
    signature: bytes = made.dump()
    token = await timestamper.async_timestamp(hashlib.sha256(signature).digest(), DIGEST)
    return Signed(signature, token.dump())
