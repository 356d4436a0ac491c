"""Whom we believe: root certificates and the revocation lists at hand, as plain bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # pyHanko is heavy; a web process that only asks for a verdict never loads it
    from asn1crypto.x509 import Certificate
    from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True)
class Trust:
    """DER encoded. `fetch` lets signing get revocation data from the issuers; verifying never
    fetches: a sealed file carries all it needs."""

    roots: tuple[bytes, ...]
    crls: tuple[bytes, ...] = ()
    fetch: bool = False

    def for_signing(self) -> ValidationContext:
        """Every certificate with a declared revocation source must be checked against it."""
        from pyhanko_certvalidator import ValidationContext

        return ValidationContext(
            trust_roots=self.root_certificates(),
            crls=self.crls,
            allow_fetching=self.fetch,
            revocation_mode="hard-fail",
        )

    def at(self, moment: datetime) -> ValidationContext:
        """As seen at that moment, offline."""
        from pyhanko_certvalidator import ValidationContext

        return ValidationContext(**self.arguments_at(moment))

    def arguments_at(self, moment: datetime) -> dict[str, Any]:
        """For pyHanko's own constructors that add what a file carries along."""
        from asn1crypto.crl import CertificateList

        return {
            "trust_roots": self.root_certificates(),
            "crls": [CertificateList.load(crl) for crl in self.crls],
            "moment": moment,
            "allow_fetching": False,
            "revocation_mode": "hard-fail",
        }

    def root_certificates(self) -> list[Certificate]:
        from asn1crypto.x509 import Certificate

        return [Certificate.load(root) for root in self.roots]
