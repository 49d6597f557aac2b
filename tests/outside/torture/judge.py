"""What must hold after every fault: nothing found, everything acknowledged there, nothing twice, nothing half done."""

from dataclasses import dataclass

from body import CERTIFIED, VERBS, Answer, Body

# The acts that stand once a verb was acknowledged; to issue is an intent, a record, and a list published and seen.
ACTS_AFTER = {"decide": 1, "approve": 2, "issue": 6}


@dataclass
class Reference:
    """What a run that nothing disturbed came to: its lines by digest, and what left the house."""

    acts: list[str]
    badges: dict[str, bytes]

    @staticmethod
    def of(body: Body) -> "Reference":
        answer = body.check()
        assert answer.code == 0 and not answer.json()["findings"], answer.told()
        return Reference(hashes(answer), body.badges())


def hashes(answer: Answer) -> list[str]:
    return [act["hash"] for act in answer.json()["acts"]]


def sound(answer: Answer) -> list[str]:
    """What `ledger check` has against a register."""
    if answer.code != 0:
        return [f"ledger check: exit {answer.code}, {answer.told()}"]
    return [f"ledger check finds {found['code']}: {found['found']}" for found in answer.json()["findings"]]


def begins(answer: Answer, reference: Reference, at_least: int, at_most: int, same: int | None = None) -> list[str]:
    """Whether a register stands at a beginning of the reference, with all that was acknowledged.

    Only the first `same` acts are the very ones of the reference, if that is given: later ones were done anew.
    """
    faults = sound(answer)
    if faults:
        return faults
    acts = hashes(answer)
    if acts[:same] != reference.acts[:len(acts)][:same]:
        faults.append("other acts than were done")
    if not at_least <= len(acts) <= at_most:
        faults.append(f"{len(acts)} acts stand; {at_least} were acknowledged, {at_most} begun")
    return faults


def finished(body: Body, stands: int, badges: dict[str, bytes]) -> list[str]:
    """Does what is left of the day; everyone who should be certified is, once, and what left the house stands."""
    for verb in VERBS:
        if verb == "issue" or stands < ACTS_AFTER[verb]:
            answer = body.verb(verb)
            if answer.code != 0:
                return [f"{verb} after it: exit {answer.code}, {answer.told()}"]
    faults = whole(body, badges)
    issued = answer.json()["issued"]
    if stands >= ACTS_AFTER["issue"] and issued:
        faults.append(f"{issued} copies were issued again")
    return faults


def whole(body: Body, badges: dict[str, bytes]) -> list[str]:
    """At the end of the day: one copy per certification, no id twice, and the badges that were out unchanged."""
    answer = body.check()
    faults = sound(answer)
    if faults:
        return faults
    counts, now = answer.json()["counts"], body.badges()
    if (counts["certifications"], counts["copies"], len(now)) != (CERTIFIED,) * 3:
        faults.append(f"{counts['certifications']} certifications, {counts['copies']} copies, {len(now)} badges")
    if answer.json()["open_intents"]:
        faults.append("an intent is open")
    changed = [number for number, badge in badges.items() if now.get(number) != badge]
    return faults + [f"badge {number} is not the one that was out" for number in changed]
