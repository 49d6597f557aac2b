"""Loss of power: the writes of a day recorded, disk states synthesised by disk.py, each opened by a fresh process."""

import multiprocessing
import random
import shutil
from pathlib import Path

import judge
import trace
from body import VERBS, Body
from disk import Disk
from tally import check

# Of so many states one is taken to the end of the day.
FINISHED = 100


def recorded(body: Body, scratch: Path) -> list[tuple[trace.Call, int, int]]:
    """The calls of a day, each with how many acts are acknowledged and how many begun once it ended."""
    calls, acknowledged, begun = [], 0, 0
    for verb in VERBS:
        into = scratch / "strace"
        answer = body.verb(verb, trace.strace(into))
        assert answer.code == 0, f"{verb} under strace: exit {answer.code}, {answer.told()}"
        for call in trace.read(into):
            begun += call.name == "write" and call.path.endswith("/journal.jsonl")
            out = call.name == "rename" and call.to.endswith("/badge.json")
            if out or call.name == "write" and call.fd == 1:
                acknowledged = max(acknowledged, judge.ACTS_AFTER[verb])
            calls.append((call, acknowledged, begun))
        into.unlink()
    return calls


def states(before: Path, calls: list, reference: judge.Reference, binary: Path, folder: Path, plan: dict, seed: str,
           results) -> None:
    """Replays the calls; at each the planned states are written, opened and judged."""
    disk, image = Disk(before), folder / "home"
    disk.root = before.parent / "home"
    for place, (call, acknowledged, begun) in enumerate(calls):
        if disk.inside(call.path):
            disk.apply(call)
        for number in plan.get(place, []):
            shutil.rmtree(image, ignore_errors=True)
            disk.crashed(random.Random(f"{seed}:{number}"), image)
            body = Body(binary, image)
            answer = body.check()
            faults = judge.begins(answer, reference, acknowledged, begun)
            if not faults and number % FINISHED == 0:
                out = reference.badges if acknowledged == judge.ACTS_AFTER["issue"] else {}
                faults = judge.finished(body, len(judge.hashes(answer)), out)
            results.put((number, [f"state {number}, after call {place} ({call.name}): {fault}" for fault in faults]))


def run(body: Body, scratch: Path, seed: int, count: int, workers: int) -> None:
    before, home = scratch / "power" / "before", scratch / "power" / "home"
    (scratch / "power").mkdir()
    body.copied(before)
    day = body.copied(home)
    calls = recorded(day, scratch)
    reference = judge.Reference.of(day)
    chance = random.Random(seed)
    inside = [place for place, (call, *_) in enumerate(calls) if call.path.startswith(str(home))]
    plan = [(number, chance.choice(inside)) for number in range(count)]
    results, processes = multiprocessing.Queue(), []
    for worker in range(workers):
        folder = scratch / "power" / f"worker-{worker}"
        folder.mkdir()
        mine: dict[int, list[int]] = {}
        for number, place in plan[worker::workers]:
            mine.setdefault(place, []).append(number)
        arguments = (before, calls, reference, body.binary, folder, mine, str(seed), results)
        processes.append(multiprocessing.Process(target=states, args=arguments, daemon=True))
        processes[-1].start()
    faults = []
    for _ in range(count):
        faults += results.get(timeout=300)[1]
    for process in processes:
        process.join()
    check(f"{count} states of the disk after a loss of power, {len(inside)} crash points, seed {seed}: "
          f"each opens, nothing acknowledged is lost; {-(-count // FINISHED)} taken to the end of the day", faults)
    shutil.rmtree(scratch / "power")
