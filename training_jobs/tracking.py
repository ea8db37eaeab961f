"""The experiment tracker; nothing else imports mlflow. A tracker that is down never stops a training.

Local by default: a SQLite file and a folder under ``data_dir/mlflow``; ``MLFLOW_TRACKING_URI`` names a
server instead.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MODEL = "springwind-ranker"
EXPERIMENT = "springwind"
_QUIET = {
    "MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true", "MLFLOW_ENABLE_ASYNC_LOGGING": "false",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1", "MLFLOW_HTTP_REQUEST_TIMEOUT": "5", "GIT_PYTHON_REFRESH": "quiet",
    "MLFLOW_LOGGING_LEVEL": "ERROR",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold what a run writes down."""

    name: str
    parameters: Mapping[str, Any]
    metrics: Mapping[str, float]
    tags: Mapping[str, str]
    files: Mapping[str, Path] = field(default_factory=dict)
    """Folder in the run -> file or folder here."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """Hold where a run was written, or why it was not."""

    run_id: str | None
    version: str | None
    problem: str = ""


def address(data_dir: Path) -> str:
    """Give the tracking address: the environment's, or the local SQLite file."""
    return (
        os.environ.get("MLFLOW_TRACKING_URI") or f"sqlite:///{(data_dir / 'mlflow' / 'mlflow.db').resolve()}"
    )


def track(data_dir: Path, entry: Entry, bundle: Path, champion: bool) -> Tracked:
    """Write a run, register its bundle as a model version and set its alias."""
    return _guarded(lambda: _tracked(data_dir, entry, bundle, champion))


def set_champion(data_dir: Path, sha256: str) -> Tracked:
    """Point the alias ``champion`` at the version of a bundle: the mirror of the store's row."""
    return _guarded(lambda: _mirrored(data_dir, sha256))


def _guarded(act: Callable[[], Tracked]) -> Tracked:
    try:
        os.environ.update({name: value for name, value in _QUIET.items() if name not in os.environ})
        logging.getLogger("alembic").setLevel(logging.ERROR)
        logging.getLogger("mlflow").setLevel(logging.ERROR)
        return act()
    except Exception as error:  # the tracker is a mirror: whatever it raises, training goes on
        return Tracked(
            None, None, f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
        )


def _client(data_dir: Path) -> Any:
    from mlflow.tracking import MlflowClient

    (data_dir / "mlflow").mkdir(parents=True, exist_ok=True)
    return MlflowClient(tracking_uri=address(data_dir), registry_uri=address(data_dir))


def _experiment(client: Any, data_dir: Path) -> str:
    known = client.get_experiment_by_name(EXPERIMENT)
    if known is not None:
        return str(known.experiment_id)
    local = (
        None if os.environ.get("MLFLOW_TRACKING_URI") else (data_dir / "mlflow" / "files").resolve().as_uri()
    )
    return str(client.create_experiment(EXPERIMENT, artifact_location=local))


def _tracked(data_dir: Path, entry: Entry, bundle: Path, champion: bool) -> Tracked:
    client = _client(data_dir)
    run = client.create_run(_experiment(client, data_dir), run_name=entry.name, tags=dict(entry.tags))
    run_id = str(run.info.run_id)
    _write(client, run_id, entry)
    client.log_artifacts(run_id, str(bundle), "bundle")
    client.set_terminated(run_id)
    version = _registered(client, run_id, entry.tags.get("sha256", ""))
    client.set_registered_model_alias(MODEL, "champion" if champion else "challenger", version)
    return Tracked(run_id, version)


def _write(client: Any, run_id: str, entry: Entry) -> None:
    for name, value in entry.parameters.items():
        client.log_param(run_id, name, value)
    for name, number in entry.metrics.items():
        client.log_metric(run_id, name, number)
    for folder, path in entry.files.items():
        write = client.log_artifacts if path.is_dir() else client.log_artifact
        write(run_id, str(path), folder)


def _registered(client: Any, run_id: str, sha256: str) -> str:
    if not client.search_registered_models(f"name='{MODEL}'"):
        client.create_registered_model(MODEL)
    source = f"{client.get_run(run_id).info.artifact_uri}/bundle"
    made = client.create_model_version(MODEL, source, run_id, tags={"sha256": sha256})
    return str(made.version)


def _mirrored(data_dir: Path, sha256: str) -> Tracked:
    client = _client(data_dir)
    for version in client.search_model_versions(f"name='{MODEL}'"):
        if version.tags.get("sha256") == sha256:
            client.set_registered_model_alias(MODEL, "champion", version.version)
            return Tracked(version.run_id, str(version.version))
    return Tracked(None, None, f"no version of {sha256[:12]}")
