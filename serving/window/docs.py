"""The API in words, made from its own OpenAPI description; no script and nothing from outside."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.window.render import page

router = APIRouter()


@router.get("/docs")
def docs(request: Request) -> Response:
    """Show every operation with its parameters, body and answers."""
    api = request.app.openapi()
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            groups[operation["tags"][0]].append(_operation(api, path, method, operation))
    return page(request, "docs.html", groups=list(groups.items()), version=api["info"]["version"])


def _operation(api: dict[str, Any], path: str, method: str, told: dict[str, Any]) -> dict[str, Any]:
    parameters = [
        {"name": p["name"], "where": p["in"], "required": p.get("required", False),
         "type": kind(p.get("schema", {})), "text": _plain(p.get("description", ""))}
        for p in told.get("parameters", ())
    ]  # fmt: skip
    return {
        "method": method.upper(), "path": path, "description": _plain(told.get("description", "")),
        "key": bool(told.get("security")), "parameters": parameters, "body": _body(api, told),
        "answers": sorted(told["responses"]),
    }  # fmt: skip


def _plain(text: str) -> str:
    """Leave out the marks by which docstrings set names apart."""
    return text.replace("``", "")


def _body(api: dict[str, Any], told: dict[str, Any]) -> list[dict[str, Any]]:
    content = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    schema = api["components"]["schemas"].get(content.get("$ref", "").rpartition("/")[2], {})
    required = schema.get("required", ())
    return [
        {
            "name": name,
            "type": kind(p),
            "required": name in required,
            "text": _plain(p.get("description", "")),
        }
        for name, p in schema.get("properties", {}).items()
    ]


def kind(schema: dict[str, Any]) -> str:
    """Say the type of a JSON schema in a few words."""
    if "anyOf" in schema:
        return " | ".join(kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " ".join(str(one) for one in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"[{kind(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or schema.get("$ref", "").rpartition("/")[2])
