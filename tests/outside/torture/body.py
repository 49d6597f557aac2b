"""A small certification body in a folder, and its verbs. Three candidates are certified, the others refused."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SCHEME, PILOT = ROOT / "crates" / "attesto" / "demo" / "scheme.toml", ROOT / "tests" / "pilot"
OFFICERS = {"decider-1": "decide", "approver-1": "approve", "issuer-1": "issue", "examiner-gr": "examine",
            "trainer-1": "train", "trainer-2": "train"}
VERBS = ("decide", "approve", "issue")
CERTIFIED = 3
# So many that the sheet is larger than a value of the store, and lies in a file of its own.
REFUSED = 60
COHORT = """format = 1
id = "torture"
scheme = "https://attesto.example/demo-body/schemes/social-innovation-manager/1.0"
title = "Torture"
zone = "Europe/Brussels"
trainers = ["trainer-1", "trainer-2"]
[[files]]
path = "cohort.csv"
country = "GR"
language = "el"
"""


# Verbs that say with exit 73 that they were done before; issuing again simply writes the same files.
SAY_DONE = ("decide", "approve")


@dataclass
class Answer:
    """What a run came to; a negative code is the signal that ended it."""

    code: int
    out: str
    err: str

    def json(self) -> dict:
        return json.loads(self.out)

    def told(self) -> str:
        """The end of what was said, for a person who must understand a failure."""
        return " ".join(self.err.split())[-400:] or "(nothing)"


@dataclass
class Body:
    """An installation; the binary is the one under test."""

    binary: Path
    home: Path

    def run(self, words: list[str], before: list[str] | None = None, **how) -> Answer:
        """Runs a command in this installation, perhaps under another program."""
        command = (before or []) + [str(self.binary), "--home", str(self.home)] + words
        try:
            ran = subprocess.run(command, capture_output=True, timeout=120, cwd=self.home, **how)
        except subprocess.TimeoutExpired:
            return Answer(-1000, "", "no end after 120 s")
        return Answer(ran.returncode, ran.stdout.decode(errors="replace"), ran.stderr.decode(errors="replace"))

    def words(self, verb: str) -> list[str]:
        """A verb of the day, at its hour. The sheet is the one decided last."""
        secret = ["--passphrase-file", str(self.home / "secrets.txt")]
        if verb == "decide":
            return ["--json", "--at", "2026-11-24T09:00:00Z", "decide", str(self.home / "cohort.toml"),
                    "--scheme", str(self.home / "scheme.toml"), "--officer", "decider-1", *secret]
        if verb == "approve":
            return ["--json", "--at", "2026-11-24T10:00:00Z", "approve", self.sheet(), "--officer", "approver-1",
                    *secret]
        return ["--json", "--at", "2026-11-24T11:00:00Z", "issue", self.sheet(), "--officer", "issuer-1", *secret]

    def verb(self, verb: str, before: list[str] | None = None, **how) -> Answer:
        return self.run(self.words(verb), before, **how)

    def sheet(self) -> str:
        """The digest of the sheet that the journal has last."""
        lines = (self.register / "data" / "journal.jsonl").read_text().splitlines()
        return [json.loads(line)["body"]["sheet"] for line in lines if '"act":"decision"' in line][-1]

    def check(self) -> Answer:
        return self.run(["--json", "--at", "2026-11-25T09:00:00Z", "ledger", "check"])

    @property
    def register(self) -> Path:
        return self.home / "register"

    def badges(self) -> dict[str, bytes]:
        """What left the house: the sealed text of each certificate, by number."""
        return {path.parent.name: path.read_bytes() for path in sorted(self.home.glob("out/*/badge.json"))}

    def copied(self, home: Path) -> "Body":
        """The same body in another folder, which is emptied first."""
        shutil.rmtree(home, ignore_errors=True)
        copy(self.home, home)
        return Body(self.binary, home)


def copy(source: Path, target: Path) -> None:
    """Copies a folder; what is empty in a file takes no room."""
    target.mkdir(mode=source.stat().st_mode & 0o777)
    for path in source.iterdir():
        if path.is_dir():
            copy(path, target / path.name)
        else:
            copy_sparse(path, target / path.name)


def copy_sparse(source: Path, target: Path) -> None:
    data, block = source.read_bytes(), 1 << 16
    with open(target, "wb", opener=lambda name, flags: os.open(name, flags, source.stat().st_mode & 0o777)) as file:
        for at in range(0, len(data), block):
            if data.count(0, at, at + block) < len(data[at:at + block]):
                file.seek(at)
                file.write(data[at:at + block])
        file.truncate(len(data))


def rows() -> str:
    """Three rows of the plain pilot cohort as they are, and invented people who did badly in the test."""
    header, *good = (PILOT / "greece.csv").read_text().splitlines()[:1 + CERTIFIED]
    columns = header.split(",")
    lines = [header, *good]
    for number in range(REFUSED):
        row = dict(zip(columns, good[0].split(",")))
        letters = "".join(chr(ord("a") + digit) for digit in divmod(number, 10))
        row |= {"candidate": f"GR-{number + 100}", "family_name_latin": f"Fail{letters}", "test": "11",
                "family_name": f"Fail{letters}", "email": f"fail{letters}@grammateia.example"}
        lines.append(",".join(row[column] for column in columns))
    return "\n".join(lines) + "\n"


def made(binary: Path, home: Path) -> Body:
    """Makes the body: keys, officers, inputs; no act yet."""
    home.mkdir()
    home.chmod(0o700)
    body = Body(binary, home)
    (home / "cohort.toml").write_text(COHORT)
    (home / "cohort.csv").write_text(rows())
    shutil.copy(SCHEME, home / "scheme.toml")
    secret = home / "secrets.txt"
    secret.write_text("a passphrase of the torture\n")
    secret.chmod(0o600)
    done(body.run(["init", "--name", "Torture (fictitious)", "--base-url", "https://attesto.example/demo-body",
                   "--zone", "Europe/Athens", "--passphrase-file", str(secret)]))
    for officer, duty in OFFICERS.items():
        done(body.run(["officer", "add", officer, "--name", f"Invented {officer}", "--duty", duty,
                       "--passphrase-file", str(secret)]))
    return body


def done(answer: Answer) -> Answer:
    """What must work for there to be anything to torture."""
    if answer.code != 0:
        raise SystemExit(f"FAIL  the body could not be made: exit {answer.code}, {answer.told()}\n0 passed, 1 failed")
    return answer
