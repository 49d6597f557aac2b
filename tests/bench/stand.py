"""A demo with its server, for the measurements beside: where it listens, what it has used, how it is asked.

Measures nothing itself."""

import http.client
import json
import os
import re
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


class Stand:
    """A server on a demo that was made anew."""

    def __init__(self, attesto, demo):
        self.attesto, self.demo = attesto, demo
        subprocess.run([attesto, "demo", "--into", demo], check=True, stdout=subprocess.DEVNULL)
        words = [attesto, "--home", demo, "--json", "serve", "--listen", "127.0.0.1:0", "--trust", f"{demo}/trust.toml"]
        # A single client asks for everything here.
        more = {**os.environ, "ATTESTO__SERVE__PER_MINUTE": "100000000"}
        self.server = subprocess.Popen(words, stdout=subprocess.PIPE, env=more)
        said = json.loads(self.server.stdout.readline())
        self.address, self.base = said["listening"], said["base_path"]
        self.list = f"{self.base}/status/1/revocation.json"

    def badges(self):
        return sorted(os.listdir(f"{self.demo}/out"))

    def badge(self, number):
        with open(f"{self.demo}/out/{number}/badge.json", "rb") as file:
            return file.read()

    def connection(self):
        return http.client.HTTPConnection(self.address, timeout=10)

    def cpu_seconds(self):
        """User and system time of the server, all its threads."""
        with open(f"/proc/{self.server.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mib(self):
        with open(f"/proc/{self.server.pid}/status") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read())[1]) / 1024

    def wrk(self, seconds, *words, path=None, connections=64):
        """Requests in a second, and the 99th percentile in milliseconds."""
        # What the run before left under way ends first.
        time.sleep(0.3)
        words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *words, f"http://{self.address}{path or self.list}"]
        said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in said and "304" not in " ".join(words):
            raise SystemExit(f"wrk met refusals:\n{said}")
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
        number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
        return rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    def act(self, act, number, cause):
        secret = f"{self.demo}/secrets/decider-1.txt"
        words = [self.attesto, "--home", self.demo, "status", act, number, "--cause", cause, "--officer", "decider-1"]
        subprocess.run([*words, "--passphrase-file", secret], check=True, stdout=subprocess.DEVNULL)

    def verdict(self, connection, badge):
        connection.request("POST", "/verify", badge, {"Content-Type": "application/vc"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"verify answered {answer.status}: {body[:300]}")
        return json.loads(body)["verdict"]

    def stop(self):
        """Ends it as a service manager does; gives its exit code."""
        self.server.terminate()
        return self.server.wait(timeout=30)
