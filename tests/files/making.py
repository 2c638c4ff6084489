"""Files for tests: CSV in every encoding and separator, workbooks, and the three that would take a process down."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import openpyxl

from planner.files import ImportPreview, preview_requests
from planner.model.language import render

DAY = date(2026, 11, 24)


def csv_bytes(
    rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", delimiter: str = ";", newline: str = "\r\n"
) -> bytes:
    """Rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_bytes(rows: Sequence[Sequence[Any]], *, title: str = "Blad1", **formats: str) -> bytes:
    """Rows as a workbook; `formats` are number formats by cell, such as ``A2="000"``."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cell, number_format in formats.items():
        sheet[cell].number_format = number_format
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_member(content: bytes, name: str, data: bytes | str) -> bytes:
    """A workbook with one member of its archive replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, data if member == name else old.read(member))
    return out.getvalue()


_SHEET = "xl/worksheets/sheet1.xml"
_OPEN = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_CLOSE = "</sheetData></worksheet>"


def sparse() -> bytes:
    """A few kilobytes with a cell in the last row and column there is."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["id", "title"])
    sheet.append(["1", "Printer"])
    sheet["XFD1048576"] = "x"
    return saved(book)


def bomb() -> bytes:
    """Less than a megabyte that unpacks to some 300 MB."""
    row = ("<row>" + f'<c t="inlineStr"><is><t>{"A" * 100}</t></is></c>' * 7 + "</row>").encode()
    return _unpacking(row * (1_000_000 // len(row)), times=314)


def wide() -> bytes:
    """One row of more than a million cells: within the declared sizes, and yet too much to hold."""
    cells = b"".join(b"<c><v>%d</v></c>" % (number * 7_919 % 1_009) for number in range(100_000))
    return _unpacking(cells, times=55, level=1, before="<row>", after="</row>")


def _unpacking(block: bytes, *, times: int, level: int = 9, before: str = "", after: str = "") -> bytes:
    """A workbook whose sheet is a block many times; never unpacked here."""
    out, old = io.BytesIO(), zipfile.ZipFile(io.BytesIO(xlsx_bytes([["id", "title"]])))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new:
        for member in set(old.namelist()) - {_SHEET}:
            new.writestr(member, old.read(member))
        with new.open(_SHEET, "w") as sheet:
            sheet.write((_OPEN + before).encode())
            for _ in range(times):
                sheet.write(block)
            sheet.write((after + _CLOSE).encode())
    return out.getvalue()


def entities() -> bytes:
    """A sheet whose one cell would unfold to a thousand million characters."""
    names = "abcdefghi"
    lines = [f'<!ENTITY {names[0]} "aaaaaaaaaa">']
    lines += [f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)]
    cell = '<row><c t="inlineStr"><is><t>&i;</t></is></c></row>'
    return with_member(
        xlsx_bytes([["id", "title"]]),
        _SHEET,
        f'<?xml version="1.0"?><!DOCTYPE w [{"".join(lines)}]>{_OPEN}{cell}{_CLOSE}',
    )


def preview(rows: Sequence[Sequence[str]], **options: Any) -> ImportPreview:
    """What a CSV file of these rows would bring in."""
    return preview_requests("requests.csv", csv_bytes(rows), day=options.pop("day", DAY), **options)


def one(**cells: str) -> ImportPreview:
    """What a file with one row would bring in; id and title are given where they are not."""
    full = {"request_id": "A1", "title": "Printer"} | cells
    return preview([list(full), list(full.values())])


def keys(found: ImportPreview) -> list[str]:
    """Keys of every problem."""
    return [problem.message.key for problem in found.all_problems]


def sentences(found: ImportPreview, language: str = "sv") -> list[str]:
    """Every problem as its sentence."""
    return [render(problem.message, language) for problem in found.all_problems]
