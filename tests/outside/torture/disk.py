"""A disk that loses its power: what is durable, what is only in its cache, and the states that a crash can leave.

Durable is what an fsync or fdatasync covered; `sync_file_range` counts as nothing. Of the rest each write is there,
not there, or there in some of its 512-byte sectors; each creation, rename and unlink is there or not until its folder
was synced.
"""

import copy
import os
import random
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from trace import Call

SECTOR = 512
ZERO = bytes(SECTOR)


@dataclass
class Content:
    """The bytes of a file: a size, and the sectors that are not empty."""

    size: int = 0
    sectors: dict[int, bytes] = field(default_factory=dict)

    def resize(self, size: int) -> None:
        if size < self.size:
            last = size // SECTOR
            self.sectors = {at: data for at, data in self.sectors.items() if at <= last}
            if last in self.sectors:
                self.put(last, self.sectors[last][:size % SECTOR].ljust(SECTOR, b"\0"))
        self.size = size

    def put(self, at: int, data: bytes) -> None:
        if data == ZERO:
            self.sectors.pop(at, None)
        else:
            self.sectors[at] = data

    def write(self, offset: int, data: bytes, kept) -> None:
        """Writes the sectors that `kept` takes; the size grows to the end of the last of them."""
        end = offset + len(data)
        for at in range(offset // SECTOR, -(-end // SECTOR)):
            if not kept(at):
                continue
            low, high = max(offset, at * SECTOR), min(end, (at + 1) * SECTOR)
            piece = data[low - offset:high - offset]
            if len(piece) < SECTOR:
                old = self.sectors.get(at, ZERO)
                piece = old[:low - at * SECTOR] + piece + old[high - at * SECTOR:]
            self.put(at, piece)
            self.size = max(self.size, high)

    def save(self, path: Path) -> None:
        with open(path, "wb") as file:
            run, begin = b"", -1
            for at, data in [*sorted(self.sectors.items()), (-1, b"")]:
                if run and at * SECTOR != begin + len(run):
                    os.pwrite(file.fileno(), run, begin)
                    run = b""
                begin = at * SECTOR if not run else begin
                run += data
            os.ftruncate(file.fileno(), self.size)


@dataclass
class Change:
    """A write or a cut of a file that no sync has covered."""

    ended: int
    offset: int
    data: bytes
    cut: bool = False

    def apply(self, content: Content, kept=lambda sector: True) -> None:
        if self.cut:
            content.resize(self.offset)
        else:
            content.write(self.offset, self.data, kept)


@dataclass
class File:
    durable: Content = field(default_factory=Content)
    live: Content = field(default_factory=Content)
    pending: list[Change] = field(default_factory=list)
    mode: int = 0o600


@dataclass
class Folder:
    """Names to nodes, as they stand after a crash at best and at worst; the steps between are not durable."""

    durable: dict[str, int] = field(default_factory=dict)
    live: dict[str, int] = field(default_factory=dict)
    pending: list[tuple[int, dict[str, int | None]]] = field(default_factory=list)
    mode: int = 0o700


class Disk:
    """The folder of one installation, and what became of it call by call."""

    def __init__(self, root: Path) -> None:
        self.root, self.nodes, self.begun = root, {}, {}
        self._load(root)

    def _load(self, path: Path) -> int:
        number = len(self.nodes)
        mode = path.stat().st_mode & 0o777
        if path.is_dir():
            folder = self.nodes[number] = Folder(mode=mode)
            for inner in sorted(path.iterdir()):
                folder.durable[inner.name] = self._load(inner)
            folder.live = dict(folder.durable)
        else:
            file = self.nodes[number] = File(mode=mode)
            file.durable.write(0, path.read_bytes(), lambda sector: True)
            file.live = copy.deepcopy(file.durable)
        return number

    def inside(self, path: str) -> bool:
        return PurePosixPath(path).is_relative_to(self.root)

    def _node(self, path: str):
        node = self.nodes[0]
        for name in PurePosixPath(path).relative_to(self.root).parts:
            node = self.nodes[node.live[name]]
        return node

    def _link(self, ended: int, path: str, node: int | None, gone: str | None = None) -> None:
        folder = self._node(str(PurePosixPath(path).parent))
        step = {PurePosixPath(path).name: node} | ({PurePosixPath(gone).name: None} if gone else {})
        for name, target in step.items():
            folder.live.pop(name, None)
            if target is not None:
                folder.live[name] = target
        folder.pending.append((ended, step))

    def apply(self, call: Call) -> None:
        """Takes one call in, as the living system sees it."""
        if call.name == "openat":
            if call.flags & {"O_CREAT", "O_TRUNC"}:
                self._open(call)
        elif call.name == "mkdir":
            self.nodes[len(self.nodes)] = Folder()
            self._link(call.ended, call.path, len(self.nodes) - 1)
        elif call.name == "rename":
            folders = {str(PurePosixPath(path).parent) for path in (call.path, call.to)}
            assert len(folders) == 1, f"a rename from one folder to another: {call.path}, {call.to}"
            moved = self._node(folders.pop()).live[PurePosixPath(call.path).name]
            self._link(call.ended, call.to, moved, call.path)
        elif call.name == "unlink":
            self._link(call.ended, call.path, None)
        elif call.name in ("write", "pwrite64"):
            file = self._node(call.path)
            offset = file.live.size if call.offset < 0 else call.offset
            self._change(file, Change(call.ended, offset, call.data))
        elif call.name in ("ftruncate", "fallocate"):
            file = self._node(call.path)
            size = call.length if call.name == "ftruncate" else max(file.live.size, call.offset + call.length)
            self._change(file, Change(call.ended, size, b"", cut=True))
        elif call.name in ("fsync", "fdatasync"):
            self._sync(self._node(call.path), call.begun)

    def _open(self, call: Call) -> None:
        folder = self._node(str(PurePosixPath(call.path).parent))
        name = PurePosixPath(call.path).name
        if name not in folder.live and "O_CREAT" in call.flags:
            self.nodes[len(self.nodes)] = File()
            self._link(call.ended, call.path, len(self.nodes) - 1)
        elif "O_TRUNC" in call.flags:
            self._change(self.nodes[folder.live[name]], Change(call.ended, 0, b"", cut=True))

    def _change(self, file: File, change: Change) -> None:
        change.apply(file.live)
        file.pending.append(change)

    def _sync(self, node: File | Folder, begun: int) -> None:
        """What had ended before the sync began is durable now."""
        if isinstance(node, Folder):
            for _, step in [entry for entry in node.pending if entry[0] < begun]:
                enact(node.durable, step)
            node.pending = [entry for entry in node.pending if entry[0] >= begun]
            return
        for change in [change for change in node.pending if change.ended < begun]:
            change.apply(node.durable)
        node.pending = [change for change in node.pending if change.ended >= begun]

    def crashed(self, chance: random.Random, image: Path) -> None:
        """Writes one state that a loss of power at this moment can leave."""
        way = chance.choice(("nothing", "half", "sectors", "sectors", "mixed"))
        names = chance.choice(("nothing", "everything", "half", "half"))
        self._save(self.nodes[0], image, way, names, chance)

    def _save(self, folder: Folder, image: Path, way: str, names: str, chance: random.Random) -> None:
        entries = dict(folder.durable)
        for _, step in folder.pending:
            if names == "everything" or names == "half" and chance.random() < 0.5:
                enact(entries, step)
        image.mkdir(mode=0o700)
        for name, number in entries.items():
            node = self.nodes[number]
            if isinstance(node, Folder):
                self._save(node, image / name, way, names, chance)
            else:
                survivor(node, way, chance).save(image / name)
            (image / name).chmod(node.mode)


def enact(entries: dict[str, int], step: dict[str, int | None]) -> None:
    for name, target in step.items():
        entries.pop(name, None)
        if target is not None:
            entries[name] = target


def survivor(file: File, way: str, chance: random.Random) -> Content:
    """The bytes of a file after the crash."""
    if not file.pending or way == "nothing":
        return file.durable
    content = Content(file.durable.size, dict(file.durable.sectors))
    for change in file.pending:
        one = chance.choice(("nothing", "whole", "sectors")) if way == "mixed" else way
        if change.cut or one in ("half", "whole"):
            if one == "whole" or chance.random() < 0.5:
                change.apply(content)
        elif one == "sectors":
            change.apply(content, lambda sector: chance.random() < 0.5)
    return content
