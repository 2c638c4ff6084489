# Sourced by the finders: `install_package NAME WHAT` installs a system package where that is allowed.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

install_package() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null || return 1
    echo "Installing $2 ..." >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update --quiet >&2 </dev/null
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet --yes "$1" >&2 </dev/null
}
