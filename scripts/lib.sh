# shellcheck shell=sh
# Sourced by the scripts beside it, with `here` naming their folder. Sets `root`, the checkout, and puts the Node that the project pins first
# on PATH, installing it with the other packages when they are missing or no longer those of package-lock.json.
#
# It needs sh, npm and any Node from 20 on: the package `node` brings Node 24, and everything after the installation runs on that one.
# On the way of every command nothing is started here: the checks of a finished installation are the shell's own tests.

root=$(cd "$here/.." && pwd -P)
stamp="$root/node_modules/.clientcard-lock" # a copy of the package-lock.json that was installed
lock="$root/.install-lock"                  # a link, which is made in one step or not at all; its target is the id of the process

say() { printf '%s\n' "$*" >&2; }

stop() {
  say "clientcard: $1"
  say "  $2"
  exit 1
}

# True when node_modules holds what package-lock.json asks for. A checkout touches files without changing them, hence the second look.
installed() {
  [ -e "$root/node_modules/.bin/node" ] || return 1
  [ "$stamp" -nt "$root/package-lock.json" ] && return 0
  [ -e "$stamp" ] && cmp -s "$stamp" "$root/package-lock.json" && touch "$stamp" 2>/dev/null
}

major_of() { "$1" -v 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p'; }

# Leaves this process the only one that installs, or ends it when another one has just done it.
take_lock() {
  waited=0
  until ln -s "$$" "$lock" 2>/dev/null; do
    installed && exit 0
    holder=$(readlink "$lock" || echo "")
    if [ -z "$holder" ]; then
      [ -w "$root" ] || stop "$root cannot be written to." "Give your user the right to write there, or run npm ci there as its owner."
    elif ! kill -0 "$holder" 2>/dev/null; then
      # Its process is gone. Moving is done once only, so of two that see this, one clears it.
      mv "$lock" "$lock.$$" 2>/dev/null && rm -f "$lock.$$"
      continue
    fi
    [ "$waited" -gt 0 ] || say "Another start is installing the packages; waiting for it…"
    [ "$waited" -lt 600 ] || stop "another installation (process $holder) has not ended in ten minutes." "End it, or remove $lock, and start again."
    sleep 1
    waited=$((waited + 1))
  done
}

install_packages() (
  command -v npm >/dev/null || stop "npm was not found." "Install Node 24 (https://nodejs.org) with its npm and start again."
  found=$(major_of node)
  [ "${found:-0}" -ge 20 ] || stop "Node 20 or newer is needed to install; found $(node -v 2>/dev/null || echo none)." \
    "Install Node 24 (https://nodejs.org) and start again."
  take_lock
  log=$(mktemp)
  trap 'rm -f "$lock" "$log"' EXIT
  trap 'exit 130' INT TERM HUP
  installed && exit 0
  say "Installing packages into node_modules (only now, about half a minute)…"
  cd "$root"
  # The flags undo settings of a user, or of NODE_ENV=production, that would leave out the tools or the Node that comes by an install script,
  # or refuse to install by the older Node, which only fetches.
  npm ci --include=dev --include=optional --ignore-scripts=false --engine-strict=false \
    --no-audit --no-fund --loglevel=error </dev/null >"$log" 2>&1 || {
    tail -n 40 "$log" >&2
    stop "the packages could not be installed (npm's words are above)." "Check the network and npm's registry and proxy settings, then start again."
  }
  node="$root/node_modules/.bin/node"
  found=$(major_of "$node")
  [ "${found:-0}" -ge 24 ] || stop "Node 24 is needed; $node answers $("$node" -v 2>&1 || echo nothing)." \
    "Remove $root/node_modules and start again; if that does not help, npm must be allowed to run install scripts."
  cp package-lock.json "$stamp"
)

# Installs the named packages of Debian where it may, as root on Debian. The tests that run against such a program say themselves when it is
# missing. When all are there this costs one question to dpkg.
need_debian() {
  [ "$(id -u)" = 0 ] && grep -qx 'ID=debian' /etc/os-release 2>/dev/null || return 0
  have=" $(dpkg-query -W -f '${Package}=${db:Status-Status} ' "$@" 2>/dev/null || true)"
  missing=
  for package; do
    case $have in *" $package=installed "*) ;; *) missing="$missing $package" ;; esac
  done
  [ -n "$missing" ] || return 0
  say "Installing$missing from Debian for the tests (only now)…"
  apt() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o DPkg::Lock::Timeout=120 "$@"; }
  # shellcheck disable=SC2086 # the names are words
  if problem=$({ apt update && apt install -y --no-install-recommends $missing; } </dev/null 2>&1); then return 0; fi
  say "  They could not be installed; the tests that need them are skipped, or fail where CI=true. apt-get said:"
  printf '%s\n' "$problem" | tail -n 3 >&2
}

installed || install_packages || exit $?
PATH="$root/node_modules/.bin:$PATH"
export PATH
