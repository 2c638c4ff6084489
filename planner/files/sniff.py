"""What a file is, before it is read: its kind, its character encoding, its separator."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from planner.files.known import headings, normalised
from planner.model.message import Message, message

__all__ = ["DELIMITERS", "MAX_BYTES", "Decoded", "decode", "delimiter_of", "is_workbook", "refusal"]

MAX_BYTES = 10 * 1024 * 1024
DELIMITERS = (";", ",", "\t", "|")
_HEAD = 8_192

_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "import.old_excel"),
    (b"%PDF", "import.pdf"),
    (b"\x89PNG", "import.picture"),
    (b"\xff\xd8\xff", "import.picture"),
    (b"GIF8", "import.picture"),
    (b"\x1f\x8b", "import.packed"),
    (b"7z\xbc\xaf", "import.packed"),
    (b"Rar!", "import.packed"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text of a file and the encoding it was read with; `guessed` when nothing in the file proves it."""

    text: str
    encoding: str
    guessed: bool = False


def refusal(content: bytes) -> Message | None:
    """Return why a file cannot be a table at all, or None.

    Parameters
    ----------
    content
        The whole file.
    """
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        return message("import.empty_file")
    if len(content) > MAX_BYTES:
        return message("import.too_big", size=len(content) / 1024**2, limit=MAX_BYTES // 1024**2)
    for signature, key in _SIGNATURES:
        if content.startswith(signature):
            return message(key)
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head")):
        return message("import.html")
    if re.match(rb'(\{|\[)\s*("|\{|\[|\}|\])', start):
        return message("import.json")
    return None


def is_workbook(content: bytes) -> bool:
    """Whether the file is a zip archive, as every XLSX workbook is."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def decode(content: bytes) -> Decoded | None:
    """Return the file's text: by its mark, as strict UTF-8, as UTF-16 by its zero bytes, else as a Swedish code page.

    Parameters
    ----------
    content
        The whole file.

    Returns
    -------
    Decoded or None
        None when it is no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding)
    if b"\x00" in content:
        return _without_mark(content)
    try:
        return Decoded(text=content.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        return _code_page(content)


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _strict(content: bytes, encoding: str) -> Decoded | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else Decoded(text=text, encoding=encoding)


def _without_mark(content: bytes) -> Decoded | None:
    """UTF-16 text of western languages has a zero in (nearly) every second byte."""
    head = content[: _HEAD * 4]
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if len(content) % 2 or max(odd, even) < 0.3 * len(head) / 2 or min(odd, even) > 0.1 * max(odd, even):
        return None
    return _strict(content, "utf-16-le" if odd > even else "utf-16-be")


def _code_page(content: bytes) -> Decoded | None:
    """Read as Windows text; as DOS or Macintosh text, which Excel can write, when only that gives Swedish letters."""
    best, most = None, 0
    for encoding in ("cp1252", "cp850", "mac_roman"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        found = len(_SWEDISH.findall(text))
        if found > most or (encoding == "cp1252" and not _CONTROL.search(text)):
            best, most = Decoded(text=text, encoding=encoding, guessed=True), found
    return best


_SWEDISH = re.compile(r"""(?<=[A-Za-zåäöÅÄÖ])[åäöéü]|(?<![^\s;,"|])[åäöÅÄÖ](?=[A-Za-zåäö])|[ÅÄÖ](?=[A-ZÅÄÖ])""")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def delimiter_of(text: str, *, kind: str = "request") -> tuple[str, str]:
    """Return the separator and the text without a leading ``sep=`` line.

    Parameters
    ----------
    text
        The whole file.
    kind
        Whose headings to look for: request or team.
    """
    if told := re.match(r"sep=([^\w\"\s]|\t)[ ]*(\r\n|\r|\n|$)", text, re.IGNORECASE):
        return told[1], text[told.end() :]
    head = text[: _HEAD * 8]
    return max(DELIMITERS, key=lambda delimiter: _fit(head, delimiter, kind)), text


def _fit(head: str, delimiter: str, kind: str) -> tuple[int, float, int]:
    """How well a separator fits: known headings in its best row, share of rows of the usual width, columns."""
    rows = []
    try:
        for cells in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter):
            if any(cells):
                rows.append(cells)
            if len(rows) == 60:
                break
    except csv.Error:
        pass
    if not rows:
        return 0, 0.0, 0
    known = max(sum(normalised(cell) in headings(kind) for cell in cells if cell) for cells in rows[:10])
    width, usual = Counter(len(cells) for cells in rows).most_common(1)[0]
    return known, usual / len(rows) if width > 1 else 0.0, width
