"""A disk that is full, a folder that may only be read, a permission lost in the middle, a second process.

Each is a clear fault; nothing is lost, and once the cause is gone the same verb goes to its end.
"""

import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import judge
from body import SAY_DONE, VERBS, Answer, Body, copy
from tally import check

NOBODY = 65534


def limited(size: int) -> Callable[[], None]:
    """No file may grow beyond a size: writes beyond it fail, as on a disk that is full."""
    def begin() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return begin


def clear(answer: Answer) -> list[str]:
    """Whether a verb said what kept it from its work, without falling over."""
    if answer.code in (69, 78) and answer.err.strip():
        return []
    if answer.code == -6 and "durable" in answer.err:
        return []
    return [f"exit {answer.code}, {answer.told()}"]


def recovers(body: Body, verb: str, reference: judge.Reference, done: bool) -> list[str]:
    """What was acknowledged before stands, and the verb goes to its end."""
    place = VERBS.index(verb)
    before = judge.ACTS_AFTER[VERBS[place - 1]] if place else 0
    found = body.check()
    after = judge.ACTS_AFTER[verb]
    faults = judge.begins(found, reference, after if done else before, after, same=before)
    if faults:
        return faults
    stands = len(judge.hashes(found)) == after
    answer = body.verb(verb)
    if answer.code != 0 and not (answer.code == 73 and verb in SAY_DONE and stands):
        return [f"afterwards: exit {answer.code}, {answer.told()}"]
    return judge.sound(body.check())


def full(days: dict[str, Body], reference: judge.Reference, folder: Path) -> None:
    """Every verb with room for so many kilobytes, and no more."""
    faults, refused, room = [], 0, (1, 64, 1024, 8191)
    for verb, before in days.items():
        for kilobytes in room:
            body = before.copied(folder / "full")
            answer = body.verb(verb, preexec_fn=limited(kilobytes << 10))
            refused += answer.code != 0
            faults += [f"{verb}, {kilobytes} kB: {fault}" for fault in
                       ([] if answer.code == 0 else clear(answer)) + recovers(body, verb, reference, answer.code == 0)]
    if not refused:
        faults.append("no limit was met")
    check(f"a full disk: {len(days) * len(room)} runs with files of at most 1 kB to 8 MB, {refused} refused", faults)


def full_tmpfs(days: dict[str, Body], reference: judge.Reference, folder: Path) -> None:
    """Every verb in a file system of its own that has so much room and no more, then more of it."""
    faults, refused = [], 0
    mount, sizes = folder / "tmpfs", range(2_048, 11_000, 1_280)
    mount.mkdir()
    for verb, before in days.items():
        for kilobytes in sizes:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(mount)], check=True)
            try:
                copy(before.home, mount / "home")
                body = Body(before.binary, mount / "home")
                answer = body.verb(verb)
                refused += answer.code != 0
                subprocess.run(["mount", "-o", "remount,size=64m", str(mount)], check=True)
                faults += [f"{verb}, {kilobytes} kB: {fault}" for fault in ([] if answer.code == 0 else clear(answer))
                           + recovers(body, verb, reference, answer.code == 0)]
            finally:
                subprocess.run(["umount", str(mount)], check=True)
    if not refused:
        faults.append("no limit was met")
    check(f"a full disk: {len(days) * len(sizes)} runs in a tmpfs of 2 to 11 MB, {refused} refused, then more room",
          faults)


