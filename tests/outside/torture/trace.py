"""What a process asked of the disk, in order, read off `strace -f -y -xx`. Knows no file system: disk.py does."""

import re
from dataclasses import dataclass, field
from pathlib import Path

CALLS = ("openat,write,pwrite64,ftruncate,fallocate,fsync,fdatasync,sync_file_range,"
         "rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,truncate,copy_file_range,sendfile,"
         "writev,pwritev,pwritev2")
# Calls that change files in a way the disk model does not know: their appearance is a failure, not a guess.
UNKNOWN = {"link", "linkat", "truncate", "copy_file_range", "writev", "pwritev", "pwritev2", "renameat", "renameat2",
           "mkdirat", "sendfile", "rmdir"}

_LINE = re.compile(rb"^(\d+) +(\w+)\((.*)\) += (-?\d+)")
_BEGUN = re.compile(rb"^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(rb"^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+)")
_FD = re.compile(rb"^(-?\w+)<((?:\\x[0-9a-f]{2})*)>")


@dataclass
class Call:
    """One call that succeeded. `begun` and `ended` are places in the trace."""

    name: str
    begun: int
    ended: int
    fd: int = -1
    path: str = ""
    to: str = ""
    data: bytes = b""
    offset: int = 0
    length: int = 0
    flags: set[str] = field(default_factory=set)


def plain(escaped: bytes) -> bytes:
    return bytes.fromhex(escaped.replace(b"\\x", b"").decode())


def strace(into: Path) -> list[str]:
    """The words before a command that record what it asks of the disk."""
    return ["strace", "-f", "-y", "-xx", "-s", "17000000", "-o", str(into), "-e", f"trace={CALLS}"]


def read(path: Path) -> list[Call]:
    """The calls that succeeded, by when they ended."""
    calls, begun = [], {}
    for place, line in enumerate(path.read_bytes().split(b"\n")):
        if match := _BEGUN.match(line):
            begun[match[1], match[2]] = (place, match[3])
            continue
        if match := _RESUMED.match(line):
            start, arguments = begun.pop((match[1], match[2]))
            arguments += match[3]
        elif match := _LINE.match(line):
            start, arguments = place, match[3]
        else:
            continue
        if int(match[4]) >= 0:
            calls += _call(match[2].decode(), arguments, int(match[4]), start, place)
    return calls


def _call(name: str, arguments: bytes, result: int, begun: int, ended: int) -> list[Call]:
    if name in UNKNOWN:
        raise SystemExit(f"FAIL  the disk model does not know {name}: teach it\n0 passed, 1 failed")
    call = Call(name, begun, ended)
    # Under -xx no text holds a quote of its own.
    parts = arguments.split(b'"')
    texts = [plain(text) for text in parts[1::2]]
    numbers = [int(word) for word in b"".join(parts[::2]).split(b", ") if word.isdigit()]
    if name == "unlinkat":
        folder = plain(_FD.match(arguments)[2]).decode()
        call.name, call.path = "unlink", str(Path(folder) / texts[0].decode())
        call.flags = {"AT_REMOVEDIR"} if b"AT_REMOVEDIR" in arguments else set()
    elif name == "openat":
        folder = plain(_FD.match(arguments)[2]).decode()
        call.path = str(Path(folder) / texts[0].decode())
        call.flags = {flag for flag in ("O_CREAT", "O_TRUNC", "O_APPEND") if flag.encode() in arguments}
    elif name in ("rename", "mkdir", "unlink"):
        call.path, call.to = texts[0].decode(), texts[1].decode() if len(texts) > 1 else ""
    else:
        fd = _FD.match(arguments)
        call.fd, call.path = int(fd[1]), plain(fd[2]).decode()
        if name in ("write", "pwrite64"):
            # Only what was really written counts; a short write is retried by a call of its own.
            call.data = texts[0][:result]
            call.offset = numbers[-1] if name == "pwrite64" else -1
        elif name == "ftruncate":
            call.length = numbers[-1]
        elif name == "fallocate":
            call.offset, call.length = numbers[-2:]
    return [call]
