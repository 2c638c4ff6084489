"""A picture keeps what draws it and nothing else, whoever sent it."""

import struct

import pytest

from planner.files.pictures import MOST_BYTES, MOST_SIDE, bare_jpeg, segments
from tests.files.jpegs import GPS_WORDS, PLAIN, jpeg, segment


def frame_at(content):
    return next(start for marker, start, _ in segments(content) if marker == 0xC0)


def sized(width, height):
    at = frame_at(PLAIN)
    return PLAIN[: at + 5] + struct.pack(">HH", height, width) + PLAIN[at + 9 :]


def test_the_picture_of_a_camera_loses_place_maker_comment_and_what_hides_behind_its_end():
    taken = jpeg(camera=True)
    assert all(word in taken for word in GPS_WORDS)
    bare = bare_jpeg(taken)
    assert not any(word in bare for word in GPS_WORDS)
    assert bare == bare_jpeg(PLAIN)


def test_what_draws_the_picture_stays_to_the_byte():
    drawn = {0xC0, 0xC4, 0xDB, 0xDA}
    before = [PLAIN[a:b] for marker, a, b in segments(PLAIN) if marker in drawn]
    bare = bare_jpeg(PLAIN)
    assert [bare[a:b] for marker, a, b in segments(bare) if marker in drawn] == before
    assert bare.endswith(b"\xff\xd9")


def test_a_bare_picture_stays_as_it_is():
    assert bare_jpeg(bare_jpeg(PLAIN)) == bare_jpeg(PLAIN)


@pytest.mark.parametrize("marker", [*range(0xE1, 0xF0), 0xFE, 0xC8, 0xDC, 0xF0])
def test_no_other_segment_stays_wherever_it_stands(marker):
    hidden = segment(marker, b"59.3293 18.0686")
    at = frame_at(PLAIN)
    for place in (2, at):
        assert b"59.3293" not in bare_jpeg(PLAIN[:place] + hidden + PLAIN[place:])


def test_the_head_of_a_picture_carries_no_thumbnail():
    thumb = segment(0xE0, b"JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x02\x02" + b"secret-thumb")
    assert b"secret-thumb" not in bare_jpeg(PLAIN[:2] + thumb + PLAIN[20:])


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8", b"\xff\xd8\xff\xd9", b"GIF89a", b"<svg onload=alert(1)>", PLAIN[:-2], PLAIN[:100], b"x" + PLAIN,
     PLAIN[:2] + b"\xff\xe1\x00\x01" + PLAIN[2:], PLAIN[:2] + b"\x00" + PLAIN[2:]],
)  # fmt: skip
def test_what_is_no_whole_jpeg_is_refused(content):
    with pytest.raises(ValueError, match="picture"):
        bare_jpeg(content)


@pytest.mark.parametrize(
    ("width", "height", "fine"),
    [(MOST_SIDE, MOST_SIDE, True), (MOST_SIDE + 1, 8, False), (8, MOST_SIDE + 1, False), (0, 8, False), (8, 0, False)],
)
def test_a_side_has_a_limit(width, height, fine):
    if fine:
        assert bare_jpeg(sized(width, height))
    else:
        with pytest.raises(ValueError, match="pixels"):
            bare_jpeg(sized(width, height))


def test_a_length_has_a_limit():
    filled = PLAIN[:-2] + b"\x00" * (MOST_BYTES - len(PLAIN)) + b"\xff\xd9"
    assert len(filled) == MOST_BYTES
    assert bare_jpeg(filled)
    with pytest.raises(ValueError, match="long"):
        bare_jpeg(filled[:-2] + b"\x00\xff\xd9")
