"""The closed sets of words of the trade; the values are what files and the database hold."""

from __future__ import annotations

from enum import IntEnum, StrEnum

__all__ = [
    "Channel",
    "Due",
    "LockKind",
    "PlanStatus",
    "Precision",
    "Priority",
    "PromiseKind",
    "RequestStatus",
    "Role",
    "ShiftKind",
    "Source",
    "StopKind",
    "Who",
]


class Priority(IntEnum):
    """P1 is the highest priority."""

    P1 = 1
    P2 = 2
    P3 = 3
    P4 = 4
    P5 = 5


class Channel(StrEnum):
    """How a request is solved."""

    PHONE = "phone"
    REMOTE = "remote"
    ON_SITE = "on_site"


class Source(StrEnum):
    """How a request came in."""

    PHONE = "phone"
    MAIL = "mail"
    PORTAL = "portal"
    MONITORING = "monitoring"
    RECURRING = "recurring"
    IMPORT = "import"


class RequestStatus(StrEnum):
    """Where a request stands."""

    NEW = "new"
    TRIAGED = "triaged"
    PLANNED = "planned"
    PROMISED = "promised"
    DISPATCHED = "dispatched"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"
    PAUSED = "paused"
    DONE = "done"
    FOLLOW_UP = "follow_up"
    CANCELLED = "cancelled"
    NO_ACCESS = "no_access"


class LockKind(StrEnum):
    """What of a planned stop may not change; `EARLIEST`: it begins no sooner, and moves as any other."""

    NONE = "none"
    TECHNICIAN = "technician"
    TIME = "time"
    BOTH = "both"
    TIME_RANGE = "time_range"
    EARLIEST = "earliest"


class PromiseKind(StrEnum):
    """What the customer has been told."""

    NONE = "none"
    TOLD = "told"
    CONFIRMED = "confirmed"


class Precision(StrEnum):
    """How well a place is known, best first."""

    PIN = "pin"
    ADDRESS = "address"
    STREET = "street"
    POSTCODE = "postcode"
    LOCALITY = "locality"
    MUNICIPALITY = "municipality"


class ShiftKind(StrEnum):
    """What a shift is for."""

    FIELD = "field"
    PHONE = "phone"
    REMOTE = "remote"
    ON_CALL = "on_call"
    TRAINING = "training"


class StopKind(StrEnum):
    """What happens at a stop of a plan."""

    START = "start"
    VISIT = "visit"
    REMOTE = "remote"
    BREAK = "break"
    ABSENCE = "absence"
    DEPOT = "depot"
    END = "end"


class Due(StrEnum):
    """What a visit is late against: the customer's wish, the service level, or the last day of the request."""

    WISH = "wish"
    SERVICE_LEVEL = "service_level"
    DUE_DATE = "due_date"


class Who(StrEnum):
    """Whether linked visits are for one technician."""

    ANY = "any"
    SAME = "same"
    DIFFERENT = "different"


class PlanStatus(StrEnum):
    """Where a plan version stands."""

    DRAFT = "draft"
    PROPOSAL = "proposal"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class Role(StrEnum):
    """What a signed-in person may do."""

    DISPATCHER = "dispatcher"
    TECHNICIAN = "technician"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
