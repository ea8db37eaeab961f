"""Log lines of the service: one per request, with its number and the route's pattern; no person, no query."""

from __future__ import annotations

from typing import Any


def configuration() -> dict[str, Any]:
    """Give the logging configuration: to standard error, warnings of libraries, our own from INFO on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "springwind.serving": {"level": "INFO"},
            "springwind.access": {"level": "INFO"},
            "uvicorn": {"level": "WARNING"},
        },
    }
