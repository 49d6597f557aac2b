"""Damage at rest: bits flipped, files cut short or deleted, yesterday's files beside today's. None may be silent.

Silent is: exit 0 with anything acknowledged not there. Refused is: exit 78, the record named, a way out.
"""

import random
import re
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import judge
from body import VERBS, Answer, Body, copy, copy_sparse
from tally import check

# What a refusal names, and what it says of the way out.
RECORD = re.compile(r"journal line \d|act \d|text [0-9a-f]{64}|index entry|/register/data/|/register/[a-z.]+")
WAY_OUT = re.compile(r"restore|use the version that wrote it")
# The parts of a register that can be of different days.
PARTS = ("data", "data/sled", "data/journal.jsonl", "data/big")


@dataclass(frozen=True)
class Trial:
    """What is done to the register of today, in words and in deed."""

    kind: str
    number: int
    seed: str

    def damage(self, today: Body, days: list[Body]) -> str:
        chance = random.Random(f"{self.seed}:{self.kind}:{self.number}")
        if self.kind == "another day's part":
            return exchanged(today, days, self.number)
        files = sorted(path for path in today.register.rglob("*") if path.is_file())
        if self.kind == "a file deleted":
            path = files[self.number % len(files)]
            path.unlink()
            return f"{path.name} deleted"
        path = chance.choice([path for path in files if path.stat().st_size])
        data = bytearray(path.read_bytes())
        if self.kind == "a file cut short":
            length = chance.choice((0, chance.randrange(used(data)), chance.randrange(len(data)), len(data) - 1))
            path.write_bytes(data[:length])
            return f"{path.name} cut to {length} of {len(data)} bytes"
        # Three quarters of the flips where something stands; the engine's file is mostly empty room.
        at = chance.randrange(used(data) if chance.random() < 0.75 else len(data))
        bit = chance.randrange(8)
        with open(path, "r+b") as file:
            file.seek(at)
            file.write(bytes([data[at] ^ 1 << bit]))
        return f"{path.name}: bit {bit} of byte {at} flipped"


def used(data: bytes | bytearray) -> int:
    return max(len(data.rstrip(b"\0")), 1)


def exchanges(days: int) -> int:
    """Every part of every other day, and the whole of each."""
    return days * (len(PARTS) + 1)


def exchanged(today: Body, days: list[Body], number: int) -> str:
    """Puts a part of another day in the place of today's; the last of the parts stands for all of them."""
    day, part = days[number // (len(PARTS) + 1)], (*PARTS, "")[number % (len(PARTS) + 1)]
    source, target = day.register / part, today.register / part
    shutil.rmtree(target) if target.is_dir() else target.unlink()
    if source.is_dir():
        copy(source, target)
    elif source.exists():
        copy_sparse(source, target)
    return f"{part or 'the whole register'} of the day that ended with {day.home.name}"


def outcome(answer: Answer, against: Answer, reference: judge.Reference) -> tuple[str, list[str]]:
    """How a trial ended, and what is wrong with that. `against` holds the register against the published head."""
    if answer.code == 78:
        # A register that opens is told by its findings, each with its record; text mode says the way out below them.
        found = not answer.err.strip() and all(flaw["record"] for flaw in answer.json()["findings"])
        said = RECORD.search(answer.err) and WAY_OUT.search(answer.err)
        return "refused", [] if found or said else [f"refused without record or way out: {answer.told()}"]
    if answer.code != 0:
        return "other", [f"exit {answer.code}: {answer.told()}"]
    if judge.hashes(answer) == reference.acts and not answer.json()["findings"]:
        return "whole", []
    if against.code == 78:
        return "older than the published head", []
    return "silent", [f"silent: {len(judge.hashes(answer))} acts stand, and the published head is not missed"]


def tried(trial: Trial, days: list[Body], reference: judge.Reference, home: Path) -> tuple[str, list[str]]:
    today = days[-1].copied(home)
    done = trial.damage(today, days[:-1])
    # The head first: the next command must find what this one found.
    against = today.run(["--at", "2026-11-25T08:00:00Z", "ledger", "head", "--against", str(home / "head.jws")]) \
        if trial.kind == "another day's part" else Answer(0, "", "")
    how, faults = outcome(today.check(), against, reference)
    return how, [f"{done}: {fault}" for fault in faults]


def run(body: Body, scratch: Path, seed: int, count: int, workers: int) -> None:
    folder = scratch / "rest"
    folder.mkdir()
    day, days = body.copied(folder / "day"), []
    for verb in VERBS:
        assert day.verb(verb).code == 0
        days.append(day.copied(folder / verb))
    reference = judge.Reference.of(days[-1])
    published = days[-1].run(["--at", "2026-11-24T12:00:00Z", "ledger", "head", "--out", str(days[-1].home / "head.jws"),
                              "--passphrase-file", str(days[-1].home / "secrets.txt")])
    assert published.code == 0, published.told()
    files = sum(path.is_file() for path in days[-1].register.rglob("*"))
    trials = [Trial("another day's part", number, str(seed)) for number in range(exchanges(len(days) - 1))]
    trials += [Trial("a file deleted", number, str(seed)) for number in range(files)]
    cuts = (count - len(trials)) // 5
    trials += [Trial("a file cut short", number, str(seed)) for number in range(cuts)]
    trials += [Trial("a bit flipped", number, str(seed)) for number in range(count - len(trials))]
    homes = [folder / f"home-{number}" for number in range(workers)]

    def attempt(trial: Trial) -> tuple[str, list[str]]:
        home = homes.pop()
        try:
            return tried(trial, days, reference, home)
        finally:
            homes.append(home)

    with ThreadPoolExecutor(workers) as pool:
        ended = list(pool.map(attempt, trials))
    for kind in dict.fromkeys(trial.kind for trial in trials):
        mine = [end for trial, end in zip(trials, ended) if trial.kind == kind]
        ways = ", ".join(f"{number} {how}" for how, number in Counter(how for how, _ in mine).most_common())
        check(f"at rest, {kind}: {len(mine)} trials, seed {seed}: {ways}; none silent",
              [fault for _, faults in mine for fault in faults])
    shutil.rmtree(folder)
