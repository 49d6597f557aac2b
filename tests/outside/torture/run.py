"""The register under torture: faults of the system, loss of power, damage at rest, scarcity; then `ledger check`.

    python3 tests/outside/torture/run.py target/debug/attesto [--all] [--seed N] [--only PART]

Standard library and strace only. Without --all a budget holds it to a few minutes on two cores.
"""

import argparse
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

import body
import inject
import power
import rest
import scarce
import tally

STATES, TRIALS, INJECTIONS = 2_000, 1_000, 150


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=Path)
    parser.add_argument("--all", action="store_true", help="every injection, ten times the states and trials")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"), help="to do the same again")
    parser.add_argument("--only", choices=("inject", "power", "rest", "scarce"), help="one part")
    return parser.parse_args()


def main() -> None:
    given, workers = arguments(), max(os.cpu_count() or 1, 2)
    # Whoever ends this wants the memory back that it works in.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if shutil.which("strace") is None:
        sys.exit("FAIL  strace is missing; install it and run this again\n0 passed, 1 failed")
    multiprocessing.set_start_method("fork")
    # In memory where that is possible: what is tortured is the order of the calls, not the disk of this machine.
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        scratch = Path(folder)
        # Others must come in for the parts that are done as nobody.
        scratch.chmod(0o711)
        binary = scratch / "attesto"
        shutil.copy(given.binary, binary)
        small, times = body.made(binary, scratch / "body"), 10 if given.all else 1
        print(f"seed {given.seed}, {workers} workers", flush=True)
        parts = {
            "inject": lambda: inject.run(small, scratch, given.seed, None if given.all else INJECTIONS, workers),
            "power": lambda: power.run(small, scratch, given.seed, times * STATES, workers),
            "rest": lambda: rest.run(small, scratch, given.seed, times * TRIALS, workers),
            "scarce": lambda: scarce.run(small, scratch),
        }
        for name, part in parts.items():
            if given.only in (None, name):
                part()
    tally.finish()


main()
