"""Processes of other machines: the executor of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from planner.model.errors import ServiceError
from planner.model.message import message

__all__ = ["cluster"]

_WAIT_S = 10


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """Give the executor of a cluster, and how many tasks it does at once.

    Parameters
    ----------
    address
        Of the scheduler, like ``tcp://10.0.0.5:8786``. Its workers need this product, in the same version.

    Raises
    ------
    ServiceError
        If `distributed` is not installed (``requirements-cluster.txt``), or the scheduler does not answer.
    """
    try:
        from distributed import Client

        client: Any = Client(address, timeout=_WAIT_S, set_as_default=False)
    except ImportError:
        raise ServiceError(message("planning.no_dask")) from None
    except (OSError, ValueError):
        raise ServiceError(message("planning.no_cluster", address=address)) from None
    with client:
        threads: dict[str, int] = client.nthreads()
        yield client.get_executor(pure=False, retries=0), max(1, sum(threads.values()))
