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

find_browser && exit 0

. "$(dirname "$0")/install-package.sh"
install_package chromium "Chromium for the browser tests" && find_browser && exit 0

echo "The browser tests need Chromium. Install it (Debian, Ubuntu: apt-get install chromium; Fedora: dnf install chromium;" >&2
echo "macOS: brew install --cask chromium), or name a Chrome that is there: make test CHROMIUM=/path/to/chrome" >&2
exit 1
