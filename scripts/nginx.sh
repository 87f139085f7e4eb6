#!/bin/sh
# Print the path of an nginx that runs, and get Debian's where there is none. Only the path goes to standard output.
set -eu
cd "$(dirname "$0")/.."

runs() {
    [ -n "$1" ] && [ -x "$1" ] && "$1" -v >/dev/null 2>&1
}

if [ -n "${NGINX:-}" ]; then
    runs "$NGINX" && echo "$NGINX" && exit 0
    echo "NGINX is $NGINX, which does not run." >&2
    exit 1
fi

# Unpacked, not installed: the tests need the program, and nobody wants a web server that starts with the machine.
unpacked=$PWD/.venv/nginx

# Debian keeps it where only root's PATH leads.
for candidate in "$(command -v nginx || true)" /usr/sbin/nginx /usr/local/sbin/nginx "$unpacked/usr/sbin/nginx"; do
    runs "$candidate" && echo "$candidate" && exit 0
done

unpack() {
    mkdir -p "$unpacked"
    packages=$(mktemp -d)
    # Some releases have the program in nginx, some in nginx-core.
    for package in nginx nginx-core; do
        (cd "$packages" && apt-get download "$package" >&2) || continue
        dpkg-deb --extract "$packages/$package"_*.deb "$unpacked" >&2 && runs "$unpacked/usr/sbin/nginx" && break
    done
    rm -rf "$packages"
    runs "$unpacked/usr/sbin/nginx"
}

if command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null; then
    echo "No nginx found: unpacking the system's package." >&2
    # The package's name is known only once the lists have been fetched, which root alone may do.
    if unpack || { [ "$(id -u)" -eq 0 ] && apt-get update >&2 && unpack; }; then
        echo "$unpacked/usr/sbin/nginx"
        exit 0
    fi
fi

echo "The tests of the deployment need nginx, and none could be found or unpacked." >&2
echo "Install nginx, or set NGINX to the path of one." >&2
exit 1
