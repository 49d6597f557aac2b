"""Holds European Digital Credentials against the official SHACL with pyshacl, offline: the contexts are the committed ones.

`validate.py table` runs tests/vectors/elm/mutations.json; `validate.py FILE…` takes documents as issued (JAdES or plain).
"""
import copy
import json
import sys
from pathlib import Path

from pyld import jsonld
from pyshacl import validate
from rdflib import Graph

import shapes

ROOT = Path(__file__).resolve().parents[3]
VECTORS = ROOT / "tests" / "vectors" / "elm"
KNOWN = {
    "https://www.w3.org/2018/credentials/v1": "credentials-v1.json",
    "http://data.europa.eu/snb/model/context/edc-ap": "edc-ap.json",
}
passed = failed = 0


def told(holds, name, why=""):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    if not holds:
        print(f"FAIL  {name} {why}")


def shacl():
    graph = Graph()
    for path in shapes.SHACL:
        graph.parse(path)
    return graph


def committed(url, _):
    """The two contexts, and nothing else: this test asks no network."""
    text = (shapes.CONTEXTS / KNOWN[url]).read_text()
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": json.loads(text)}


def triples(document):
    """The document as RDF. A profile is of one graph: a document that holds another (a proof) is no RDF to judge."""
    data = jsonld.to_rdf(document, {"documentLoader": committed})
    if set(data) - {"@default"}:
        raise ValueError("the document holds a graph of its own")
    graph = Graph()
    graph.parse(data=jsonld.to_rdf(document, {"documentLoader": committed, "format": "application/n-quads"}), format="nt")
    return graph


def conforms(document, rules):
    try:
        holds, _, report = validate(triples(document), shacl_graph=rules, advanced=False, inplace=True)
    except Exception as error:  # what cannot be made RDF of does not conform
        return False, str(error)
    return holds, report


def place(document, pointer):
    *steps, last = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for step in steps:
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document, (int(last) if isinstance(document, list) else last)


def mutate(document, steps):
    document = copy.deepcopy(document)
    for step in steps:
        node, key = place(document, step.get("remove") or step.get("set") or step["rename"])
        if "remove" in step:
            del node[key]
        elif "rename" in step:
            node[step["to"]] = node.pop(key)
        elif isinstance(node, list) and key == len(node):
            node.append(step["to"])
        else:
            node[key] = step["to"]
    return document


def table(rules):
    committed = (ROOT / "crates/credential/src/lint/elm/shapes.tsv").read_text()
    told(committed == shapes.table(), "the table of our lint is what the official SHACL says")
    example = json.loads((VECTORS / "example.json").read_text())
    told(*[conforms(example, rules)[0], "the example conforms"])
    for row in json.loads((VECTORS / "mutations.json").read_text()):
        holds, report = conforms(mutate(example, row["steps"]), rules)
        told(holds == (row["shacl"] == "passes"), row["name"], f"conforms: {holds}")


def issued(path):
    document = json.loads(Path(path).read_text())
    return json.loads(document["payload"]) if "payload" in document else document


if __name__ == "__main__":
    rules = shacl()
    if sys.argv[1:] == ["table"]:
        table(rules)
    else:
        for path in sys.argv[1:]:
            holds, report = conforms(issued(path), rules)
            told(holds, path, report)
        told(len(sys.argv) > 1, "there are documents to hold against it")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)
