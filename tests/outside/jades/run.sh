#!/usr/bin/env bash
# European seals before openssl and npm `jose`: the committed vectors, then seals of ours, one with a time-stamp by `openssl ts`.
# `run.sh BINARIES WORK DEMO`; the seals of the credentials that the demo issued are judged too. Says a line per check and the sum.
set -uo pipefail
binaries=$1
work=$2
demo=$3
here=$(cd "$(dirname "$0")" && pwd)
vectors=$here/../../vectors
sum=$work/sum
: >"$sum"

say() { "$@" 2>&1 | sed '$!b;/ passed, .* failed$/w '"$sum.last" ; cat "$sum.last" >>"$sum"; }

say python3 "$here/judge.py"
at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
for case in p256:iat p256:sigT rsa:iat rsa:rs256; do
    out=$work/${case/:/-}.json
    "$binaries/examples/seal" seal "$vectors/jades/${case%:*}.pem" "${case#*:}" "$vectors/elm/example.json" "$at" "$out" ||
        { echo "FAIL  $case was not sealed"; echo "0 passed, 1 failed" >>"$sum"; continue; }
    say python3 "$here/judge.py" "$out" "$vectors/jades/anchors.pem"
    say node "$here/jose.mjs" "$out"
done

# ── What `issue` sealed ──
for issued in "$demo"/out/*/european.jsonld; do
    say python3 "$here/judge.py" "$issued" "$demo/ca.pem"
    say node "$here/jose.mjs" "$issued"
done

# ── An authority of our own, by `openssl ts` ──
cd "$work" || exit 1
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj "/CN=Time root" >/dev/null 2>&1
openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj "/CN=Time" >/dev/null 2>&1
printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n' >tsa.ext
openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out tsa.pem -days 30 -extfile tsa.ext >/dev/null 2>&1
printf '[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_digest=sha256\ndefault_policy=1.3.6.1.4.1.32473.2\ndigests=sha256\ness_cert_id_alg=sha256\n' >ts.cnf
echo 01 >serial
cat "$vectors/jades/anchors.pem" ca.pem >anchors.pem
python3 "$here/tsa.py" "$work" "$work/port" &
authority=$!
trap 'kill "$authority"' EXIT
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
mkdir -p home
printf 'format = 1\n[body]\nname = "Outside"\ndid = "did:web:cert.example:demo"\nbase_url = "https://cert.example/demo"\n[fetch.loopback]\n"tsa.example" = "127.0.0.1:%s"\n' "$(cat port)" >home/attesto.toml
if "$binaries/attesto" --home home stamp p256-iat.json --authority https://tsa.example/tsr --into stamped.json; then
    say python3 "$here/judge.py" stamped.json anchors.pem
    printf 'format = 1\nname = "Outside"\nanchors = ["anchors.pem"]\n' >trust.toml
    report=$("$binaries/attesto" verify --json --offline --trust trust.toml stamped.json)
    case $report in
    *'"seal.stamped"'*) echo "ok    attesto finds the seal stamped"; echo "1 passed, 0 failed" >>"$sum" ;;
    *) echo "FAIL  attesto does not find the seal stamped: $report"; echo "0 passed, 1 failed" >>"$sum" ;;
    esac
else
    echo "FAIL  the seal was not stamped"; echo "0 passed, 1 failed" >>"$sum"
fi
# ── B-T at issue: the demo's body, with that authority in its configuration, seals anew one copy of one person ──
cp -a "$demo" stamping
sed -i "s|^authority = \"keys/ca.pem\"|&\ntime_stamp = \"https://tsa.example/tsr\"|" stamping/attesto.toml
sed -i "s|^\[fetch.loopback\]|&\n\"tsa.example\" = \"127.0.0.1:$(cat port)\"|" stamping/attesto.toml
issued() {
    local number=$1 copy words
    copy=$("$binaries/attesto" --json --home stamping status show "$number" |
        python3 -c 'import json, sys; print([c["id"] for c in json.load(sys.stdin)["copies"] if c["form"] == "jsonld" and c["status"] == "as its certification"][-1])') || return 1
    words=(--home stamping status replace "$number" --copy "$copy" --cause damaged --officer issuer-1 --passphrase-file stamping/secrets/issuer-1.txt)
    "$binaries/attesto" "${words[@]}" >issued.log 2>&1
}
cat "$demo/ca.pem" ca.pem >bodys.pem
number=$(basename "$(dirname "$(ls -d "$demo"/out/*/european.jsonld | head -n 1)")")
questions() { [ ! -e question.tsq ] || sha256sum question.tsq; }
asked=$(questions)
if issued "$number" && [ "$(questions)" != "$asked" ]; then
    say python3 "$here/judge.py" "stamping/out/$number/european.jsonld" bodys.pem
    cp ca.pem stamping/time.pem
    sed -i 's|^anchors = \["ca.pem"\]|anchors = ["ca.pem", "time.pem"]|' stamping/trust.toml
    report=$("$binaries/attesto" verify --json --offline --material stamping/public --trust stamping/trust.toml "stamping/out/$number/european.jsonld")
    case $report in
    *'"proof.holds"'*'"seal.stamped"'* | *'"seal.stamped"'*'"proof.holds"'*) echo "ok    issue sealed $number with a time-stamp"; echo "1 passed, 0 failed" >>"$sum" ;;
    *) echo "FAIL  attesto does not find what issue sealed stamped: $report"; echo "0 passed, 1 failed" >>"$sum" ;;
    esac
else
    echo "FAIL  no stamped copy was issued: $(cat issued.log)"; echo "0 passed, 1 failed" >>"$sum"
fi
awk '{ p += $1; f += $3 } END { print p " passed, " f " failed" }' "$sum"
