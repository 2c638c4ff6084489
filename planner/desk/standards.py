"""A job type's standards on a request: line, channel, time, skills, parts, impact and urgency."""

from __future__ import annotations

from planner.model.catalogue import Catalogue
from planner.model.request import Request

__all__ = ["with_standards"]


def with_standards(catalogue: Catalogue, request: Request, job_type_id: str) -> Request:
    """Return a request with a job type and everything that type brings.

    Certificates that customer or site ask for stay; those of the earlier job type go.

    Raises
    ------
    KeyError
        If the catalogue does not know the job type.
    """
    new = catalogue.job_types[job_type_id]
    old = catalogue.job_types.get(request.job_type_id)
    of_old = old.required_certificates if old else ()
    own = tuple(one for one in request.required_certificates if one not in of_old)
    return request.replace(
        job_type_id=job_type_id,
        line=new.line,
        channel=new.default_channel,
        remote_possible=new.remote_possible,
        needs_desk=new.needs_desk,
        service_min=new.service_min,
        service_p80_min=new.service_p80_min,
        setup_min=new.setup_min,
        impact=new.impact,
        urgency=new.urgency,
        priority=request.priority if request.priority_override else catalogue.priority(new.impact, new.urgency),
        crew_size=new.crew_size,
        required_skills=new.required_skills,
        required_certificates=tuple(dict.fromkeys((*new.required_certificates, *own))),
        required_parts=tuple(need for need, usage in new.parts if usage == "always"),
    )
