#!/bin/sh
# Print the path of a Chromium that runs, and install one where there is none. Only the path goes to standard output.
# The headless shell is the same browser without its windows: a page opens in four fifths of the time.
set -eu
cd "$(dirname "$0")/.."

# A launcher can be on PATH without the browser behind it (Ubuntu's package is one, where there is no snap), so a
# candidate counts only when it answers.
runs() {
    [ -n "$1" ] && [ -x "$1" ] && "$1" --version >/dev/null 2>&1
}

on_path() {
    for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
        candidate=$(command -v "$name" || true)
        if runs "$candidate"; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

playwrights_own() {
    candidate=$(.venv/bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)') || return 1
    runs "$candidate" && echo "$candidate"
}

if [ -n "${CHROMIUM:-}" ]; then
    runs "$CHROMIUM" && echo "$CHROMIUM" && exit 0
    echo "CHROMIUM is $CHROMIUM, which does not run." >&2
    exit 1
fi

on_path && exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "No Chromium on PATH: installing the system's package." >&2
    apt-get update >&2 || true
    for package in chromium-headless-shell chromium; do
        if DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$package" >&2; then
            on_path && exit 0
        fi
    done
fi

if [ -x .venv/bin/playwright ]; then
    echo "No Chromium on PATH: using Playwright's own." >&2
    if .venv/bin/playwright install chromium >&2; then
        playwrights_own && exit 0
    fi
fi

echo "The browser tests need Chromium, and none could be found or installed." >&2
echo "Install chromium or google-chrome, or set CHROMIUM to the path of one." >&2
exit 1
