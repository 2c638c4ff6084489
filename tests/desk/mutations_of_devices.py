"""Examples of the calls about devices and of what devices hand in; see `tests.desk.mutations`."""

from planner import store
from planner.desk import devices, overtime, pictures
from planner.model.account import Account
from planner.model.words import Role
from tests.desk.firm import ANNA, DANA, NOW, filled, published
from tests.desk.tapping import hand_in, row
from tests.files.jpegs import jpeg


def _with_account(desk):
    filled(desk)
    own = {"name": "Anna L", "role": Role.TECHNICIAN, "technician_id": "T01", "created_at": NOW}
    with desk.store.writing() as db:
        store.accounts.add(db, Account(account_id="anna", login="anna", **own), password=None)


def remember(desk):
    devices.remember(desk, ANNA, client="Platta")


def _remembered(desk):
    _with_account(desk)
    remember(desk)


def shut_out(desk):
    (only,) = devices.list_devices(desk, DANA, technician_id="T01")
    devices.shut_out(desk, DANA, only.device_id)


def rename(desk):
    (only,) = devices.list_devices(desk, DANA, technician_id="T01")
    devices.rename(desk, DANA, only.device_id, "Plattan i bilen")


def _photographed(desk):
    published(filled(desk))
    hand_in(desk, row(1, "work.photo"))


def _asked(desk):
    published(filled(desk))
    hand_in(desk, row(1, "work.overtime", "", minutes=30, note="Servern startar om"))


OF_DEVICES = {
    "pictures.keep_picture": (
        _photographed,
        lambda desk: pictures.keep_picture(desk, ANNA, "tap-000001", jpeg()),
        ("picture", None),
        ANNA,
    ),
    "overtime.answer": (
        _asked,
        lambda desk: overtime.answer(desk, DANA, "tap-000001", granted=True, client_uuid="answer-1"),
        ("event", "answer-1"),
        DANA,
    ),
    "devices.remember": (_with_account, remember, ("device", None), ANNA),
    "devices.rename": (_remembered, rename, ("device", None), DANA),
    "devices.shut_out": (_remembered, shut_out, ("device", None), DANA),
    "tablet.take_events": (
        lambda desk: published(filled(desk)),
        lambda desk: hand_in(desk, row(1)),
        ("request", "R1"),
        ANNA,
    ),
}
