#!/usr/bin/env bash
# The console's pages, and the demo's party page: built from web/ into
# internal/console/assets/dist and internal/sandbox/assets/dist, which the
# program embeds. Go never needs this: without it the server shows a page
# that says so.
#
#   build   builds them where their sources changed; fails where it cannot
#   try     as build, but says in one line what is missing and goes on
#   test    runs their unit tests, where Node is there
#   e2e     builds all, and tests it in Chromium against the real program
#   lint    lints them, and holds the client's types to the OpenAPI document
#   dev     serves them from their sources, beside a running server
set -euo pipefail
cd "$(dirname "$0")/.."

dist=internal/console/assets/dist
party=internal/sandbox/assets/dist # the demo's party page
stamp=.cache/console.stamp

# What Vite asks for.
node_fits() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)' 2>/dev/null && npm --version >/dev/null 2>&1
}

needs_node="Node 20.19, 22.12 or later (https://nodejs.org)"

say() { echo "console: $*"; }

# Tests and what tools leave behind are no part of the pages.
sources() {
  find web -type f -not -path '*/node_modules/*' -not -path 'web/e2e/*' -not -name '*.test.*' -not -name '*.md' -not -name '*.tsbuildinfo' -exec cksum {} + | sort | cksum
}

packages() {
  local have=web/node_modules/.package-lock.json
  if [ ! -e "$have" ] || [ web/package-lock.json -nt "$have" ]; then
    say "fetching the packages that the pages are built with"
    (cd web && npm ci --no-audit --no-fund --loglevel=error) && touch "$have"
  fi
}

build() {
  local now
  now=$(sources)
  if [ -e $dist/index.html ] && [ -e $party/index.html ] && [ "$(cat $stamp 2>/dev/null)" = "$now" ]; then
    return
  fi
  packages || return 1
  say "building the pages (half a minute or so)"
  (cd web && npm run --silent build) || return 1
  mkdir -p "$(dirname $stamp)"
  echo "$now" >$stamp
}

# chromium installs the browser where it is missing and may be installed.
chromium() {
  [ -n "${CHROMIUM:-}" ] && return
  command -v chromium >/dev/null || command -v google-chrome >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing Chromium for the tests in a browser"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null
  else
    say "this needs Chromium: install it, or name its program in CHROMIUM"
    return 1
  fi
}

case "${1:-build}" in
build)
  node_fits || { say "this needs $needs_node"; exit 1; }
  build
  ;;
try)
  if ! node_fits; then
    [ -e $dist/index.html ] || say "the pages are not built, for that needs $needs_node; install it and run 'make console'. Everything else works."
  elif ! build; then
    say "the pages could not be built (see above); 'make console' tries again. Everything else works."
  fi
  ;;
test)
  if ! node_fits; then
    say "the pages' tests are left out, for they need $needs_node"
  else
    packages
    (cd web && npm test --silent)
  fi
  ;;
e2e)
  node_fits || { say "this needs $needs_node"; exit 1; }
  chromium
  build
  make --no-print-directory build
  (cd web && npm run --silent e2e)
  ;;
lint)
  node_fits || { say "this needs $needs_node"; exit 1; }
  packages
  (cd web && npm run --silent lint && npm run --silent generate >/dev/null)
  git diff --exit-code --stat -- web/src/api/schema.d.ts || { say "web/src/api/schema.d.ts is not what the OpenAPI document says: commit what 'npm run generate' wrote"; exit 1; }
  ;;
dev)
  node_fits || { say "this needs $needs_node"; exit 1; }
  packages
  say "with hot reload, before the server at ${XIEZHI_URL:-http://127.0.0.1:8080} (start one with 'make run'; XIEZHI_URL names another)"
  cd web && exec npm run --silent dev
  ;;
*)
  say "build, try, test, e2e, lint or dev, not $1"
  exit 2
  ;;
esac
