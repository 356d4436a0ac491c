from tests.submissions import advised, claimed, judged, sealed, submitted

__all__ = ["advised", "claimed", "judged", "sealed", "submitted"]
