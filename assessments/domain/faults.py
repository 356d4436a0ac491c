"""Faults in files people write: each says where, what is wrong, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault; `id` is the question, measure, source … or the key it is found at."""

    file: str
    id: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.id}: {self.message} → {self.remedy}"


class FaultsError(ValueError):
    """A file that cannot be used; `faults` holds everything that is wrong with it, not just the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
