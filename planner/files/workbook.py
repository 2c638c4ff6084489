"""The process that reads one XLSX workbook: bytes on standard input, rows as JSON on standard output.

A file of a few kilobytes can unpack to gigabytes, so this never runs in the server's process:
`python -m planner.files.workbook`. Its memory and time are limited before the first byte is
parsed, declared sizes are checked before anything is unpacked, and only so many rows, columns
and characters are read. Cells come out as people see them.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sys
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

__all__ = ["MAX_COLUMNS", "MAX_ROWS", "main", "read"]

MAX_ROWS = 20_001
MAX_COLUMNS = 64
MAX_CHARACTERS = 12_000_000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
MAX_MEMBERS = 2_000
MEMORY_LIMIT = 512 * 1024 * 1024
CPU_LIMIT_S = 10


class RefusedError(Exception):
    """The workbook is not read; the only argument is the key of the sentence that says why."""


def main() -> int:
    """Read a workbook from standard input and write ``{"sheet", "rows", ...}`` or ``{"refused": key}``."""
    _limit()
    try:
        answer = read(sys.stdin.buffer.read())
    except RefusedError as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "import.workbook_bomb"}
    except Exception:  # whatever a broken file makes the parser raise: to people it is one thing
        answer = {"refused": "import.workbook_broken"}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))
    return 0


def _limit() -> None:
    warnings.simplefilter("ignore")
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it, and it costs memory
    try:
        import resource
    except ImportError:  # Windows: the time limit remains
        return
    for kind, limit in ((resource.RLIMIT_AS, MEMORY_LIMIT), (resource.RLIMIT_CPU, CPU_LIMIT_S)):
        with suppress(ValueError, OSError):  # some systems know the limit and refuse to set it
            resource.setrlimit(kind, (limit, limit))


def read(content: bytes) -> dict[str, Any]:
    """Return the rows of the first sheet that has any, the active sheet before the others.

    Parameters
    ----------
    content
        The whole file.

    Returns
    -------
    dict
        ``sheet``, ``others`` (names of sheets not read), ``rows`` (lists of text, trailing blanks
        cut), ``faults`` (``[row, column, key]``, counted from 1 and 0), ``more_rows``, ``more_columns``.

    Raises
    ------
    RefusedError
        If the file is unsafe or no workbook.
    """
    _check_archive(content)
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    first = book.active.title if book.active is not None else ""
    names = sorted((sheet.title for sheet in book.worksheets), key=lambda name: name != first)
    answer = None
    for name in names:
        answer = _read_sheet(book[name])
        if answer["rows"]:
            break
    if answer is None:
        raise RefusedError("import.workbook_broken")
    answer["others"] = [name for name in names if name != answer["sheet"]]
    _find_uncached(content, answer)
    del answer["blanks"]
    return answer


def _check_archive(content: bytes) -> None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise RefusedError("import.workbook_broken") from None
    members = archive.infolist()
    names = {member.filename for member in members}
    if any(member.flag_bits & 1 for member in members):
        raise RefusedError("import.workbook_locked")
    if "mimetype" in names and b"opendocument" in archive.open("mimetype").read(100):
        raise RefusedError("import.ods")
    if not any(name.startswith("xl/") for name in names):
        raise RefusedError("import.not_workbook")
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise RefusedError("import.workbook_bomb")
    for member in members:
        if member.file_size > max(1024 * 1024, member.compress_size * MAX_RATIO):
            raise RefusedError("import.workbook_bomb")
        _check_entities(archive, member)


def _check_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """A workbook's XML declares no document type; entities in one can grow without end."""
    if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    start = archive.open(member).read(65_536).replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise RefusedError("import.workbook_entities")


