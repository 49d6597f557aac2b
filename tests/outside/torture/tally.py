"""Counts checks and says each in a line: `ok …` or `FAIL …`. Never skips; one failure makes the exit code 1."""

import sys

_passed = 0
_failed = 0


def check(name: str, faults: list[str]) -> None:
    """One check that passed if nothing is wrong; the first few of what is wrong are told."""
    global _passed, _failed
    if not faults:
        _passed += 1
        print(f"ok    {name}", flush=True)
        return
    _failed += 1
    print(f"FAIL  {name}: {len(faults)} fault(s)", flush=True)
    for fault in faults[:8]:
        print(f"      {fault}", flush=True)


def finish() -> None:
    """Says the sum in the form that `tests/outside/run` adds up."""
    print(f"{_passed} passed, {_failed} failed")
    sys.exit(1 if _failed or not _passed else 0)
