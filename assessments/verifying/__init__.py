"""Is this file one of our reports, complete and unchanged? For `/verify` and `manage.py verify_report`."""

from assessments.pdf.verify import MAX_BYTES
from assessments.verifying.checking import verify
from assessments.verifying.people import Check, VerdictForPeople

__all__ = ["MAX_BYTES", "Check", "VerdictForPeople", "verify"]
