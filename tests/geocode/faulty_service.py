"""A small server that answers as Nominatim, Photon and Pelias do, for a few houses, and fails on demand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

__all__ = ["HOUSE", "Served", "serving"]

HOUSE = {"street": "Danmarksgatan", "number": "46", "postcode": "164 40", "city": "Kista", "at": (59.4036, 17.9444)}


class Served:
    """What the server does, and what it was asked."""

    def __init__(self) -> None:
        self.fault = ""
        self.house: dict[str, Any] = dict(HOUSE)
        self.kind = "house"
        self.sure = True
        self.reach = 0.0001
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.port = 0


def _nominatim(one: Served) -> Any:
    house, (lat, lon) = one.house, one.house["at"]
    address = {"road": house["street"], "postcode": house["postcode"], "city": house["city"], "country_code": "se"}
    address |= {"house_number": house["number"]} if one.kind == "house" else {}
    box = [str(lat - one.reach), str(lat + one.reach), str(lon - one.reach), str(lon + one.reach)]
    kind = {"house": ("building", "yes", "building"), "street": ("highway", "residential", "road")}
    said = dict(zip(("class", "type", "addresstype"), kind.get(one.kind, ("place", one.kind, one.kind)), strict=True))
    return [said | {"lat": str(lat), "lon": str(lon), "boundingbox": box, "address": address,
                    "display_name": f"{house['street']} {house['number']}, {house['city']}"}]  # fmt: skip


def _photon(one: Served) -> Any:
    house, (lat, lon) = one.house, one.house["at"]
    said = {"type": one.kind, "city": house["city"], "postcode": house["postcode"],
            "extent": [lon - one.reach, lat + one.reach, lon + one.reach, lat - one.reach]}  # fmt: skip
    named = {"street": house["street"], "housenumber": house["number"]}
    said |= named if one.kind == "house" else {"name": house["street"]}
    return {"type": "FeatureCollection", "features": [_feature(said, lat, lon)]}


def _pelias(one: Served) -> Any:
    house, (lat, lon) = one.house, one.house["at"]
    said = {"layer": "address" if one.kind == "house" else one.kind, "accuracy": "point"}
    said |= {
        "match_type": "exact" if one.sure else "interpolated",
        "street": house["street"],
        "locality": house["city"],
    }
    said |= {"label": f"{house['street']} {house['number']}, {house['city']}"}
    said |= {"name": f"{house['street']} {house['number']}", "postalcode": house["postcode"]}
    said |= {"housenumber": house["number"]} if one.kind == "house" else {}
    box = [lon - one.reach, lat - one.reach, lon + one.reach, lat + one.reach]
    return {"type": "FeatureCollection", "features": [_feature(said, lat, lon) | {"bbox": box}]}


def _feature(said: dict[str, Any], lat: float, lon: float) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": said}


_DIALECTS = {"/search": _nominatim, "/api": _photon, "/v1/search": _pelias}


@contextmanager
def serving() -> Iterator[Served]:
    """Run the server on a free port of this host."""
    served = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            said = {key: values[0] for key, values in parse_qs(url.query).items()}
            served.asked.append((url.path, said, self.headers.get("User-Agent", "")))
            if served.fault == "hang":
                time.sleep(3)
            path = url.path.rstrip("/")
            body = json.dumps(_DIALECTS[path](served)).encode()
            if served.fault == "empty":
                body = b"[]" if path == "/search" else b'{"features": []}'
            body = {"half": body[: len(body) // 2], "shape": b'{"features": [{"what": 1}]}', "list": b"[7]"}.get(
                served.fault, body
            )
            status = int(served.fault) if served.fault.isdigit() else 200
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # whoever asked has gone

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
