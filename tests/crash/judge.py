"""Compares what the oracle remembers with what the product and the target hold at the end. Reads the journal's files itself
(gateway/journal/FORMAT.md), so that a gateway which miscounts cannot clear itself.
"""
import collections
import json
import pathlib
import shutil
import sqlite3
import tempfile

import oracle as memory

# What belongs to one effect at SIASN: it has no idempotency key (facts: person, name, dates, organiser).
EFFECT = ("idPns", "namaKursus", "tanggalKursus", "tanggalSelesaiKursus", "institusiPenyelenggara")
# States in which a delivery does not stay. `waiting` becomes `due` when what came before is evaluated.
MOVING = ("waiting", "sending", "unknown", "due")
CLASSES = ("recorded", "held", "ignored", "unmapped", "duplicate", "dead")


class Verdict:
    def __init__(self):
        self.lost, self.doubled, self.wrong = [], [], []

    def good(self):
        return not (self.lost or self.doubled or self.wrong)

    def add(self, other):
        self.lost += other.lost
        self.doubled += other.doubled
        self.wrong += other.wrong

    def lines(self):
        for kind in ("lost", "doubled", "wrong"):
            for text in getattr(self, kind):
                yield f"{kind}: {text}"


class Journal:
    """The rows of a journal that no process has open: of those files, or seen before retention removed them."""

    def __init__(self, site):
        self.directory = site.path / "var" / "journal"
        self.rows = {}  # sequence -> digest of the body
        self.epoch = None

    def look(self):
        """Reads what is new since the last look. From copies: opening a file with SQLite recovers it."""
        if not (self.directory / "cursor.db").exists():
            return self
        with tempfile.TemporaryDirectory(prefix="jembatan-look-") as copy:
            for file in self.directory.glob("*.db*"):
                if not file.name.endswith("-shm"):
                    shutil.copy(file, copy)
            cursor = self.ask(pathlib.Path(copy) / "cursor.db", "SELECT epoch FROM cursor")
            if cursor:
                self.epoch = cursor[0][0]
            for segment in sorted(pathlib.Path(copy).glob("segment-*.db")):
                self._read(segment)
        return self

    def _read(self, segment):
        known = max(self.rows, default=0)
        # The last row that was seen may have been one that its commit never kept.
        for sequence, body in self.ask(segment, f"SELECT sequence,body FROM row WHERE sequence>={known}"):
            self.rows[sequence] = memory.digest(body)

    @staticmethod
    def ask(file, query):
        connection = sqlite3.connect(file)
        try:
            return connection.execute(query).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):  # killed while it was made
                return []
            raise
        finally:
            connection.close()


def judge_journal(oracle, journal):
    """Each acknowledged body stands where its receipt says, and nothing stands there that nobody offered."""
    v = Verdict()
    v.wrong += oracle.faults
    offered = {memory.digest(o.body): o for o in oracle.offers}
    for receipt, offer in oracle.receipts.items():
        sequence = memory.sequence_of(receipt)
        if journal.rows.get(sequence) != memory.digest(offer.body):
            v.lost.append(f"offer {offer.number} ({offer.kind}) was acknowledged as {receipt}, and that row is "
                          f"{'another one' if sequence in journal.rows else 'not there'}")
        if f"-{journal.epoch}-" not in receipt:
            v.wrong.append(f"receipt {receipt} is of another epoch than the journal's, {journal.epoch}")
    for sequence, body in journal.rows.items():
        offer = offered.get(body)
        if offer is None:
            v.wrong.append(f"row {sequence} holds what nobody offered")
        elif offer.kind == "forged":
            v.wrong.append(f"row {sequence} holds a forged body")
    missing = [n for n in range(1, max(journal.rows, default=0) + 1) if n not in journal.rows]
    if missing:
        v.wrong.append(f"rows are missing: {missing[:5]}, {len(missing)} in all")
    return v


