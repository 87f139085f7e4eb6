"""How the app is served; HOST, PORT and WORKERS come from the environment."""

import os


def whole_number(name: str, default: int, largest: int) -> int:
    """Read a whole number from 1 to `largest` from the environment, or stop with a message that names the variable."""
    text = os.environ.get(name) or str(default)
    # The length is checked first, since int() refuses very long digits with an error of its own.
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(largest)) and 1 <= int(text) <= largest):
        raise SystemExit(f"{name} must be a whole number from 1 to {largest}, not {text!r}.")
    return int(text)


host = os.environ.get("HOST") or "127.0.0.1"
if ":" in host and not host.startswith("["):
    host = f"[{host}]"  # an IPv6 address, whose colons would be taken for the port's

bind = f"{host}:{whole_number('PORT', 8050, 65535)}"

# A page asks for several things at once, and numpy lets go of the interpreter while it computes: threads answer the
# small requests meanwhile, and a second process keeps one long computation from holding everybody up.
worker_class = "gthread"
threads = 4
workers = whole_number("WORKERS", 2, 64)

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

# Requests are short: a stop need not wait for connections that browsers merely hold open.
graceful_timeout = 5

# One line for every callback says little; `--access-logfile -` turns them on.
accesslog = None

# The name in process lists, where the setproctitle package is installed.
proc_name = "minimal-model-explorer"
