"""How gunicorn serves the app; the settings come from the environment (`config` beside this file)."""

import os
from typing import Any

from minimal_model.dashboard.results.memory import give_back_large_arrays
from minimal_model.dashboard.server.config import Config
from minimal_model.dashboard.server.listening import check_listening

try:
    own = Config.from_env(os.environ)
except ValueError as error:
    raise SystemExit(f"{error}") from None

# The colons of an IPv6 address would be taken for the port's, and a host of the name unix for a file.
bind = f"tcp://[{own.host}]:{own.port}" if ":" in own.host else f"tcp://{own.host}:{own.port}"

# A page asks for several things at once, and numpy lets go of the interpreter while it computes: threads answer the
# small requests meanwhile, and a second process keeps one long computation from holding everybody up.
worker_class = "minimal_model.dashboard.server.worker.Worker"
threads = own.threads
workers = own.workers

# The app warms itself when it is created: with preloading that happens once, before the workers are forked, and they
# share the memory. An app that cannot be imported also stops the server at once instead of restarting for ever.
preload_app = True

# A worker shows that it is alive by touching a file; on a disk that can stall, and a live worker would be killed.
if os.path.isdir("/dev/shm"):
    worker_tmp_dir = "/dev/shm"

# Nothing here is managed at run time, and the socket would be left in the home directory, shared by every server there.
control_socket_disable = True

# Far longer than any computation of the app, so that only a worker that hangs is replaced.
timeout = 60

# TRUSTED_PROXIES alone says who is believed, in the app; gunicorn would believe every program on the same machine.
forwarded_allow_ips = ""

# PATH_PREFIX alone says where the pages are; of this variable gunicorn would make a path that every request has to
# begin with, and answer the others with 500.
raw_env = ["SCRIPT_NAME="]

# Requests are short: a stop need not wait for connections that browsers merely hold open.
graceful_timeout = 3

# One line for each request: what was asked for, what came of it, how many bytes, how many seconds. No addresses of
# visitors, no queries: nobody's data is stored.
accesslog = "-" if own.request_log else None
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s bytes %(L)s s"

# Name of the process in lists, where the setproctitle package is installed.
proc_name = "minimal-model-explorer"


def on_starting(server: Any) -> None:
    """Stop at once, and say why, where HOST and PORT cannot be listened on; gunicorn would try for five seconds.

    Not where gunicorn is told to listen elsewhere, and not where it is handed a socket that listens already, by systemd
    or by the gunicorn that it replaces.
    """
    inherited = {"LISTEN_FDS", "GUNICORN_FD"} & set(os.environ)
    if inherited or server.cfg.reuse_port or server.cfg.address != [(own.host.lower(), own.port)]:
        return
    try:
        check_listening(own.host, own.port)
    except ValueError as error:
        raise SystemExit(f"{error}") from None


def post_fork(server: Any, worker: Any) -> None:
    """Tune the memory of a process that does nothing but serve; `create_app` leaves that of a notebook alone."""
    give_back_large_arrays()
