"""What reading status lists, verifying, and a suspension cost on the public side.

Run by tests/bench/serve."""

import os
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from stand import Stand

RUNS, SECONDS, CASES = 5, 6, 1000


def reads(stand):
    connection = stand.connection()
    connection.request("GET", stand.list)
    answer = connection.getresponse()
    size, mark = len(answer.read()), answer.headers["etag"]
    rows = [(f"the whole list, {size} bytes", []), ("the same, unchanged since (304)", ["-H", f"If-None-Match: {mark}"])]
    print("| status list reads, 64 connections | per s | p99 ms |\n|---|--:|--:|")
    for what, words in rows:
        stand.wrk(1, *words)
        runs = [stand.wrk(SECONDS, *words) for _ in range(RUNS)]
        rate, p99 = (statistics.median(each) for each in zip(*runs))
        print(f"| {what}: median of {RUNS} | {rate:.0f} | {p99:.1f} |")
        print(f"| the least and the most | {min(runs)[0]:.0f} to {max(runs)[0]:.0f} | {min(r[1] for r in runs):.1f} to {max(r[1] for r in runs):.1f} |")


def cpu_of(*words):
    """CPU seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def judged_alone(stand, number):
    """CPU microseconds for one more file of `attesto verify`, with the lists at hand and no web."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = f"{folder}/few", f"{folder}/many"
        for where, count in [(few, 2), (many, CASES + 2)]:
            os.mkdir(where)
            for at in range(count):
                shutil.copy(f"{stand.demo}/out/{number}/badge.json", f"{where}/{at}.json")
        words = ["--json", "verify", "--trust", f"{stand.demo}/trust.toml", "--material", f"{stand.demo}/public"]
        more, less = (cpu_of(stand.attesto, *words, where) for where in (many, few))
        return (more - less) / CASES * 1e6


def judged_over_http(stand, number):
    """CPU microseconds of the server for one more POST /verify."""
    connection, badge = stand.connection(), stand.badge(number)
    before = stand.cpu_seconds()
    for _ in range(CASES):
        assert stand.verdict(connection, badge) == "valid"
    return (stand.cpu_seconds() - before) / CASES * 1e6


def verifying(stand):
    number = stand.badges()[8]
    stand.verdict(stand.connection(), stand.badge(number))
    # Side by side, so that whatever else runs slows both.
    runs = [(judged_alone(stand, number), judged_over_http(stand, number)) for _ in range(RUNS)]
    alone, over, ratio = (statistics.median(each) for each in zip(*[(a, o, o / a) for a, o in runs]))
    ratios = [o / a for a, o in runs]
    print("\n| to judge a badge with its status | CPU µs |\n|---|--:|")
    print(f"| one more file of `attesto verify`, lists at hand | {alone:.0f} |\n| one more `POST /verify` | {over:.0f} |")
    print(f"| the second in the first: median of {RUNS} (least to most) | {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f}) |")


def judging(stand):
    """Verdicts in a second where many ask at a time, the load generator beside the server."""
    number, sample = stand.badges()[8], f"{stand.demo}/sample.json"
    subprocess.run([*shlex.split(os.environ["SAMPLE"]), stand.demo, sample], check=True)
    print("\n| POST /verify, 64 connections, both cores | per s | p99 ms | CPU µs of the server |\n|---|--:|--:|--:|")
    for path in [sample, f"{stand.demo}/out/{number}/badge.json"]:
        with open(path, "rb") as file:
            badge = file.read()
        assert stand.verdict(stand.connection(), badge) == "valid"
        script = f"{stand.demo}/post.lua"
        with open(script, "w") as lua:
            lua.write(f'local file = io.open("{path}", "rb")\nwrk.method, wrk.body = "POST", file:read("*a")\n')
            lua.write('wrk.headers["Content-Type"] = "application/vc"\n')
        stand.wrk(1, "-s", script, path="/verify")
        runs = []
        for _ in range(RUNS):
            before = stand.cpu_seconds()
            rate, p99 = stand.wrk(SECONDS, "-s", script, path="/verify")
            runs.append((rate, p99, (stand.cpu_seconds() - before) / (rate * SECONDS) * 1e6))
        rate, p99, cpu = (statistics.median(each) for each in zip(*runs))
        print(f"| {len(badge)} bytes: median of {RUNS} | {rate:.0f} | {p99:.1f} | {cpu:.0f} |")
        print(f"| the least and the most | {min(runs)[0]:.0f} to {max(runs)[0]:.0f} | {min(r[1] for r in runs):.1f} to {max(r[1] for r in runs):.1f} | |")


def seen(stand, badge, wanted, moments):
    connection = stand.connection()
    while stand.verdict(connection, badge) != wanted:
        time.sleep(0.002)
    moments.append(time.monotonic())


def suspending(stand):
    number, from_key, from_return = stand.badges()[9], [], []
    badge = stand.badge(number)
    for _ in range(RUNS):
        for act, cause, wanted in [("suspend", "complaint", "not-valid"), ("lift", "cleared", "valid")]:
            moments = []
            reader = threading.Thread(target=seen, args=(stand, badge, wanted, moments))
            reader.start()
            begun = time.monotonic()
            stand.act(act, number, cause)
            ended = time.monotonic()
            reader.join()
            from_key.append(moments[0] - begun)
            from_return.append(moments[0] - ended)
    print("\n| a suspension or its lifting, seen by whoever asks every 2 ms | s |\n|---|--:|")
    print(f"| from the beginning of the act: median, most | {statistics.median(from_key):.2f}, {max(from_key):.2f} |")
    print(f"| after the act has returned: most (negative: before) | {max(from_return):.3f} |")


stand = Stand(sys.argv[1], sys.argv[2])
try:
    reads(stand)
    verifying(stand)
    judging(stand)
    suspending(stand)
    print(f"\nmemory of the server at the end: {stand.memory_mib():.0f} MiB")
finally:
    code = stand.stop()
print(f"it ended with {code}")
