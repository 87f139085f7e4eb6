"""How gunicorn serves the app; the settings come from the environment (`config` beside this file)."""

import os

from minimal_model.dashboard.server.config import Config

try:
    own = Config.from_env(os.environ)
except ValueError as error:
    raise SystemExit(f"{error}") from None

# The colons of an IPv6 address would be taken for the port's.
bind = f"[{own.host}]:{own.port}" if ":" in own.host.strip("[]") else f"{own.host}:{own.port}"

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

# Requests are short: a stop need not wait for connections that browsers merely hold open.
graceful_timeout = 3

# One line for each request: what was asked for, what came of it, how many bytes, how many seconds. No addresses of
# visitors, no queries: nobody's data is stored.
accesslog = "-" if own.request_log else None
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s bytes %(L)s s"

# Name of the process in lists, where the setproctitle package is installed.
proc_name = "minimal-model-explorer"
