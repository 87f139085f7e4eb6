#!/bin/sh
# Fetch the small plotly.js that package.json names, by npm. Where that is not possible, say so in one line and fail: the
# pages then get the plotly.js that the Python package brings, which does the same and is three times as large.
set -u
cd "$(dirname "$0")/.."

say() {
    echo "$1: the pages get plotly's own plotly.js, three times as large." >&2
    exit 1
}

command -v npm >/dev/null || say "There is no npm"
# Without a network the start of the app is not held up by trying again.
npm install --silent --no-audit --no-fund --no-package-lock --ignore-scripts --no-update-notifier \
    --fetch-retries=0 --fetch-timeout=10000 >/dev/null 2>&1 || say "npm could not fetch the small plotly.js"
