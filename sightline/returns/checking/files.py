"""Finds the returns in what was named: a file, a folder of files, or a zip of either."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from sightline.returns.checking.notices import CannotCheck, Notice

if TYPE_CHECKING:
    import zipfile

MOST_BYTES = 4_000_000_000  # of one zip, unpacked
_TABLES = (".csv", ".tsv", ".txt")
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Part:
    """One file: what messages call it, and how it is opened."""

    name: str
    open: Callable[[], IO[bytes]]


@dataclass(slots=True)
class Given:
    """The files of one return: one XML file, or any number of tables."""

    name: str
    xml: Part | None = None
    tables: list[Part] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def returns_in(path: Path) -> list[Given]:
    """Every return in a path. Raises CannotCheck when there is none."""
    if not path.exists():
        raise CannotCheck(str(path), None, "there is no such file or folder.", "Check the path.")
    found = list(_in_folder(path) if path.is_dir() else _in_file(path))
    if not found:
        raise CannotCheck(
            str(path),
            None,
            "there is neither a census XML nor a CSV table in it.",
            "Name a census XML, a folder of CSV files, or a zip of either.",
        )
    return found


def _in_file(path: Path) -> Iterator[Given]:
    with path.open("rb") as file:
        head = file.read(4)
    if head == _ZIP and path.suffix.lower() not in (".xlsx", ".xlsm"):
        yield from _in_zip(path)
    elif path.suffix.lower() in _TABLES:
        yield Given(path.name, tables=[Part(path.name, lambda: path.open("rb"))])
    else:
        yield Given(path.name, xml=Part(path.name, lambda: path.open("rb")))


def _in_folder(folder: Path) -> Iterator[Given]:
    inside = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    files = [path for path in inside if path.is_file()]
    tables = [path for path in files if path.suffix.lower() in _TABLES]
    if tables:
        yield Given(
            folder.name or str(folder),
            tables=[Part(path.name, lambda path=path: path.open("rb")) for path in tables],  # type: ignore[misc]
            notices=[_not_read(path.name) for path in files if path.suffix.lower() in (".xlsx", ".xls", ".xlsm")],
        )
    for path in files:
        if path.suffix.lower() in (".xml", ".zip"):
            yield from _in_file(path)
    if not tables:
        for path in inside:
            if path.is_dir():
                yield from _in_folder(path)


def _not_read(name: str) -> Notice:
    return Notice(name, None, "it is a workbook, and was not read.", "Save each sheet of it as CSV.")


def _in_zip(path: Path) -> Iterator[Given]:
    import zipfile

    try:
        packed = zipfile.ZipFile(path)
        members = [member for member in packed.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise CannotCheck(path.name, None, f"the zip is broken ({error}).", "Make it again.") from None
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise CannotCheck(
            path.name, None, f"it would unpack to more than {MOST_BYTES / 1e9:g} GB.", "Check where it came from."
        )

    def part(member: zipfile.ZipInfo) -> Part:
        return Part(f"{path.name}/{member.filename}", lambda: _unpacked(packed, member, path.name))

    folders: dict[PurePosixPath, Given] = {}
    for member in sorted(members, key=lambda member: member.filename):
        inside = PurePosixPath(member.filename)
        if inside.name.startswith((".", "~$")) or "__MACOSX" in inside.parts:
            continue
        kind = inside.suffix.lower()
        if kind in _TABLES:
            name = path.name if inside.parent == PurePosixPath(".") else f"{path.name}/{inside.parent}"
            folders.setdefault(inside.parent, Given(name)).tables.append(part(member))
        elif kind == ".xml":
            yield Given(f"{path.name}/{member.filename}", xml=part(member))
    yield from folders.values()


def _unpacked(packed: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> IO[bytes]:
    from zipfile import BadZipFile

    try:
        with packed.open(member) as file:
            data = file.read(member.file_size + 1)
    except (BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise CannotCheck(
            f"{name}/{member.filename}", None, f"it cannot be unpacked ({error}).", "Zip it again."
        ) from None
    except Exception as error:  # zlib.error and the like: whatever the packing was
        raise CannotCheck(
            f"{name}/{member.filename}", None, f"it cannot be unpacked ({error}).", "Zip it again."
        ) from None
    return BytesIO(data)
