#!/usr/bin/env bash
# Installs what the interoperability tests need and this machine lacks: clients from Debian, @xmpp/client from npm.
# Safe to run again: it does nothing when everything is there. Needs root (or sudo) only when a Debian package is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

LOCK_PATIENCE=300 # seconds to wait for another package manager: a large installation takes minutes
ATTEMPTS=3        # a mirror that is being updated answers properly a little later
CLIENT=tests/Nightjar.Interop/clients/xmppjs

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Runs a command quietly and shows its output only when it keeps failing.
quietly() {
  local log attempt
  log=$(mktemp)
  for attempt in $(seq "$ATTEMPTS"); do
    if "$@" >"$log" 2>&1 </dev/null; then
      rm -f "$log"
      return 0
    fi
    [ "$attempt" -lt "$ATTEMPTS" ] && sleep $((attempt * 10))
  done
  echo "failed: $*" >&2
  cat "$log" >&2
  rm -f "$log"
  return 1
}

apt() {
  # DPkg::Lock::Timeout covers dpkg's lock, the attempts cover the lock of the package lists.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout="$LOCK_PATIENCE" "$@"
}

packages=()
need() { # need COMMAND PACKAGE...
  local command=$1
  shift
  command -v "$command" >/dev/null || packages+=("$@")
}
need tmux tmux
need openssl openssl
need profanity profanity
need go-sendxmpp go-sendxmpp
need node nodejs
need npm npm
/usr/bin/python3 -c 'import slixmpp' 2>/dev/null || packages+=(python3-slixmpp)
/usr/bin/python3 tests/Nightjar.Interop/clients/nbxmpp_client.py --check >/dev/null 2>&1 || packages+=(python3-nbxmpp glib-networking)

if [ ${#packages[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "missing here, and there is no apt-get to install it with: ${packages[*]}" >&2
    exit 1
  fi
  echo "installing ${packages[*]}"
  quietly apt update
  quietly apt install -y --no-install-recommends "${packages[@]}"
fi

# npm writes this file last, so it tells whether the folder holds what the lock file says.
installed=$CLIENT/node_modules/.package-lock.json
if [ ! -e "$installed" ] || [ "$CLIENT/package-lock.json" -nt "$installed" ]; then
  echo "installing @xmpp/client"
  quietly npm ci --prefix "$CLIENT" --no-audit --no-fund --ignore-scripts --loglevel=error
fi