def as_nobody() -> dict:
    """Permissions bind nobody who is root."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def owned(home: Path) -> None:
    if os.geteuid() == 0:
        for path in [home, *home.rglob("*")]:
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)


def forbidden(days: dict[str, Body], reference: judge.Reference, folder: Path) -> None:
    """A file or folder of the register is taken away from a verb, or may only be read, and is given back."""
    faults, runs, before = [], 0, days["issue"]
    for part in ["", *sorted(str(path.relative_to(before.register)) for path in before.register.rglob("*"))]:
        for mode in (0o000, 0o555 if (before.register / part).is_dir() else 0o444):
            body = before.copied(folder / "forbidden")
            owned(body.home)
            path = body.register / part
            usual = path.stat().st_mode & 0o777
            path.chmod(mode)
            answer = body.verb("issue", **as_nobody())
            # The engine may have written this file anew.
            if path.exists():
                path.chmod(usual)
            runs += 1
            told = [] if answer.code == 0 else clear(answer)
            faults += [f"{part or 'the folder'} at {mode:03o}: {fault}" for fault in
                       told + recovers(body, "issue", reference, answer.code == 0)]
    check(f"a permission lost between two verbs: {runs} runs, each file and folder unreadable or read-only", faults)


def read_only(days: dict[str, Body], reference: judge.Reference, folder: Path) -> None:
    faults = []
    for verb, before in days.items():
        body = before.copied(folder / "read-only")
        owned(body.home)
        folders = [body.home, *(path for path in body.home.rglob("*") if path.is_dir())]
        files = [path for path in body.home.rglob("*") if path.is_file() and path.suffix not in (".key", ".txt")]
        for path in folders + files:
            path.chmod(path.stat().st_mode & 0o555)
        answer = body.verb(verb, **as_nobody())
        for path in folders + files:
            path.chmod(path.stat().st_mode | 0o200)
        faults += [f"{verb}: {fault}" for fault in clear(answer) + recovers(body, verb, reference, False)]
    check(f"a disk that may only be read: {len(days)} verbs", faults)


def denied_midway(days: dict[str, Body], reference: judge.Reference, folder: Path) -> None:
    """From the n-th opening of a file on, nothing may be opened any more."""
    faults, runs = [], 0
    for verb, before in days.items():
        # The first few load the program itself.
        for number in range(6, 42, 6):
            body = before.copied(folder / "midway")
            answer = body.verb(verb, ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=openat", "-e",
                                      f"inject=openat:error=EACCES:when={number}+"])
            runs += 1
            told = [] if answer.code == 0 else clear(answer)
            faults += [f"{verb}, from opening {number} on: {fault}" for fault in
                       told + recovers(body, verb, reference, answer.code == 0)]
    check(f"a permission lost in the middle: {runs} runs", faults)


def two(days: dict[str, Body], folder: Path) -> None:
    """While one process holds the register, another is told which; the first goes on."""
    faults = []
    body = days["issue"].copied(folder / "two")
    slow = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-e",
            "inject=fdatasync:delay_enter=1500000:when=1"]
    command = [*slow, str(body.binary), "--home", str(body.home), *body.words("issue")]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=body.home)
    deadline, holder = time.monotonic() + 20, ""
    while time.monotonic() < deadline and not holder:
        children = Path(f"/proc/{first.pid}/task/{first.pid}/children").read_text().split()
        written = (body.register / "lock").read_text()
        holder = written if written in children else ""
        time.sleep(0.02)
    for words in (body.words("issue"), ["ledger", "check"], body.words("decide")):
        begun = time.monotonic()
        answer = body.run(words)
        if answer.code != 69 or f"process {holder}" not in answer.err:
            faults.append(f"exit {answer.code}, {answer.told()}; process {holder} holds it")
        if time.monotonic() - begun > 10:
            faults.append("it waited")
    if first.wait(60) != 0:
        faults.append(f"the first process ended with {first.returncode}")
    faults += judge.whole(body, {})
    check("two processes: the second is told the first by its number, exit 69; the first goes on", faults)


def can_mount(folder: Path) -> bool:
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(folder)], capture_output=True).returncode == 0
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)
    return mounted


def run(body: Body, scratch: Path) -> None:
    folder = scratch / "scarce"
    folder.mkdir()
    day, days = body.copied(folder / "day"), {}
    for verb in VERBS:
        days[verb] = day.copied(folder / f"before-{verb}")
        assert day.verb(verb).code == 0
    reference = judge.Reference.of(day)
    if os.geteuid() == 0:
        for path in (scratch, folder):
            path.chmod(0o711)
    if can_mount(folder / "mount"):
        full_tmpfs(days, reference, folder)
    else:
        print("no file system may be mounted here: the full disk is a limit on files instead")
    full(days, reference, folder)
    read_only(days, reference, folder)
    forbidden(days, reference, folder)
    denied_midway(days, reference, folder)
    two(days, folder)
    shutil.rmtree(folder)
