"""A small town's routing server, over real HTTP, that speaks OSRM and Valhalla and misbehaves when it is told to.

Its drives come from arithmetic of its own, so that whoever asks can be checked: along a parallel, then along a
meridian, at 10 m/s, northwards at 8.
"""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import numpy as np

from planner.model.places import Place

At = tuple[float, float]
"""Latitude and longitude in millionths of a degree."""


def at(place: Place) -> At:
    return round(place.lat * 1e6), round(place.lon * 1e6)


def drive(start: At, end: At) -> tuple[float, float]:
    """Seconds and metres of the town's drives: other numbers there and back."""
    north_m, east_m = (end[0] - start[0]) * 0.111, abs(end[1] - start[1]) * 0.055
    return east_m / 10 + (north_m / 8 if north_m > 0 else -north_m / 10), east_m + abs(north_m)


def matrix(places: Iterable[Place], islands: Iterable[At] = ()) -> tuple[np.ndarray, np.ndarray]:
    """What the town says of all pairs, as whole numbers."""
    points, alone = [at(place) for place in places], set(islands)
    there = [[drive(a, b) if a == b or not alone & {a, b} else (-1, -1) for b in points] for a in points]
    table = np.rint(np.array(there, dtype=float).reshape(len(points), len(points), 2)).astype(np.int64)
    return table[:, :, 0], table[:, :, 1]


class Town:
    """The server: what it was asked, what it will do wrong, and where it is.

    `faults` are done one after the other, one a request; `always` is done at every one.
    """

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.always = ""
        self.islands: set[At] = set()
        self.aside: dict[At, float] = {}
        self.version = ""
        self.retry_after = "1"
        self.tables: list[tuple[list[At], list[At]]] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.connections: list[socket.socket] = []
        self.released = threading.Event()
        self.folder = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.folder}"

    port = 0

    def pairs(self) -> list[tuple[At, At]]:
        return [(a, b) for sources, targets in self.tables for a in sources for b in targets]

    def fault(self) -> str:
        return self.faults.pop(0) if self.faults else self.always


