#!/usr/bin/env bash
# What it costs to refuse documents made to exhaust: CPU time and peak memory of a whole process, by GNU time.
# Usage: entangled.sh BINARIES ROOT. DESIGN section 17: 200 ms and 64 MB. Measured on the unoptimised build, which is slower.
set -uo pipefail
binaries=$1 root=$2
limit_ms=200 limit_kib=65536
passed=0 failed=0

measured() {
    local name=$1 expected=$2 cost said seconds kib
    shift 2
    cost=$(mktemp)
    said=$(/usr/bin/time --quiet -f '%U %S %M' -o "$cost" "$@" 2>&1)
    read -r seconds kib < <(awk '{ print $1 + $2, $3 }' "$cost")
    rm -f "$cost"
    local ms
    ms=$(awk -v s="$seconds" 'BEGIN { printf "%d", s * 1000 }')
    if [[ $said != *"$expected"* ]]; then
        echo "FAIL  $name: it said ${said:0:200}"; failed=$((failed + 1))
    elif [ "$ms" -gt $limit_ms ] || [ "$kib" -gt $limit_kib ]; then
        echo "FAIL  $name: $ms ms of CPU, $kib KiB"; failed=$((failed + 1))
    else
        echo "pass  $name: refused in $ms ms of CPU, $kib KiB"; passed=$((passed + 1))
    fi
}

for document in "$root"/tests/vectors/canon-refused/entangled-*.json; do
    expected="too entangled"
    [[ $document == *clique* ]] && expected="a blank node identifier"
    measured "$(basename "$document" .json)" "$expected" "$binaries/examples/canonical" "$document"
done

# Graphs that no document can be written as are read by the tests of `securing` only; its test program is the process.
suite=$(cd "$root" && cargo test --locked --workspace --lib --no-run --message-format=json 2>/dev/null |
    node -e 'for (const line of require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean)) {
        const { executable, target } = JSON.parse(line);
        if (executable && target.name === "attesto_securing") console.log(executable);
    }')
for name in the_poison_graph_of_the_w3c_is_refused cliques_and_twin_stars_are_refused_before_their_orders_are_tried; do
    measured "$name" "1 passed" "$suite" --exact "canon::rdfc::tests::$name"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