def judge_counts(oracle, journal, counts):
    """The equation of SEMANTICS.md 2.4 against the journal's rows as they are."""
    v = Verdict()
    kinds = {memory.digest(o.body): o.kind for o in oracle.offers}
    of_rows = collections.Counter(kinds.get(d) for d in journal.rows.values())
    distinct = collections.Counter(kinds.get(d) for d in set(journal.rows.values()))
    if not counts["balanced"] or counts["in_flight"] != 0:
        v.wrong.append(f"the equation does not balance at rest: {counts}")
    if counts["accepted"] != len(journal.rows):
        v.wrong.append(f"accepted is {counts['accepted']}, the journal has held {len(journal.rows)} rows")
    if sum(counts[c] for c in CLASSES) != counts["accepted"]:
        v.wrong.append(f"the classes do not add up to what was accepted: {counts}")
    # What has no time of its own bears that of its arrival: the same body again is another dead letter, or a duplicate where
    # both came within one millisecond.
    if not distinct["broken"] <= counts["dead"] <= of_rows["broken"]:
        v.wrong.append(f"{counts['dead']} are dead, {of_rows['broken']} rows hold no JSON, {distinct['broken']} of them distinct")
    known, right = counts["accepted"] - counts["duplicate"] - counts["dead"], sum(distinct.values()) - distinct["broken"]
    if known != right:
        (v.lost if known < right else v.wrong).append(f"{known} events beside duplicates and dead letters, {right} distinct bodies")
    if counts["unmapped"] < distinct["chat"]:
        v.wrong.append(f"{counts['unmapped']} are unmapped, {distinct['chat']} distinct bodies are wanted by no mapping")
    return v


def judge_records(site):
    v = Verdict()
    compared = site.compare()
    if compared.returncode != 0:
        v.wrong += compared.stdout.splitlines() or [compared.stderr]
    return v


def judge_effects(site):
    """Every record that the target should hold is there once, and was written once."""
    v = Verdict()
    v.doubled += doubled_writes(site.directory / "effects.jsonl")
    effects = site.effects()
    for line in effects.stdout.splitlines():
        if line.startswith("mismatch: "):
            (v.lost if "found 0" in line else v.wrong).append(line[10:])
    early = {line.split()[1] for line in effects.stdout.splitlines() if line.startswith("early: ")}
    listed = site.admin("GET", "/deliveries")["deliveries"]
    parked = {d["person_id"] for d in listed if d["state"] == "parked" and d["reason"] == "withdrawal_needs_approval"}
    # Out of order a record can be lulus for a moment and be sent: SIASN keeps it and a person decides, nobody else. Where
    # the process died under way it waits for that person as well, although nothing stands there.
    right = {t["who"] for t in site.truth() if t.get("outcome") == "lulus"}
    if early - parked or parked & right:
        v.wrong.append(f"lulus too early {sorted(early)}, waiting for an approval {sorted(parked)}, {sorted(parked & right)} of them wrongly")
    stuck = [f"{d['person_id']} {d['state']} {d['reason']}" for d in listed if d["state"] in MOVING]
    if stuck:
        v.wrong.append(f"deliveries are not at rest: {stuck}")
    return v


def doubled_writes(file):
    """Creates beyond the first of one effect, and writes that changed nothing: the target held it already."""
    found, first, held = [], {}, {}
    for line in file.read_text().splitlines() if file.exists() else []:
        effect = json.loads(line)
        stored = effect["stored"]
        key = tuple(str(stored.get(k)).lower() for k in EFFECT)
        if first.setdefault(key, stored["id"]) != stored["id"]:
            found.append(f"effect {effect['n']} makes row {stored['id']} beside {first[key]}: {key[1]} of {key[0]}")
        if held.get(stored["id"]) == stored:
            found.append(f"effect {effect['n']} writes row {stored['id']} again, and nothing differs")
        held[stored["id"]] = stored
    return found
