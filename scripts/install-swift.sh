#!/usr/bin/env bash
# Installs the S3-compatible server that the tests of documents in a bucket run against: OpenStack Swift as Debian has it,
# without its services. For a machine with apt and root, such as CI's; elsewhere those tests skip and say so.
set -euo pipefail

[ -f /usr/lib/python3/dist-packages/swift/proxy/server.py ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "Swift is not installed here, and only root can install it by apt." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
get() { timeout "$1" apt-get -qq "${@:2}" >/dev/null 2>&1; }
package=(install -y --no-install-recommends python3-swift)
# What takes long is bounded; the installation itself takes seconds and is not cut off half way.
if ! { get 25 update && get 30 "${package[@]}" --download-only && get 120 "${package[@]}" --no-download; }; then
  echo "Swift could not be installed in time." >&2
  exit 1
fi
