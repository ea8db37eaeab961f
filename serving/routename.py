"""Name the route of a request: its pattern, so that logs and counts never hold what was asked for."""

from __future__ import annotations

from starlette.staticfiles import StaticFiles
from starlette.types import Scope

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


def pattern(scope: Scope) -> str:
    """Give the address with every parameter replaced by its name; ``(none)`` where no route took it."""
    if "endpoint" not in scope:
        return "(none)"
    if isinstance(scope["endpoint"], StaticFiles):
        return f"{scope.get('root_path', '')}/{{file}}"
    left = [(str(value), name) for name, value in scope.get("path_params", {}).items()]
    parts = [_named(part, left) for part in reversed(scope["path"].split("/"))]
    return "/".join(reversed(parts))


def _named(part: str, left: list[tuple[str, str]]) -> str:
    """Give the name of the last parameter with this value and take it; two may have the same value."""
    at = next((n for n in reversed(range(len(left))) if left[n][0] == part), None)
    return part if at is None else f"{{{left.pop(at)[1]}}}"


def method(scope: Scope) -> str:
    """Give the method, ``(other)`` for one that HTTP does not know: a caller may make up any word."""
    told: str = scope["method"]
    return told if told in METHODS else "(other)"
