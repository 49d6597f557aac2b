"""Faults of the system under a process: the n-th call is failed, or the process killed at it, by `strace -e inject`.

strace counts calls by thread, so the n-th call of several threads may be hit at once: the more faults the better.
"""

import random
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import judge
from body import SAY_DONE, VERBS, Body
from tally import check

SYNCS = ("fsync", "fdatasync")
CHANGES = ("write", "pwrite64", "rename", "unlink", "ftruncate", "mkdir", "openat", "sync_file_range")
# By name: what strace does at the n-th call, and whether it goes on doing so.
FAULTS = {
    "kill": ("signal=KILL", ""),
    "EIO once": ("error=EIO", ""),
    "EIO from then on": ("error=EIO", "+"),
    "ENOSPC once": ("error=ENOSPC", ""),
    "ENOSPC from then on": ("error=ENOSPC", "+"),
}
# How a verb may end whose disk fails: done, unavailable, the operator must act, or stopped by our own hand (SIGABRT).
ENDS = {0, 69, 78, -6}
# After how many calls a run that goes through all of them says where it is.
PROGRESS = 250
# What the system says when it cannot even load a program.
NEVER_BEGAN = 127


@dataclass(frozen=True)
class Point:
    """One fault at one call of one verb."""

    verb: str
    fault: str
    call: str
    number: int

    def words(self) -> list[str]:
        action, onwards = FAULTS[self.fault]
        inject = f"inject={self.call}:{action}:when={self.number}{onwards}"
        return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={self.call}", "-e", inject]

    def __str__(self) -> str:
        return f"{self.verb}, {self.fault} at {self.call} {self.number}"


def counted(body: Body, verb: str, scratch: Path) -> dict[str, int]:
    """How often each call is made in a verb that nothing disturbs, by its busiest thread."""
    into, counts = scratch / "counted", {}
    calls = ",".join(SYNCS + CHANGES)
    answer = body.verb(verb, ["strace", "-f", "-qq", "-o", str(into), "-e", f"trace={calls}"])
    assert answer.code == 0, f"{verb} under strace: exit {answer.code}, {answer.told()}"
    for thread, call in re.findall(r"^(\d+) +(\w+)\(", into.read_text(errors="replace"), re.MULTILINE):
        counts[thread, call] = counts.get((thread, call), 0) + 1
    return {call: max((count for (_, name), count in counts.items() if name == call), default=0)
            for call in SYNCS + CHANGES}


def suffered(before: Body, point: Point, reference: judge.Reference, home: Path) -> list[str]:
    """Does a verb under one fault, then the same verb again to its end; gives what does not hold."""
    body = before.copied(home)
    answer = body.verb(point.verb, point.words())
    faults = []
    killed = point.fault == "kill" and answer.code == -9
    never = point.call == "openat" and answer.code == NEVER_BEGAN
    if answer.code not in ENDS and not killed and not never:
        faults.append(f"exit {answer.code}, {answer.told()}")
    # Whoever cannot write cannot say so either.
    if answer.code != 0 and not killed and point.call != "write" and not answer.err.strip():
        faults.append(f"exit {answer.code} without a word")
    out = body.badges()
    place = VERBS.index(point.verb)
    before_it = judge.ACTS_AFTER[VERBS[place - 1]] if place else 0
    after_it = judge.ACTS_AFTER[point.verb]
    at_least = after_it if answer.code == 0 or out else before_it
    found = body.check()
    faults += judge.begins(found, reference, at_least, after_it, same=before_it)
    if not faults:
        faults += again(body, point.verb, len(judge.hashes(found)) == after_it, out)
    return [f"{point}: {fault}" for fault in faults]


def again(body: Body, verb: str, stands: bool, out: dict[str, bytes]) -> list[str]:
    """The same verb once more, as an operator would type it: done, or told that it is done already."""
    answer = body.verb(verb)
    told = answer.code == 73 and verb in SAY_DONE and stands
    if answer.code != 0 and not told:
        return [f"again: exit {answer.code}, {answer.told()}"]
    if verb == "issue":
        return judge.whole(body, out)
    return judge.sound(body.check())


def points(days: dict[str, Body], scratch: Path, chance: random.Random, budget: int | None) -> list[Point]:
    """Every kill and every error at a call that syncs; of the others as many as the budget has, or all."""
    first, rest = [], []
    for verb, before in days.items():
        for call, most in counted(before.copied(scratch / "counting"), verb, scratch).items():
            for number in range(1, most + 1):
                for fault in FAULTS:
                    chosen = first if call in SYNCS and fault == "kill" else rest
                    chosen.append(Point(verb, fault, call, number))
    if budget is not None:
        rest = chance.sample(rest, min(len(rest), max(budget - len(first), 0)))
    return first + rest


def run(body: Body, scratch: Path, seed: int, budget: int | None, workers: int) -> None:
    folder = scratch / "inject"
    folder.mkdir()
    day, days = body.copied(folder / "day"), {}
    for verb in VERBS:
        days[verb] = day.copied(folder / f"before-{verb}")
        day.verb(verb)
    reference = judge.Reference.of(day)
    all_points = points(days, folder, random.Random(seed), budget)
    homes = [folder / f"home-{number}" for number in range(workers)]

    def suffer(point: Point) -> list[str]:
        home = homes.pop()
        try:
            return suffered(days[point.verb], point, reference, home)
        finally:
            homes.append(home)

    faults = []
    with ThreadPoolExecutor(workers) as pool:
        for told in pool.map(suffer, all_points):
            faults.append(told)
            for line in told:
                print(f"    {line}", flush=True)
            if len(faults) % PROGRESS == 0:
                print(f"    {len(faults)} of {len(all_points)} calls", flush=True)
    for fault in FAULTS:
        told = [line for point, lines in zip(all_points, faults) if point.fault == fault for line in lines]
        count = sum(point.fault == fault for point in all_points)
        check(f"{fault}: {count} calls of decide, approve, issue, seed {seed}: nothing lost, nothing twice", told)
    shutil.rmtree(folder)