def _read_sheet(sheet: Any) -> dict[str, Any]:
    rows: list[list[str]] = []
    faults: list[tuple[int, int, str]] = []
    blanks: set[tuple[int, int]] = set()
    characters, more_columns, filled = 0, False, 0
    for number, cells in enumerate(_bounded(sheet), start=1):
        row = []
        for column, cell in enumerate(cells[:MAX_COLUMNS]):
            if cell.data_type == "e":
                faults.append((number, column, "import.cell_error"))
            if cell.value is None and cell.data_type == "n" and hasattr(cell, "row"):
                blanks.add((number, column))
            row.append(shown(cell.value, _format(cell)))
        more_columns = more_columns or any(cell.value is not None for cell in cells[MAX_COLUMNS:])
        while row and not row[-1]:
            row.pop()
        characters += sum(map(len, row))
        if characters > MAX_CHARACTERS:
            raise RefusedError("import.too_much_text")
        rows.append(row)
        filled = number if row else filled
    more_rows = len(rows) > MAX_ROWS
    return {"sheet": sheet.title, "rows": rows[: min(filled, MAX_ROWS)], "faults": faults, "blanks": blanks,
            "more_rows": more_rows, "more_columns": more_columns}  # fmt: skip


def _bounded(sheet: Any) -> Iterator[Any]:
    return iter(sheet.iter_rows(min_row=1, max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1))


def _format(cell: Any) -> str:
    return cell.number_format or "" if isinstance(cell.value, int | float) and not isinstance(cell.value, bool) else ""


def shown(value: Any, number_format: str = "") -> str:
    """Return a cell as people see it: days as ISO, whole numbers plain, leading zeros of the format kept."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else _clock(value, value.isoformat(sep=" "))
        case dt.date():
            return value.isoformat()
        case dt.time():
            return _clock(value, value.isoformat())
        case dt.timedelta():
            return _elapsed(value)
        case int() | float():
            return _number(value, number_format)
        case _:
            return str(value)


def _clock(value: dt.datetime | dt.time, text: str) -> str:
    """Drop the seconds when there are none; workbooks keep times as fractions, so microseconds are rounding."""
    if value.microsecond:
        text = text.split(".")[0]
    return text if value.second else re.sub(r":00$", "", text)


def _elapsed(value: dt.timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    text = f"{minutes // 60}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text


def _number(value: float, number_format: str) -> str:
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.15g}" if abs(value) >= 1e-4 else f"{value:.15f}".rstrip("0")
    if abs(value) >= 1e15:
        return f"{value:.15g}"  # a workbook keeps fifteen digits: the rest would be invented
    whole = int(value)
    pattern = number_format.split(";")[0].replace('"', "").replace("\\", "")
    if whole >= 0 and re.fullmatch(r"0[0 \-]*0", pattern):
        return _filled(str(whole), pattern)
    return str(whole)


def _filled(digits: str, pattern: str) -> str:
    """Put digits into a format such as ``000`` or ``000 00`` (postcodes), from the right."""
    digits = digits.zfill(pattern.count("0"))
    places = list(pattern)
    extra = len(digits) - pattern.count("0")
    rest = iter(digits[extra:])
    return digits[:extra] + "".join(next(rest) if place == "0" else place for place in places)


def _find_uncached(content: bytes, answer: dict[str, Any]) -> None:
    """Name the formulas whose result the file does not hold: they would read as empty cells."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    if not answer["blanks"] or not any(_has_formula(archive, name) for name in sheets):
        return
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    for number, cells in enumerate(_bounded(book[answer["sheet"]]), start=1):
        for column, cell in enumerate(cells[:MAX_COLUMNS]):
            if cell.data_type == "f" and (number, column) in answer["blanks"]:
                answer["faults"].append((number, column, "import.formula"))
                answer["rows"].extend([] for _ in range(number - len(answer["rows"])))


def _has_formula(archive: zipfile.ZipFile, name: str) -> bool:
    last = b""
    with archive.open(name) as stream:
        while chunk := stream.read(1 << 20):
            if b"<f" in last + chunk or b":f" in last + chunk:
                return True
            last = chunk[-2:]
    return False


if __name__ == "__main__":
    raise SystemExit(main())
