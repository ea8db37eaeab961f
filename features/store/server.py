"""The embedded server of one data folder: shared by every program there, stopped by the last one."""

from __future__ import annotations

import shutil
from pathlib import Path

from features.store import cluster as pg
from features.store.account import Account, account, cluster_folder, socket_folder
from features.store.errors import EmbeddedFailed
from features.store.keys import keys_folder, password
from features.store.lease import Lease, gate


class EmbeddedServer:
    """Run PostgreSQL for ``data_dir`` for as long as somebody uses it.

    A server left alive by a killed program is adopted; one that crashed is started again and
    recovers; a second program shares it.
    """

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir.expanduser().resolve()
        self._lease = Lease(self.data_dir)

    def open(self) -> EmbeddedServer:
        """Make the cluster if there is none, start it if it does not run, and join its users."""
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            keys_folder(self.data_dir)
        except OSError as error:
            raise EmbeddedFailed("data_dir", where=str(self.data_dir), detail=error.strerror) from error
        with gate(self.data_dir):
            self._ready()
            self._lease.take()
        return self

    def revive(self) -> None:
        """Start the server again if it died under us."""
        with gate(self.data_dir):
            self._ready()

    def close(self) -> None:
        """Leave; the last one out stops the server."""
        with gate(self.data_dir):
            if self._lease.leave():
                pg.stop(self.cluster, self._account)

    @property
    def pid(self) -> int | None:
        """Give the process number of the live server."""
        return pg.running_pid(self.cluster)

    def address(self) -> dict[str, str]:
        """Give libpq's parameters of the superuser's login; roles put their own login over it."""
        return {
            "host": str(self.socket),
            "dbname": pg.SUPERUSER,
            "user": pg.SUPERUSER,
            "password": password(self.data_dir, pg.SUPERUSER),
        }

    def _ready(self) -> None:
        self._account: Account = account()
        self.cluster = cluster_folder(self.data_dir, self._account)
        self._sweep()
        if not (self.cluster / "PG_VERSION").exists():
            pg.initialise(self.cluster, password(self.data_dir, pg.SUPERUSER), self._account)
        self.socket = socket_folder(self.cluster, self._account)
        alive = pg.running_pid(self.cluster) is not None
        if alive and not pg.answering(self.cluster, self.socket):
            pg.stop(self.cluster, self._account)  # its socket was swept away, or it hangs half started
            alive = False
        if not alive:
            pg.start(self.cluster, self.socket, self._account)

    def _sweep(self) -> None:
        for left_over in self.cluster.parent.glob(".pg-*"):
            shutil.rmtree(left_over, ignore_errors=True)
