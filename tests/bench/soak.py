"""The public side under load for a while: lists, verdicts, refusals, a certification that is suspended and lifted.

Run by tests/bench/soak."""

import sys
import threading
import time

from stand import Stand

stand, seconds = Stand(sys.argv[1], sys.argv[2]), int(sys.argv[3])
ends, faults, counts = time.monotonic() + seconds, [], {"verdicts": 0, "refusals": 0, "acts": 0, "lists": 0}


def until_the_end(work):
    def keep_on():
        while time.monotonic() < ends:
            try:
                work()
            except BaseException as fault:  # whatever it is, the run has failed
                faults.append(repr(fault))
                return

    return threading.Thread(target=keep_on)


numbers = stand.badges()
valid, turned = stand.badge(numbers[8]), numbers[9]
asking, refused = stand.connection(), stand.connection()


def verdicts():
    counts["verdicts"] += 1
    if stand.verdict(asking, valid) != "valid":
        faults.append("a good badge was not valid")


def refusals():
    counts["refusals"] += 1
    sent = [b"{", b"hello", b"\x89PNG\r\n\x1a\n", b"x" * 100_000][counts["refusals"] % 4]
    refused.request("POST", "/verify", sent, {"Content-Type": "application/octet-stream"})
    answer = refused.getresponse()
    answer.read()
    if answer.status != 400:
        faults.append(f"{answer.status} for a body that is no credential")


def acts():
    for act, cause, wanted in [("suspend", "complaint", "not-valid"), ("lift", "cleared", "valid")]:
        stand.act(act, turned, cause)
        counts["acts"] += 1
        if stand.verdict(stand.connection(), stand.badge(turned)) != wanted:
            faults.append(f"after {act} the public did not read {wanted}")
    time.sleep(5)


def lists():
    counts["lists"] += int(stand.wrk(5, connections=32)[0] * 5)


works = [until_the_end(work) for work in (verdicts, refusals, acts, lists)]
for work in works:
    work.start()
print("| after s | memory MiB |\n|--:|--:|", flush=True)
memory = []
for tenth in range(1, 11):
    time.sleep(max(0, ends - seconds + seconds * tenth / 10 - time.monotonic()))
    memory.append(stand.memory_mib())
    print(f"| {seconds * tenth // 10} | {memory[-1]:.1f} |", flush=True)
for work in works:
    work.join()
connection = stand.connection()
connection.request("GET", "/metrics")
ours = [line for line in connection.getresponse().read().decode().splitlines() if 'status="5' in line]
faults += [f"the server counted {line}" for line in ours]
code = stand.stop()
if code != 0:
    faults.append(f"the server ended with {code}")
# The first tenth fills what is kept; from then on it is flat.
if memory[-1] > 1.5 * memory[0]:
    faults.append(f"memory grew from {memory[0]:.1f} to {memory[-1]:.1f} MiB")
print(f"\n{', '.join(f'{count} {what}' for what, count in counts.items())}")
print("no fault" if not faults else "FAULTS: " + "; ".join(faults[:20]))
sys.exit(1 if faults else 0)
