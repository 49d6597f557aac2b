"""Derives the table of our lint (crates/credential/src/lint/elm/shapes.tsv) from the official SHACL and context.

Not a validator: validate.py is. One line per member that a class may have: class, term, least, most, kind.
"""
import json
from pathlib import Path

from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection

SH = Namespace("http://www.w3.org/ns/shacl#")
XSD = "http://www.w3.org/2001/XMLSchema#"
CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept"
CONTEXTS = Path(__file__).resolve().parents[3] / "contexts"
SHACL = [CONTEXTS / "shacl" / name for name in ("edc-generic-no-cv.ttl", "edc-generic-full.ttl")]
# Terms whose context and SHACL disagree on the property: carried, never validated (the SHACL writes them otherwise).
UNVALIDATED = {("Person", "nationalID"), ("GradingScheme", "resultDestribution"), ("LearningAssessment", "resultDestribution")}


def terms():
    """Property to term, of both contexts; of the credential's own context only the scoped ones."""
    own = json.loads((CONTEXTS / "edc-ap.json").read_text())["@context"]
    scoped = json.loads((CONTEXTS / "credentials-v1.json").read_text())["@context"]["VerifiableCredential"]["@context"]
    prefixes = {key: value for key, value in own.items() if isinstance(value, str)} | {"cred": scoped["cred"]}
    found, classes, references = {}, {}, set()
    for context in (scoped, own):
        for term, definition in context.items():
            if isinstance(definition, dict) and "@id" in definition:
                prefix, _, name = definition["@id"].partition(":")
                found[prefixes.get(prefix, prefix + ":") + name] = term
                if definition.get("@type") == "@id":
                    references.add(term)
            elif isinstance(definition, str) and ":" in definition and not definition.startswith("http"):
                prefix, _, name = definition.partition(":")
                classes[prefixes[prefix] + name] = term
    return found, classes, references


def kind(graph, shape, term, classes, references):
    """What may stand there: a text by language, a literal, a concept of a scheme, a node of some classes.

    `never`: the context makes a node of it and the SHACL wants a literal, so nothing can stand there.
    """
    scheme, alternatives = None, graph.value(shape, SH["or"])
    for node in graph.objects(shape, SH.node):
        alternatives = alternatives or graph.value(node, SH["or"])
        for inner in graph.objects(node, SH.property):
            scheme = scheme or graph.value(inner, SH.hasValue)
    datatype, named = graph.value(shape, SH.datatype), graph.value(shape, SH["class"])
    if datatype is not None and term in references:
        return "never"
    if datatype is not None:
        name = str(datatype).rsplit("#", 1)[-1]
        unique = graph.value(shape, SH.uniqueLang) is not None
        return ("text" if unique else "texts") if name == "langString" else name
    if scheme is not None or str(named) == CONCEPT:
        return f"{'concept' if str(named) == CONCEPT else 'listed'} {scheme or ''}".strip()
    named = [named] if named is not None else []
    if alternatives is not None:
        named = [graph.value(one, SH["class"]) for one in Collection(graph, alternatives)]
    names = sorted(classes[str(one)] for one in named if one is not None)
    return "node " + " ".join(names) if names else "any"


def joined(one, other):
    """Two shapes may speak of one member: the class and its vocabulary."""
    if "any" in (one, other):
        return other if one == "any" else one
    if one == "concept" and other.startswith("listed "):
        return "concept " + other.split(" ")[1]
    return one if other == "concept" or not other.startswith(("listed", "concept")) else joined(other, one) if one == "concept" else other


def table():
    graph = Graph()
    for path in SHACL:
        graph.parse(path)
    found, classes, references = terms()
    rows = {}
    for shape, target in graph.subject_objects(SH.targetClass):
        name = classes.get(str(target))
        for one in graph.objects(shape, SH.property):
            path, off = graph.value(one, SH.path), graph.value(one, SH.deactivated)
            term = found.get(str(path))
            if name is None or term is None or (off is not None and off.toPython()):
                continue
            least = int(graph.value(one, SH.minCount) or 0)
            most = graph.value(one, SH.maxCount)
            row = rows.setdefault((name, term), [0, None, "any"])
            row[0] = max(row[0], least)
            row[1] = int(most) if most is not None and row[1] is None else row[1]
            row[2] = joined(row[2], kind(graph, one, term, classes, references))
    for name, term in UNVALIDATED:
        rows.setdefault((name, term), [0, None, "any"])
    lines = []
    for (name, term), (least, most, told) in sorted(rows.items()):
        lines.append(f"{name}\t{term}\t{least}\t{'*' if most is None else most}\t{told}\n")
    return "".join(lines)


if __name__ == "__main__":
    print(table(), end="")
