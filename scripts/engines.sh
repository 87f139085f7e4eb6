#!/bin/sh
# Firefox and WebKit for the tour of the pages: install what is missing of those that BROWSERS names (all, if it names none).
set -eu

BROWSERS=${BROWSERS:-chromium firefox webkit}
BROWSERS=$(echo "$BROWSERS" | tr ',' ' ')

runs() {
    for name in "$@"; do
        candidate=$(command -v "$name" || true)
        # A launcher can be on PATH without the browser behind it.
        if [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

missing() {
    packages=
    for browser in $BROWSERS; do
        case $browser in
        chromium) ;;
        firefox) runs firefox-esr firefox || packages="$packages firefox-esr" ;;
        webkit)
            command -v WebKitWebDriver >/dev/null || packages="$packages webkit2gtk-driver"
            command -v Xvfb >/dev/null || packages="$packages xvfb"
            ;;
        *)
            echo "BROWSERS names $browser; it may name chromium, firefox and webkit." >&2
            exit 1
            ;;
        esac
    done
    echo $packages
}

packages=$(missing)
[ -n "$packages" ] || exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing the system's packages: $packages" >&2
    apt-get update >&2 || true
    for try in 1 2 3; do
        # shellcheck disable=SC2086  # several words
        DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
            install -y --no-install-recommends $packages >&2 && break
    done
    packages=$(missing)
    [ -n "$packages" ] || exit 0
fi

echo "Some tests need other browsers: apt-get install $packages, or do without: BROWSERS=chromium make test" >&2
exit 1
