"""Files of the command line; what cannot be read or written is the input's fault and names the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from planner.model.codec import loads
from planner.model.errors import FieldProblem, InputError
from planner.model.message import message

__all__ = ["folder", "read", "write"]


def read(kind: type[Any], path: str) -> Any:
    """Read a versioned value of the model from a JSON file."""
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise _unusable("cli.cannot_read", path, error) from None
    value = loads(kind, content, source=Path(path).name)
    expected = kind.__dataclass_fields__["format"].default
    if value.format != expected:
        said = message("cli.format", value=value.format[:40], expected=expected)
        raise InputError(FieldProblem(source=Path(path).name, field="format", value=value.format, message=said))
    return value


def folder(path: str | Path) -> Path:
    """Return a folder, made where it is missing."""
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable("cli.cannot_write", str(path), error) from None
    return Path(path)


def write(path: Path, content: str | bytes) -> None:
    """Write a file."""
    try:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise _unusable("cli.cannot_write", str(path), error) from None


def _unusable(key: str, path: str, error: OSError) -> InputError:
    said = message(key, detail=error.strerror or type(error).__name__)
    return InputError(FieldProblem(source=path, value=path, message=said))
