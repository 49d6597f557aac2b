#!/usr/bin/env bash
# Makes a certification body named by did:key and issues the plain pilot cohort, with the verbs that a person would type.
# Usage: key-body.sh ATTESTO FOLDER. Everything is in FOLDER; the passphrases are throw-away.
set -euo pipefail
umask 077
attesto=$1 body=$2
root=$(cd "$(dirname "$0")/../.." && pwd)

mkdir -p "$body/secrets"
for who in credentials decider-1 approver-1 issuer-1; do
    printf 'throw-away passphrase of %s\n' "$who" >"$body/secrets/$who.txt"
done
cp "$root"/tests/pilot/*.csv "$root/tests/pilot/cohort.toml" "$root/crates/attesto/demo/scheme.toml" "$body"
verb() { "$attesto" --home "$body" "$@"; }

verb init --did key --name "Outside Body (fictitious)" --base-url https://outside.example/body --zone Europe/Rome \
    --passphrase-file "$body/secrets/credentials.txt" >&2
officer() { verb officer add "$1" --name "$2" --duty "$3" --passphrase-file "$body/secrets/${4:-$1}.txt" >&2; }
officer decider-1 "Decider (invented)" decide
officer approver-1 "Approver (invented)" approve
officer issuer-1 "Issuer (invented)" issue
for who in examiner-gr examiner-it examiner-ro examiner-2; do officer "$who" "Examiner (invented)" examine credentials; done
for who in trainer-1 trainer-2; do officer "$who" "Trainer (invented)" train credentials; done
digest=$(verb --json decide "$body/cohort.toml" --scheme "$body/scheme.toml" --officer decider-1 \
    --passphrase-file "$body/secrets/decider-1.txt" | sed -nE 's/^  "sheet": "([0-9a-f]{64})".*/\1/p')
verb approve "$digest" --officer approver-1 --passphrase-file "$body/secrets/approver-1.txt" >&2
verb issue "$digest" --officer issuer-1 --passphrase-file "$body/secrets/credentials.txt" >&2
