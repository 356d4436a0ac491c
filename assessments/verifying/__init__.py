"""Is this file one of our reports, complete and unchanged? For `/verify` and `manage.py verify_report`."""

from assessments.pdf.verify import MAX_BYTES
from assessments.verifying.checking import verify
from assessments.verifying.people import Check, VerdictForPeople
from assessments.verifying.trust import TrustMissing

__all__ = ["MAX_BYTES", "Check", "TrustMissing", "VerdictForPeople", "verify"]
