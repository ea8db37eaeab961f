"""``springwind serve``: start the service, say where it listens and where the key lies, stop gracefully."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

import click

from features.cli import language
from features.errors import InputError, Unavailable
from features.say import Lang, say


class PortTaken(Unavailable):
    """Say that another program listens where the service should."""

    code = "port_taken"


@click.command()
@click.option("--host", default=None, help="address to listen on; 127.0.0.1 unless said")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=None, help="8088 unless said; 0 takes a free one"
)
@click.option("--new-key", metavar="NAME", default=None, help="make a further key, print it once, and end")
@click.option("--scope", metavar="DIVISION", default="", help="with --new-key: division prefix it may see")
def serve(host: str | None, port: int | None, new_key: str | None, scope: str) -> None:
    """Start the service: pages for the window and the public, API, feeds. 启动服务。"""
    from serving.threads import one_thread_each

    one_thread_each()
    from features.settings import Settings
    from serving.settings import ServiceSettings

    settings = ServiceSettings.over(Settings())
    if new_key is not None:
        _make_key(settings, new_key, scope)
        return
    serving = settings.serving.model_copy(
        update={name: value for name, value in (("host", host), ("port", port)) if value is not None}
    )
    listener = listen(serving.host, serving.port)
    with listener:
        run(settings.model_copy(update={"serving": serving}), listener, language())


def listen(host: str, port: int) -> socket.socket:
    """Take the address before anything else is started; raise Unavailable if it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # the protocol is named: only then does asyncio send small answers at once (TCP_NODELAY)
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno in (98, 48, 13):
            raise PortTaken(where=f"{host}:{port}", host=host, port=port) from error
        raise Unavailable(
            "bad_address", where=host, host=host, reason=error.strerror or str(error)
        ) from error
    return listener


def run(settings: Any, listener: socket.socket, lang: Lang) -> None:
    """Serve until told to stop; requests in hand are answered first."""
    import uvicorn

    from serving.app import create_app
    from serving.logs import configuration

    app = create_app(settings, announce=lambda office, seconds: _announce(office, seconds, listener, lang))
    config = uvicorn.Config(
        app, log_config=configuration(), access_log=False, server_header=False, timeout_graceful_shutdown=10,
        lifespan="on", proxy_headers=True,
    )  # fmt: skip
    _say_once(app)
    for number in (signal.SIGINT, signal.SIGTERM):  # raised anew by the server once it has stopped
        signal.signal(number, lambda *_: None)
    server = uvicorn.Server(config)
    with suppress(SystemExit):
        server.run(sockets=[listener])
    failure = getattr(app.state, "failure", None)
    if failure is not None:
        raise failure
    if not server.started:  # nobody foresaw why; the log has it, and who started us must know
        sys.exit(1)
    click.echo(say("serve.stopped", lang))


def _say_once(app: Any) -> None:
    """Keep the server's own account of a start that we refused out of the log: it is said in one sentence."""
    log = logging.getLogger("uvicorn.error")
    log.addFilter(lambda record: getattr(app.state, "failure", None) is None)


def _announce(office: Any, seconds: float, listener: socket.socket, lang: Lang) -> None:
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    click.echo(say("serve.listening", lang, url=f"http://{shown}:{port}/"))
    click.echo(say("serve.key", lang, path=office.keys.office_file))
    bundle = (office.champion or "–")[:12]
    live = office.board.live.height
    click.echo(say("serve.ready", lang, posts=f"{live:,}", bundle=bundle, seconds=f"{seconds:.1f}"))
    if office.trouble is not None:
        click.secho(say("serve.not_ready", lang, reason=office.trouble.message(lang)), fg="yellow")


def _make_key(settings: Any, name: str, scope: str) -> None:
    from serving.access.keys import KeyRing

    ring = KeyRing(settings.data_dir / "keys")
    ring.ensure(settings.scope)
    scope = scope or settings.scope
    if not scope.startswith(settings.scope):
        raise InputError("key_scope", where="--scope", scope=scope)
    token = ring.add(name, scope)
    shown = scope or say("serve.whole_office", language())
    click.echo(say("serve.new_key", language(), name=name, scope=shown, token=token))
