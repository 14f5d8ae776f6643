"""The bytes of a census file: read as often as needed, and refused when they are plainly something else."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from os import PathLike, fspath
from pathlib import Path
from typing import IO

from sightline.returns.cin.faults import NotACensus, as_shown

_CHUNK = 1 << 16
SAVE_AS_UTF8 = "Save or export the file as UTF-8."


class Source:
    """The bytes of the file, which may be read through more than once."""

    def __init__(self, source: str | PathLike[str] | IO[bytes], name: str | None) -> None:
        self._owned = True
        if isinstance(source, str | PathLike):
            self._handle: IO[bytes] = Path(fspath(source)).open("rb")  # noqa: SIM115 (closed by close)
            found: object = Path(fspath(source)).name
        else:
            found = getattr(source, "name", None)
            if hasattr(source, "seekable") and not source.seekable():
                import tempfile

                self._handle = tempfile.TemporaryFile()  # noqa: SIM115 (closed by close)
                while chunk := source.read(_CHUNK):
                    self._handle.write(chunk)
            else:
                self._handle, self._owned = source, False
        self.name = name or (Path(found).name if isinstance(found, str) else "") or "the file"

    def chunks(self) -> Iterator[bytes]:
        position = 0
        while True:
            self._handle.seek(position)  # another reading may have moved it
            chunk = self._handle.read(_CHUNK)
            if not chunk:
                return
            position += len(chunk)
            yield chunk

    def close(self) -> None:
        if self._owned:
            self._handle.close()


_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(r"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._\-]{1,40})[\"']")
_READABLE = re.compile(
    r"(?i)utf-?8|utf-?16(le|be)?|us-ascii|ascii|(iso-?8859|latin)-?[0-9]{1,2}|(windows-?|cp)125[0-8]"
)


def encoding_of(head: bytes) -> str:
    """The Python name of the encoding the file is written in, as its first bytes and declaration say."""
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return codec
    if head[:2] in (b"<\0", b"\0<"):
        return "utf-16-le" if head[0] else "utf-16-be"
    declared = _DECLARED.match(head[:400].decode("latin-1"))
    if declared is None or declared[1].lower().startswith(("utf-16", "utf16")):  # it is not: see above
        return "utf-8"
    return declared[1].lower()


def refuse_other_kinds(name: str, head: bytes) -> None:
    """Refuses, by its first bytes, a file that is plainly something else or in an encoding we cannot read."""
    choose = "Choose the census XML file."
    for start, kind in (
        (b"PK\x03\x04", "an Excel workbook or a zip archive"),
        (b"\xd0\xcf\x11\xe0", "an old Excel or Word document"),
        (b"\x1f\x8b", "a compressed file"),
        (b"%PDF", "a PDF"),
    ):
        if head.startswith(start):
            raise NotACensus(name, None, f"this is {kind}, not XML.", choose)
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise NotACensus(name, 1, "it is written in UTF-32.", SAVE_AS_UTF8)
    encoding = encoding_of(head)
    plain = head[:4000].decode(encoding if encoding.startswith("utf-16") else "latin-1", "replace")
    plain = plain.removeprefix("\ufeff").removeprefix("ï»¿")
    text = plain.lstrip()
    if not text.strip("\0"):
        raise NotACensus(name, None, "the file is empty.", "Export the census again.")
    if re.match(r"(?i)(<\?xml[^>]*>\s*)?(<!--.{0,500}?-->\s*)?<(!doctype\s+)?html\b", text, re.DOTALL):
        raise NotACensus(name, 1, "this is a web page, not a census.", choose)
    if not text.startswith("<"):
        first = text.partition("\n")[0].strip()
        if re.match(r"(?i)\"?child\"?,", first):
            kind = "a table of comma-separated values, such as an SSDA903 file"
        elif text[0] in "{[":
            kind = "JSON"
        elif "," in first:
            kind = "a table of comma-separated values"
        else:
            kind = "something else"
        raise NotACensus(name, 1, f"this is not XML but {kind}.", choose)
    declared = _DECLARED.match(plain)
    if declared is None:
        return
    claim = declared[1]
    if not _READABLE.fullmatch(claim):
        raise NotACensus(name, 1, f'its encoding, "{as_shown(claim)}", cannot be read.', SAVE_AS_UTF8)
    wide = encoding.startswith("utf-16")
    marked = encoding == "utf-8-sig"
    if wide != claim.lower().startswith(("utf-16", "utf16")) or (marked and not re.fullmatch(r"(?i)utf-?8", claim)):
        written = "UTF-16" if wide else "UTF-8" if marked else "single bytes"
        raise NotACensus(name, 1, f"it declares the encoding {claim} but is written in {written}.", SAVE_AS_UTF8)


def first_wrong_byte(source: Source, encoding: str) -> tuple[int, str, str] | None:
    """The line, name and cure of the first byte that the encoding does not allow, if any."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError:
        return None
    line = 1
    for chunk in source.chunks():
        try:
            line += decoder.decode(chunk).count("\n")
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(encoding, "replace")
            byte = error.object[error.start]
            what = f"the byte {byte:02X} is not {encoding.removesuffix('-sig').upper()}, which the file claims."
            cure = SAVE_AS_UTF8
            if not encoding.startswith("utf-16"):
                with suppress(UnicodeDecodeError):
                    letter = bytes([byte]).decode("windows-1252")
                    if letter.isprintable():
                        cure = (
                            f'It is "{letter}" in Windows-1252: save the file as UTF-8, or declare '
                            'encoding="windows-1252" on its first line.'
                        )
            return line + good.count("\n"), what, cure
    return None
