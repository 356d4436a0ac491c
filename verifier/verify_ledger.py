"""Checks an audit trail of Toets generatieve AI, without that program and without its database.

    python verify_ledger.py --export trail.jsonl --checkpoints FOLDER --roots roots.pem
                            [--holder NAME]... [--printed printed.json]

Needs Python 3.12 and the packages `cryptography` and `asn1crypto`. Exit 0 when all fits, 1 when anything does not.
The database is not believed: who rules it can rewrite every row in the export. The checkpoint files were signed,
time-stamped and taken outside before, and what is printed in a sealed report is in many hands.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# An honest change carries the time at which it began, and a time stamp the time at which the authority answered.
SLACK = timedelta(minutes=10)
HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}


# --- 1. The arithmetic ---
def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962: 0x00 before a leaf, 0x01 before a node, split at the largest power of two below the number."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + merkle_root(leaves[:split]) + merkle_root(leaves[split:])).digest()


def root_of(leaves: Iterable[Sequence[Any]]) -> str:
    """The root over [chain, number, hash] of every chain, each as JSON without spaces, in the order of the chains."""
    texts = [json.dumps(list(leaf), separators=(",", ":")) for leaf in leaves]
    return merkle_root([hashlib.sha256(text.encode()).digest() for text in texts]).hex() if texts else ""


# --- 2. What is read ---
class Event(NamedTuple):
    organisation: str
    chain: str
    seq: int
    at: str
    kind: str
    actor: str
    facts: str
    prev: str
    hash: str

    def computed(self) -> str:
        """The hash this event must have, given the one it stands on."""
        return sha256("\n".join((self.prev, self.chain, str(self.seq), self.at, self.kind, self.actor, self.facts)))


# Number of the last event, its hash, and the checkpoint that says so.
type Leaf = tuple[int, str, int]
type Events = dict[int, Event]


@dataclass
class Export:
    """What the database says: events and heads of one organisation, and the documents of its checkpoints."""

    organisation: str = ""
    events: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    checkpoints: dict[int, str] = field(default_factory=dict)


class Checkpoint(NamedTuple):
    """One file from outside: the text that was signed, what it says, [chain, seq, hash] of each chain, and DER."""

    number: int
    text: str
    says: dict[str, Any]
    leaves: list[list[Any]]
    signature: bytes
    timestamp: bytes


class Finding(NamedTuple):
    """One place that does not fit. `until` where only a stretch of a chain can be named."""

    kind: str
    chain: str | None = None
    seq: int | None = None
    until: int | None = None
    checkpoint: int | None = None
    fault: str = ""

    def told(self) -> dict[str, Any]:
        place = f" (chain {self.chain})" if self.chain else ""
        return {**self._asdict(), "sentence": SENTENCES[self.kind].format(**self._asdict()) + place}


SENTENCES = {
    "organisation": "event {seq} belongs to another organisation",
    "duplicate": "there are two events {seq}",
    "gap": "event {seq} is missing",
    "prev": "event {seq} does not stand on the one before it",
    "hash": "event {seq} was changed",
    "head": "the chain does not end where its head says: event {seq} is missing or too much",
    "checkpoint_missing": "the file of checkpoint {checkpoint} is missing, or there twice",
    "checkpoint_previous": "checkpoint {checkpoint} does not stand on the root before it",
    "checkpoint_organisation": "checkpoint {checkpoint} is of another organisation",
    "checkpoint_root": "the root of checkpoint {checkpoint} is not that of its leaves",
    "checkpoint_signature": "checkpoint {checkpoint}: {fault}",
    "row_missing": "checkpoint {checkpoint} was removed from the database",
    "row_differs": "checkpoint {checkpoint} is another one in the database",
    "file_missing": "checkpoint {checkpoint} of the database is not outside",
    "chain_missing": "the whole chain is gone; checkpoint {checkpoint} has {until} events of it",
    "cut": "event {seq} is gone; checkpoint {checkpoint} has {until} events",
    "rewritten": "rewritten somewhere from event {seq} to {until}, as checkpoint {checkpoint} shows",
    "backdated": "event {seq} says it is older than checkpoint {checkpoint}, which does not have it",
    "printed_event": "the database does not have event {seq} as a report prints it",
    "printed_root": "a report prints a checkpoint {checkpoint} that is not outside",
}


def read_export(path: Path) -> Export:
    export = Export()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            match row.pop("type"):
                case "organisation":
                    export.organisation = row["id"]
                case "event":
                    export.events[row["chain"]].append(Event(**row))
                case "head":
                    export.heads[row["chain"]] = (row["seq"], row["hash"])
                case "checkpoint":
                    export.checkpoints[row["number"]] = row["document"]
    return export


def read_checkpoint(path: Path) -> Checkpoint:
    written = json.loads(path.read_text(encoding="utf-8"))
    signature, timestamp = (base64.b64decode(written[name], validate=True) for name in ("signature", "timestamp"))
    says = json.loads(written["document"])
    return Checkpoint(int(says["number"]), written["document"], says, written["leaves"], signature, timestamp)


# --- 3. The links of the chains ---
def check_links(export: Export) -> Iterator[Finding]:
    """Each event stands on the one before it, from the first to the head that is kept apart."""
    for chain in sorted({*export.events, *export.heads}):
        yield from check_chain(chain, export)


def check_chain(chain: str, export: Export) -> Iterator[Finding]:
    seq, prev, events = 0, sha256(chain), export.events.get(chain, [])
    for event, after in zip_longest(events, events[1:]):
        faults = {
            "organisation": event.organisation != export.organisation,
            "duplicate": after is not None and after.seq == event.seq,
            "gap": event.seq != seq + 1,
            "prev": event.prev != prev,
            "hash": event.hash != event.computed(),
        }
        if any(faults.values()):
            yield Finding(next(kind for kind, found in faults.items() if found), chain, seq + 1)
            return
        seq, prev = event.seq, event.hash
    if export.heads.get(chain) != (seq, prev):
        yield Finding("head", chain, seq + 1)


# --- 4. The checkpoints by themselves ---
def check_checkpoints(files: Sequence[Checkpoint], organisation: str, trust: "Trust") -> Iterator[Finding]:
    """Numbers without a gap, each on the root before it, signed and time-stamped."""
    number, root = 0, ""
    for each in files:
        says = each.says
        if each.number != number + 1:
            yield Finding("checkpoint_missing", checkpoint=number + 1)
        elif says["previous"] != root:
            yield Finding("checkpoint_previous", checkpoint=each.number)
        if says["organisation"] != organisation:
            yield Finding("checkpoint_organisation", checkpoint=each.number)
        chains = [leaf[0] for leaf in each.leaves]
        if says["chains"] != len(chains) or chains != sorted(set(chains)) or says["root"] != root_of(each.leaves):
            yield Finding("checkpoint_root", checkpoint=each.number)
        if fault := trust.fault_of(each):
            yield Finding("checkpoint_signature", checkpoint=each.number, fault=fault)
        number, root = each.number, says["root"]


def check_rows(files: Sequence[Checkpoint], rows: dict[int, str]) -> Iterator[Finding]:
    """The database knows the same checkpoints."""
    for each in files:
        if each.number not in rows:
            yield Finding("row_missing", checkpoint=each.number)
        elif rows[each.number] != each.text:
            yield Finding("row_differs", checkpoint=each.number)
    for number in sorted(rows.keys() - {each.number for each in files}):
        yield Finding("file_missing", checkpoint=number)


# --- 5. The chains against the checkpoints ---
def check_covered(files: Sequence[Checkpoint], export: Export) -> Iterator[Finding]:
    """What a checkpoint covered is still there, and nothing was put in afterwards with an older time."""
    leaves: dict[str, list[Leaf]] = defaultdict(list)
    for each in files:
        for chain, seq, digest in each.leaves:
            leaves[chain].append((seq, digest, each.number))
    times = [(each.number, datetime.fromisoformat(each.says["at"])) for each in files]
    for chain in sorted({*leaves, *export.events}):
        events = {event.seq: event for event in export.events.get(chain, ())}
        yield from islice(check_leaves(chain, leaves[chain], events), 1)
        yield from islice(check_times(chain, leaves[chain], events, times), 1)


def check_leaves(chain: str, leaves: list[Leaf], events: Events) -> Iterator[Finding]:
    fits = 0
    for seq, digest, number in leaves:
        if not events:
            yield Finding("chain_missing", chain, 1, seq, number)
        elif seq not in events:
            first = next(each for each in range(1, seq + 1) if each not in events)
            yield Finding("cut", chain, first, seq, number)
        elif events[seq].hash != digest:
            yield Finding("rewritten", chain, fits + 1, seq, number)
        fits = seq


def check_times(chain: str, leaves: list[Leaf], events: Events, times: list[tuple[int, datetime]]) -> Iterator[Finding]:
    """An event that a checkpoint does not have yet cannot be older than that checkpoint."""
    covered = {number: seq for seq, _, number in leaves}
    following, without = 0, None
    for seq in sorted(events):
        while following < len(times) and covered.get(times[following][0], 0) < seq:
            without, following = times[following], following + 1
        if without and datetime.fromisoformat(events[seq].at) < without[1] - SLACK:
            yield Finding("backdated", chain, seq, None, without[0])


def check_printed(printed: Iterable[dict[str, Any]], files: Sequence[Checkpoint], export: Export) -> Iterator[Finding]:
    """What stands in reports: chain, seq, hash, and number and root of a checkpoint."""
    roots = {each.number: each.says["root"] for each in files}
    for entry in printed:
        chain, seq, number = entry["chain"], entry["seq"], entry["checkpoint"]
        if not any((event.seq, event.hash) == (seq, entry["hash"]) for event in export.events.get(chain, ())):
            yield Finding("printed_event", chain, seq)
        if roots.get(number) != entry["root"]:
            yield Finding("printed_root", chain, seq, None, number)


# --- 6. Signatures and time stamps ---
class NotSigned(Exception):
    """What is wrong with a signature, as a clause."""


@dataclass(frozen=True)
class Trust:
    """The root certificates that count, and the names of the seals; without names any seal under the roots does."""

    roots: tuple[x509.Certificate, ...]
    holders: frozenset[str]

    def fault_of(self, each: Checkpoint) -> str | None:
        try:
            stamped = self.stamped_at(each.timestamp, over=each.signature)
            holder = self.signer(each.signature, each.text.encode(), stamped)
        except NotSigned as fault:
            return str(fault)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, StopIteration) as error:
            return f"its signature or time stamp cannot be read ({type(error).__name__})"
        name = str(holder.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
        if self.holders and name not in self.holders:
            return f"it is signed by {name}"
        if abs(stamped - datetime.fromisoformat(each.says["at"])) > SLACK:
            return f"it says {each.says['at']} and was time-stamped at {stamped.isoformat()}"
        return None

    def stamped_at(self, token: bytes, *, over: bytes) -> datetime:
        """The time of an RFC 3161 token over these bytes."""
        content = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"]
        statement = tsp.TSTInfo.load(bytes(content))
        imprint = statement["message_imprint"]
        algorithm = imprint["hash_algorithm"]["algorithm"].native
        if algorithm not in HASHES or imprint["hashed_message"].native != hashlib.new(algorithm, over).digest():
            raise NotSigned("the time stamp is over something else")
        stamped: datetime = statement["gen_time"].native
        authority = self.signer(token, bytes(content), stamped)
        purposes = authority.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        if ExtendedKeyUsageOID.TIME_STAMPING not in purposes:
            raise NotSigned("the time stamp is not from a time-stamp authority")
        return stamped

    def signer(self, der: bytes, content: bytes, at: datetime) -> x509.Certificate:
        """Who signed exactly this content (CMS, RFC 5652), with a certificate that stood under our roots then."""
        signed = cms.ContentInfo.load(der)["content"]
        (info,) = signed["signer_infos"]
        brought = [x509.load_der_x509_certificate(each.chosen.dump()) for each in signed["certificates"]]
        wanted = info["sid"].chosen["serial_number"].native, info["sid"].chosen["issuer"].dump()
        holder = next(each for each in brought if (each.serial_number, each.issuer.public_bytes()) == wanted)
        algorithm = info["digest_algorithm"]["algorithm"].native
        attributes = {each["type"].native: each["values"][0].native for each in info["signed_attrs"]}
        if algorithm not in HASHES or attributes["message_digest"] != hashlib.new(algorithm, content).digest():
            raise NotSigned("its signature is over something else")
        check_signature(holder, info, HASHES[algorithm])
        self.check_path(holder, brought, at)
        return holder

    def check_path(self, holder: x509.Certificate, brought: list[x509.Certificate], at: datetime) -> None:
        """From the holder to one of our roots; revocation is asked of the issuer, not here."""
        current = holder
        for _ in range(8):
            if not current.not_valid_before_utc <= at <= current.not_valid_after_utc:
                raise NotSigned("a certificate was not valid at that time")
            if any(issued(current, root) for root in self.roots):
                return
            current = next((each for each in brought if each != current and issued(current, each)), holder)
        raise NotSigned("its certificate does not lead to a root that counts")


def issued(certificate: x509.Certificate, by: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(by)
        return by.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False


def check_signature(holder: x509.Certificate, info: Any, digest: hashes.HashAlgorithm) -> None:
    signature, attributes = info["signature"].native, info["signed_attrs"].untag().dump()
    key = holder.public_key()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, attributes, ec.ECDSA(digest))
        elif isinstance(key, rsa.RSAPublicKey):
            pss = info["signature_algorithm"].signature_algo == "rsassa_pss"
            scheme = padding.PSS(padding.MGF1(digest), padding.PSS.AUTO) if pss else padding.PKCS1v15()
            key.verify(signature, attributes, scheme, digest)
        else:
            raise NotSigned("its kind of key is not known here")
    except InvalidSignature:
        raise NotSigned("its signature is false") from None


# --- 7. The verdict ---
def check(options: argparse.Namespace, export: Export, files: Sequence[Checkpoint]) -> Iterator[Finding]:
    roots = x509.load_pem_x509_certificates(options.roots.read_bytes()) if options.roots else []
    yield from check_checkpoints(files, export.organisation, Trust(tuple(roots), frozenset(options.holder)))
    yield from check_links(export)
    if options.checkpoints:
        yield from check_covered(files, export)
        yield from check_rows(files, export.checkpoints)
    if options.printed:
        yield from check_printed(json.loads(options.printed.read_text(encoding="utf-8")), files, export)


def verdict(options: argparse.Namespace) -> dict[str, Any]:
    try:
        export = read_export(options.export)
        paths = options.checkpoints.glob(f"{export.organisation}-*.json") if options.checkpoints else []
        files = sorted((read_checkpoint(path) for path in paths), key=lambda each: each.number)
        told = [each.told() for each in islice(check(options, export, files), 100)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return {"fits": False, "sentence": f"Cannot be read: {type(error).__name__}: {error}"}
    events = sum(len(each) for each in export.events.values())
    scope = {"chains": len(export.events), "events": events, "checkpoints": len(files)}
    counted = ", ".join(f"{count} {what}" for what, count in scope.items())
    sentence = f"Does not fit: {told[0]['sentence']}." if told else f"Everything fits: {counted}."
    return {"fits": not told, "sentence": sentence, **scope, "first": next(iter(told), None), "findings": told}


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks an exported audit trail against its checkpoints.")
    parser.add_argument("--export", type=Path, required=True, help="what manage.py export_ledger wrote")
    parser.add_argument("--checkpoints", type=Path, help="the folder with checkpoint files from outside")
    parser.add_argument("--roots", type=Path, help="the root certificates that count, PEM")
    parser.add_argument("--holder", action="append", default=[], help="the name in the seal of the organisation")
    parser.add_argument("--printed", type=Path, help="JSON list of {chain, seq, hash, checkpoint, root} from reports")
    options = parser.parse_args()
    found = verdict(options)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return 0 if found["fits"] else 1


if __name__ == "__main__":
    sys.exit(main())