@contextmanager
def town() -> Iterator[Town]:
    """Serve the town on a free port of this machine."""
    told = Town()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"town": told}))
    server.daemon_threads = False
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        told.released.set()
        server.shutdown()
        for connection in told.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    town: Town
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.town.connections.append(self.connection)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self._serve(parts.path.removeprefix(self.town.folder), parse_qs(parts.query), {})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._serve(self.path.removeprefix(self.town.folder), {}, body)

    def log_message(self, *_: object) -> None:
        pass

    def _serve(self, path: str, query: dict[str, list[str]], body: dict) -> None:
        town = self.town
        town.paths.append(path)
        town.headers.append(dict(self.headers))
        fault = "" if path == "/status" else town.fault()
        status, answer = self._answer(path, query, body)
        _CONTENT.get(fault, lambda _answer: None)(answer)
        content = json.dumps(answer).encode()
        if fault == "hang":
            town.released.wait(10)
            self.close_connection = True
        elif fault == "reset":
            self.close_connection = True
        elif fault.isdigit():
            refusal = {"code": "Fault", "message": "told to", "error_code": 1, "error": "told to"}
            self._send(int(fault), json.dumps(refusal).encode())
        elif fault == "not_json":
            self._send(200, b"<html>It works!</html>")
        elif fault == "not_text":
            self._send(200, b"\xff\xfe\x00")
        elif fault == "empty":
            self._send(200, b"")
        elif fault in ("half", "drip", "drip_headers"):
            self._slowly(fault, content)
        else:
            self._send(status, content)

    def _send(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        if status == 429 and self.town.retry_after:
            self.send_header("Retry-After", self.town.retry_after)
        self.end_headers()
        self.wfile.write(content)

    def _slowly(self, fault: str, content: bytes) -> None:
        self.close_connection = True
        if fault == "drip_headers":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            content = b"x" * 1000
        else:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
        if fault == "half":
            self.wfile.write(content[: len(content) // 2])
            return
        try:
            for byte in content:
                self.wfile.write(bytes([byte]))
                if self.town.released.wait(0.02):
                    return
        except OSError:
            pass

    def _answer(self, path: str, query: dict[str, list[str]], body: dict) -> tuple[int, dict]:
        if path == "/status":
            return 200, {
                "version": "3.9",
                **({"tileset_last_modified": self.town.version} if self.town.version else {}),
            }
        if path == "/sources_to_targets":
            return 200, self._valhalla_table(
                [_at(one) for one in body["sources"]], [_at(one) for one in body["targets"]]
            )
        if path == "/route":
            return self._valhalla_route([_at(one) for one in body["locations"]])
        service, where = re.fullmatch(r"/(table|route)/v1/driving/([-0-9.,;]+)", path).groups()
        points = [(round(float(lat) * 1e6), round(float(lon) * 1e6)) for lon, lat in _split(where)]
        if service == "route":
            return self._osrm_route(points)
        rows, columns = (_rows(query.get(name), points) for name in ("sources", "destinations"))
        assert query["annotations"] == ["duration,distance"]
        return 200, self._osrm_table(rows, columns)

    def _table(self, sources: list[At], targets: list[At], metres: float) -> tuple[list[list], list[list]]:
        self.town.tables.append((sources, targets))
        there = [[self._drive(a, b) for b in targets] for a in sources]
        return (
            [[None if one is None else one[0] for one in row] for row in there],
            [[None if one is None else one[1] / metres for one in row] for row in there],
        )

    def _drive(self, start: At, end: At) -> tuple[float, float] | None:
        return None if start != end and self.town.islands & {start, end} else drive(start, end)

    def _osrm_table(self, sources: list[At], targets: list[At]) -> dict:
        durations, distances = self._table(sources, targets, 1)
        answer = {"code": "Ok", "durations": durations, "distances": distances}
        answer |= {"sources": self._snapped(sources), "destinations": self._snapped(targets)}
        return answer | ({"data_version": self.town.version} if self.town.version else {})

    def _snapped(self, points: list[At]) -> list[dict]:
        return [{"location": [p[1] / 1e6, p[0] / 1e6], "distance": self.town.aside.get(p, 3.5)} for p in points]

    def _osrm_route(self, points: list[At]) -> tuple[int, dict]:
        legs = [(a, b, self._drive(a, b)) for a, b in pairwise(points)]
        if any(found is None for _, _, found in legs):
            return 400, {"code": "NoRoute", "message": "Impossible route between points"}
        told = [
            {"duration": found[0], "distance": found[1], "steps": [
                {"geometry": {"type": "LineString", "coordinates": [_lon_lat(one) for one in (a, (a[0], b[1]))]}},
                {"geometry": {"type": "LineString", "coordinates": [_lon_lat(one) for one in ((a[0], b[1]), b)]}},
                {"geometry": {"type": "LineString", "coordinates": [_lon_lat(b), _lon_lat(b)]}},
            ]}
            for a, b, found in legs
        ]  # fmt: skip
        return 200, {"code": "Ok", "routes": [{"legs": told}], "waypoints": self._snapped(points)}

    def _valhalla_table(self, sources: list[At], targets: list[At]) -> dict:
        durations, distances = self._table(sources, targets, 1000)
        return {"sources_to_targets": {"durations": durations, "distances": distances}, "units": "kilometers"}

    def _valhalla_route(self, points: list[At]) -> tuple[int, dict]:
        legs = [(a, b, self._drive(a, b)) for a, b in pairwise(points)]
        if any(found is None for _, _, found in legs):
            return 400, {"error_code": 442, "error": "No path could be found for input", "status_code": 400}
        told = [
            {"summary": {"time": found[0], "length": found[1] / 1000}, "shape": encoded([a, (a[0], b[1]), b])}
            for a, b, found in legs
        ]
        return 200, {"trip": {"legs": told, "units": "kilometers", "status": 0}}


def encoded(points: list[At]) -> str:
    """A line as Valhalla writes it."""
    text, last = "", (0, 0)
    for point in points:
        for now, before in zip(point, last, strict=True):
            value = (now - before) << 1 if now >= before else ~((now - before) << 1)
            while value >= 0x20:
                text, value = text + chr((0x20 | value & 0x1F) + 63), value >> 5
            text += chr(value + 63)
        last = point
    return text


def _split(where: str) -> list[list[str]]:
    return [one.split(",") for one in where.split(";")]


def _rows(asked: list[str] | None, points: list[At]) -> list[At]:
    return points if asked is None else [points[int(row)] for row in asked[0].split(";")]


def _at(told: dict[str, float]) -> At:
    return round(told["lat"] * 1e6), round(told["lon"] * 1e6)


def _lon_lat(point: At) -> list[float]:
    return [point[1] / 1e6, point[0] / 1e6]


def _tables(answer: dict) -> dict:
    return answer.get("sources_to_targets", answer)


def _set(value: object, name: str = "durations"):
    def spoil(answer: dict) -> None:
        _tables(answer)[name][0][-1] = value

    return spoil


_CONTENT = {
    "nan": _set(float("nan")),
    "infinite": _set(float("inf")),
    "negative": _set(-5.0),
    "negative_m": _set(-5.0, "distances"),
    "negative_both": lambda answer: (_set(-5.0)(answer), _set(-5.0, "distances")(answer)),
    "huge": _set(1e12),
    "text": _set("12"),
    "bool": _set(True),
    "null_m": _set(None, "distances"),
    "row_short": lambda answer: _tables(answer)["durations"][0].pop(),
    "row_missing": lambda answer: _tables(answer)["distances"].pop(),
    "not_a_table": lambda answer: _tables(answer).update(durations={"a": 1}),
    "field_missing": lambda answer: _tables(answer).pop("distances"),
    "wrong_code": lambda answer: answer.update(code="NoTable") if "code" in answer else answer.clear(),
    "list": lambda answer: answer.clear(),
}

NONSENSE = (*_CONTENT, "not_json", "not_text", "empty", "half")
"""Faults of answers that come in time and cannot be true."""
