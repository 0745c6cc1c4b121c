#!/usr/bin/env bash
# Installs the optional package node-llama-cpp into this checkout for development and CI, with the processor's binary
# only: its CUDA and Vulkan binaries are left out. They are optional dependencies, and leaving those out in the
# checkout itself would take away the tool chain's own binaries; so the package gets a folder and a link.
# Nothing is built, no install script runs, package.json and the lock file stay as they are. Run it again after npm ci.
set -euo pipefail
cd "$(dirname "$0")/.."

version='^3.22'
case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) binary=linux-x64 ;;
  Linux-aarch64) binary=linux-arm64 ;;
  Darwin-arm64) binary=mac-arm64-metal ;;
  Darwin-x86_64) binary=mac-x64 ;;
  *)
    echo "There is no prebuilt binary for $(uname -s) on $(uname -m) here; run: npm install --no-save node-llama-cpp@$version" >&2
    exit 1
    ;;
esac

folder=node_modules/.llama-cpp
mkdir -p "$folder"
echo '{"private":true}' >"$folder/package.json"
npm install --prefix "$folder" --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error \
  "node-llama-cpp@$version" "@node-llama-cpp/$binary@$version"
ln -sfn .llama-cpp/node_modules/node-llama-cpp node_modules/node-llama-cpp
echo "node-llama-cpp $(node -p "require('./$folder/node_modules/node-llama-cpp/package.json').version") is installed in $folder"
