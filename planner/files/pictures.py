"""Pictures from devices made bare: of a JPEG only what draws it stays; place, time, device and hidden parts go.

A page of ours has scaled the picture down and written it anew, which leaves nothing of what a camera adds. Here that
is not believed: whatever segment is not needed to draw it is left out, whoever sent it.
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["MOST_BYTES", "MOST_SIDE", "bare_jpeg", "segments"]

MOST_SIDE = 4096
"""Pixels; our page sends 1 600 at most."""
MOST_BYTES = 2_000_000
_SOI, _EOI, _SOS, _JFIF = 0xD8, 0xD9, 0xDA, 0xE0
_FRAMES = (0xC0, 0xC1, 0xC2)
_DRAWS = frozenset({*_FRAMES, 0xC4, 0xDB, 0xDD, _SOS})
"""Frames, Huffman and quantisation tables, restart interval, scans."""
_PLAIN_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def bare_jpeg(content: bytes) -> bytes:
    """Return a JPEG with nothing in it but what draws it, pixel for pixel the same.

    Raises
    ------
    ValueError
        If it is no JPEG, cut off, longer than 2 MB, or a side is longer than 4 096 pixels.

    References
    ----------
    ITU-T T.81, annex B (segments); JFIF 1.02 (APP0). Positions lie in APP1 (Exif, XMP), APP2 (further pictures) and
    APP11, comments in COM, and films of some cameras behind the end.
    """
    if len(content) > MOST_BYTES:
        raise ValueError("picture: too long")
    kept = [b"\xff\xd8"]
    drawn = False
    for marker, start, end in segments(content):
        if marker == _JFIF and content[start + 4 : start + 9] == b"JFIF\x00" and len(kept) == 1:
            kept.append(_PLAIN_JFIF)
        if marker in _FRAMES:
            _check_size(content[start:end])
        if marker in _DRAWS:
            kept.append(content[start:end])
            drawn = drawn or marker == _SOS
    if not drawn or not any(part[1] in _FRAMES for part in kept):
        raise ValueError("picture: nothing is drawn")
    return b"".join((*kept, b"\xff\xd9"))


def segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Give the segments between start and end of a JPEG: marker, first byte, and the byte behind the last.

    A scan goes to the next marker that is no part of it.

    Raises
    ------
    ValueError
        If it does not begin as a JPEG, or is cut off.
    """
    if content[:2] != bytes((0xFF, _SOI)):
        raise ValueError("picture: no JPEG")
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        marker = content[at + 1 : at + 2]
        if content[at : at + 1] != b"\xff" or not marker:
            raise ValueError("picture: cut off")
        if marker[0] == _EOI:
            return
        length = int.from_bytes(content[at + 2 : at + 4])
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise ValueError("picture: cut off")
        if marker[0] == _SOS:
            end = _end_of_scan(content, end)
        yield marker[0], at, end
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the next marker begins: not a stuffed byte (00), a restart (D0 to D7) or a fill byte."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise ValueError("picture: cut off")
        following = content[at + 1]
        if following not in (0x00, 0xFF) and not 0xD0 <= following <= 0xD7:
            return at
        at += 1 if following == 0xFF else 2


def _check_size(frame: bytes) -> None:
    if len(frame) < 10:
        raise ValueError("picture: cut off")
    height, width = int.from_bytes(frame[5:7]), int.from_bytes(frame[7:9])
    if not (1 <= width <= MOST_SIDE and 1 <= height <= MOST_SIDE):
        raise ValueError(f"picture: {width} x {height} pixels")
