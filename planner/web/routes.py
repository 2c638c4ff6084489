"""Routes beside Streamlit's own: health, assets, exports."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from planner.desk import exports, journal, receipts, report_files
from planner.desk.readiness import first_failure
from planner.desk.signin import actor_of
from planner.model.errors import InputError, NotAllowedError, PlannerError
from planner.model.language import LANGUAGES, render, text
from planner.report import Filters
from planner.web.cookies import language_of, token_of
from planner.web.day import DAY_ROUTES
from planner.web.day_files import ALONE
from planner.web.drag import DRAG_ROUTES
from planner.web.handed import FILE_ROUTES, attachment
from planner.web.links import LINK_ROUTES
from planner.web.oidc import OIDC_ROUTES
from planner.web.opening import shared_desk
from planner.web.signin import SIGN_IN_ROUTES

__all__ = ["ROUTES", "STATIC", "export_url", "journal_url", "receipt_url", "statistics_url"]

STATIC = Path(__file__).resolve().parent / "static"


def export_url(plan_id: str, kind: str, *, language: str, technician_id: str | None = None) -> str:
    """Return the address a plan is taken out at.

    Parameters
    ----------
    plan_id, kind, technician_id
        As in `planner.desk.exports.export_plan`.
    language
        ``sv`` or ``en``.
    """
    query = {"lang": language} | ({"technician": technician_id} if technician_id else {})
    return f"/export/{quote(plan_id, safe='')}/{kind}?{urlencode(query)}"


def statistics_url(first: date, last: date, filters: Filters, *, language: str, kind: str = "xlsx") -> str:
    """Return the address the statistics of a period are taken out at; arguments as in `planner.desk.report_files`."""
    query = [("lang", language), ("kind", kind), ("first", f"{first}"), ("last", f"{last}")]
    for name in ("customers", "job_types", "priorities", "territories", "lines"):
        query.extend((name, str(value)) for value in getattr(filters, name))
    return f"/export/statistics?{urlencode(query)}"


def journal_url(first: date, last: date, *, language: str, kind: str, technician_id: str | None = None) -> str:
    """Return the address a journal of working time is taken out at; arguments as in `planner.desk.journal`."""
    query = {"lang": language, "kind": kind, "first": f"{first}", "last": f"{last}"}
    return f"/export/journal?{urlencode(query | ({'technician': technician_id} if technician_id else {}))}"


def receipt_url(day: date, visit_id: str, *, language: str) -> str:
    """Return the address of the receipt of a visit; arguments as in `planner.desk.receipts`."""
    return f"/export/receipt?{urlencode({'lang': language, 'day': f'{day}', 'visit': visit_id})}"


async def health(_request: Request) -> Response:
    """Answer that the process serves; asks nothing of anybody."""
    return JSONResponse({"ok": True})


def ready(_request: Request) -> Response:
    """Answer whether the app can do its work now; if not, 503 with the word of the check that failed."""
    try:
        failed = first_failure(shared_desk())
    except PlannerError:
        failed = "database"
    status, answer = (200, {"ready": True}) if failed is None else (503, {"ready": False, "failed": failed})
    return JSONResponse(answer, status_code=status, headers={"cache-control": "no-store"})


def export(request: Request) -> Response:
    """Hand out a plan as a file; a plain function, so that Starlette runs it in a thread."""
    query = request.query_params
    language = query.get("lang", "sv") if query.get("lang", "sv") in LANGUAGES else "sv"
    actor = actor_of(shared_desk(), token_of(request))
    if actor is None:
        return _refusal(text("signin.needed", language), 401)
    try:
        made = exports.export_plan(
            shared_desk(),
            actor,
            request.path_params["plan_id"],
            request.path_params["kind"],
            language=language,
            technician_id=query.get("technician"),
        )
    except NotAllowedError as error:
        return _refusal(render(error.message, language), 403)
    except InputError as error:
        return _refusal(render(error.message, language), 404)
    return Response(made.content, media_type=made.media_type, headers=_file_headers(made.filename, made.media_type))


def statistics(request: Request) -> Response:
    """Hand out the figures of a period as a file: with their rows, or to print."""
    query = request.query_params
    language = query.get("lang", "sv") if query.get("lang", "sv") in LANGUAGES else "sv"
    actor = actor_of(shared_desk(), token_of(request))
    if actor is None:
        return _refusal(text("signin.needed", language), 401)
    try:
        first, last = date.fromisoformat(query.get("first", "")), date.fromisoformat(query.get("last", ""))
        chosen = Filters(
            customers=tuple(query.getlist("customers")),
            job_types=tuple(query.getlist("job_types")),
            priorities=tuple(int(one) for one in query.getlist("priorities")),
            territories=tuple(query.getlist("territories")),
            lines=tuple(int(one) for one in query.getlist("lines")),
        )
    except ValueError:
        return _refusal(text("web.bad_period", language), 404)
    try:
        made = report_files.statistics_file(
            shared_desk(),
            actor,
            first=first,
            last=last,
            language=language,
            kind=query.get("kind", "xlsx"),
            filters=chosen,
        )
    except NotAllowedError as error:
        return _refusal(render(error.message, language), 403)
    except InputError as error:
        return _refusal(render(error.message, language), 404)
    return Response(made.content, media_type=made.media_type, headers=_file_headers(made.filename, made.media_type))


def working_time(request: Request) -> Response:
    """Hand out the journal of working time: one's own, or for those who make schedules anybody's."""
    query = request.query_params
    language = query.get("lang", "sv") if query.get("lang", "sv") in LANGUAGES else "sv"
    actor = actor_of(shared_desk(), token_of(request))
    if actor is None:
        return _refusal(text("signin.needed", language), 401)
    try:
        first, last = date.fromisoformat(query.get("first", "")), date.fromisoformat(query.get("last", ""))
    except ValueError:
        return _refusal(text("web.bad_period", language), 404)
    try:
        made = journal.export_journal(
            shared_desk(),
            actor,
            first=first,
            last=last,
            kind=query.get("kind", "xlsx"),
            language=language,
            technician_id=query.get("technician"),
        )
    except NotAllowedError as error:
        return _refusal(render(error.message, language), 403)
    except InputError as error:
        return _refusal(render(error.message, language), 404)
    return Response(made.content, media_type=made.media_type, headers=_file_headers(made.filename, made.media_type))


def receipt(request: Request) -> Response:
    """Show the receipt of a visit."""
    query, language = request.query_params, language_of(request)
    actor = actor_of(shared_desk(), token_of(request))
    if actor is None:
        return _refusal(text("signin.needed", language), 401)
    try:
        day = date.fromisoformat(query.get("day", ""))
    except ValueError:
        return _refusal(text("web.bad_period", language), 404)
    try:
        made = receipts.receipt(shared_desk(), actor, day, query.get("visit", ""), language=language)
    except NotAllowedError as error:
        return _refusal(render(error.message, language), 403)
    except InputError as error:
        return _refusal(render(error.message, language), 404)
    return Response(made.content, media_type=made.media_type, headers=attachment(made.filename, "inline") | ALONE)


# A page made from a plan stands alone: without an origin it can read nothing of the app, whatever a customer wrote.
_ALONE = (
    "sandbox allow-scripts allow-modals allow-popups; default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data:; font-src data:"
)


def _file_headers(filename: str, media_type: str) -> dict[str, str]:
    # Pages to read or print open in the browser; everything else is saved.
    how = "inline" if media_type.startswith("text/html") else "attachment"
    return attachment(filename, how) | ({"content-security-policy": _ALONE} if how == "inline" else {})


def _refusal(sentence: str, status: int) -> Response:
    return PlainTextResponse(sentence, status_code=status, headers={"cache-control": "no-store"})


ROUTES = (
    *SIGN_IN_ROUTES,
    *OIDC_ROUTES,
    Route("/healthz", health),
    Route("/readyz", ready),
    Route("/export/statistics", statistics),
    Route("/export/journal", working_time),
    Route("/export/receipt", receipt),
    Route("/export/{plan_id}/{kind}", export),
    *DAY_ROUTES,
    *DRAG_ROUTES,
    *LINK_ROUTES,
    *FILE_ROUTES,
    Mount("/assets", StaticFiles(directory=STATIC)),
)
