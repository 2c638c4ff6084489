"""JPEG pictures for tests: a small one, and the same with what cameras add."""

import base64
import struct

__all__ = ["GPS_WORDS", "PLAIN", "exif_with_position", "jpeg", "segment"]

PLAIN = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5a"
    "YVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAAR"
    "CAAQACADASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEG"
    "E1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWG"
    "h4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEB"
    "AQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYk"
    "NOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0"
    "tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDkotO/2auRad/s10UWnf7NXItO/wBmtqmO"
    "8zzsLmPmc7Fp3+zVuLTv9muji07/AGauRad/s1xVMd5n0mFzHzP/2Q=="
)
"""32 x 16 pixels, baseline."""
GPS_WORDS = (b"Exif", b"WGS-84", b"Canarycam", b"http://ns.adobe.com", b"canary comment", b"canary film")
"""What stands in the picture of a camera, and must not stand in one of ours."""


def segment(marker, payload):
    return b"\xff" + bytes((marker,)) + struct.pack(">H", len(payload) + 2) + payload


def exif_with_position():
    """An Exif segment whose GPS directory says 59 deg 19 min north, with map datum and the camera's maker."""
    head = b"II*\x00" + struct.pack("<I", 8)
    maker = b"Canarycam\x00"
    # directory: two entries; maker at 38, GPS directory at 48
    first = struct.pack("<H", 2)
    first += struct.pack("<HHII", 0x010F, 2, len(maker), 38)
    first += struct.pack("<HHII", 0x8825, 4, 1, 48)
    first += struct.pack("<I", 0)
    gps = struct.pack("<H", 3)
    gps += struct.pack("<HHI", 1, 2, 2) + b"N\x00\x00\x00"
    gps += struct.pack("<HHII", 2, 5, 3, 48 + 2 + 36 + 4)
    gps += struct.pack("<HHII", 18, 2, 7, 48 + 2 + 36 + 4 + 24)
    gps += struct.pack("<I", 0) + struct.pack("<6I", 59, 1, 19, 1, 45, 1) + b"WGS-84\x00"
    return segment(0xE1, b"Exif\x00\x00" + head + first + maker + gps)


def jpeg(*, camera=False):
    """The small picture, bare as our page sends it, or as a camera writes it."""
    if not camera:
        return PLAIN
    xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>59.3</x:xmpmeta>")
    comment = segment(0xFE, b"canary comment")
    return PLAIN[:2] + exif_with_position() + xmp + comment + PLAIN[2:] + b"canary film"
