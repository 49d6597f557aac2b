#!/usr/bin/env bash
# Gives the body of key-body.sh keys for wallets, a holder a key, and that holder a copy; shows it as a wallet would.
# Usage: body.sh ATTESTO BODY FOLDER. In FOLDER: wallet.sdjwt, shown.sdjwt, holder.jwk, and the published metadata.
set -euo pipefail
umask 077
attesto=$1 body=$2 out=$3
verb() { "$attesto" --home "$body" "$@"; }

number=$(basename "$(find "$body/out" -mindepth 1 -maxdepth 1 -type d | sort | head -n 1)")
digest=$(verb --json ledger show | sed -nE 's/.*"sheet": "([0-9a-f]{64})".*/\1/p' | head -n 1)
[ -n "$digest" ] || digest=$(basename "$(find "$body/sheets" -name '*.html' | head -n 1)" .html)
verb keys wallet >&2
mkdir -p "$out/holders"
verb keys holder "$out/holder.jwk" >"$out/holders/$number.jwk"
verb issue "$digest" --officer issuer-1 --holder-keys "$out/holders" >&2
cp "$body/out/$number/wallet.sdjwt" "$out/wallet.sdjwt"
cp "$body/public/jwt-vc-issuer.json" "$body/public/status/1/token.jwt" "$out/"
verb present "$out/wallet.sdjwt" --disclose family_name,learning_outcomes/0 --audience https://office.example --nonce n-1 \
    --holder-key "$out/holder.jwk" --out "$out/shown.sdjwt" >&2
