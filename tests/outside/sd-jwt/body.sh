#!/usr/bin/env bash
# Gives the body of key-body.sh keys for wallets, a holder a key, and that holder a copy; shows it as a wallet would.
# Then the same body under certificates of a throw-away authority, with a copy for another key.
# Usage: body.sh ATTESTO BODY FOLDER. In FOLDER: wallet.sdjwt, shown.sdjwt, holder.jwk, the published metadata; in
# FOLDER/certified: wallet.sdjwt, token.jwt, ca.pem.
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

# ── Under certificates: the authority is thrown away with the folder ──
certified=$out/certified
mkdir -p "$certified/holders" "$certified/handed-out"
host=$(sed -nE 's|^base_url *= *"https://([^/"]+)/.*|\1|p' "$body/attesto.toml")
verb keys trial --name 'Outside Body' --identifier VATIT-12345678901 --country IT --host "$host" --into "$certified/handed-out" >&2
rm "$body/keys/wallet.key" "$body/keys/wallet-list.key" "$body/public/jwt-vc-issuer.json"
handed=$certified/handed-out
verb keys wallet --certified "$handed/access.pem" --certified-lists "$handed/lists.pem" --authority "$handed/ca.pem" >&2
verb keys holder "$certified/holder.jwk" >"$certified/holders/$number.jwk"
verb publish >&2
verb issue "$digest" --officer issuer-1 --holder-keys "$certified/holders" >&2
cp "$body/out/$number/wallet.sdjwt" "$body/public/status/1/token.jwt" "$handed/ca.pem" "$certified/"
