#!/usr/bin/env bash
# Gets the servers that some tests run against, where this machine is a Debian and we may: Redis and PgBouncer. Tests start
# them by themselves and skip where they are missing; so nothing here fails, and no service is started.
set -uo pipefail

missing=()
for program in redis-server pgbouncer; do
  PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null || missing+=("$program")
done
if [ "${#missing[@]}" -eq 0 ] || [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  exit 0
fi

install() {
  # As in single-user mode, where a package starts no service.
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 timeout 180 \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1
}
install || { timeout 120 apt-get update -qq >/dev/null 2>&1 && install; } ||
  echo "Not to be had here, and left out by tests: ${missing[*]}"
exit 0
