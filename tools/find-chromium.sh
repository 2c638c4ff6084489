#!/bin/sh
# Prints the Chromium that drives the browser tests; installs it where that is allowed, else says what to install.
find_browser() {
    for name in "$CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        if [ -n "$name" ] && command -v "$name"; then
            return 0
        fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

find_browser && exit 0

if command -v apt-get >/dev/null && as_root true 2>/dev/null; then
    echo "Installing Chromium for the browser tests ..." >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update --quiet >&2 </dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes chromium >&2 </dev/null
    find_browser && exit 0
fi

echo "The browser tests need Chromium. Install it (Debian, Ubuntu: apt-get install chromium; Fedora: dnf install chromium;" >&2
echo "macOS: brew install --cask chromium), or name a Chrome that is there: make test CHROMIUM=/path/to/chrome" >&2
exit 1
