"""The fact check: numbers, names, roles and results told in prose, against the record. Pure.

`check` reads a story, plain or Markdown with our links, and answers with findings in the order of the text, at most one for each
stretch of it: what agrees (and can be bound), what disagrees (with what the record says, and where it has it from), and what
is unknown (to be bound, sourced or waived). It knows no sentence by heart: `words` parts the text, `numbers` reads quantities,
`names` who is named, `scene` which contest is meant, `amounts` which figure a number speaks of, `claims` what is told
in words, `roles` what somebody was. It prefers "unknown" to a wrong "disagrees". Words inside quotation marks are somebody's: their
numbers are looked up but never disagree, and their claims are left alone; names are checked there too, for the writer spelt them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from newsroom.factcheck import amounts, names, words
from newsroom.factcheck.claims import Claims
from newsroom.factcheck.names import Mention, Names
from newsroom.factcheck.record import Finding, Kind, Party, Person, Poll, Record, Role, Verdict
from newsroom.factcheck.roles import Register, Roles
from newsroom.factcheck.scene import Memory, Scene

__all__ = ["Finding", "Kind", "Party", "Person", "Poll", "Record", "Role", "Verdict", "check"]


def check(text: str, record: Record) -> list[Finding]:
    """What the record says of a text, in the order of the text."""
    known, register, memory = Names(record), Register(record), Memory()
    bound = words.links(text)
    found: list[Finding] = []
    scenes = []
    for sentence in words.sentences(text):
        scene = Scene(sentence, record, known, memory)
        scenes.append(scene)
        found += amounts.check(scene)
        found += Claims(scene).findings()
        found += Roles(scene, register).findings()
        scene.remember()
    found += _names(scenes, known)
    return [replace(one, text=text[one.start : one.end]) for one in _one_each(found, bound)]


def _names(scenes: list[Scene], known: Names) -> Iterator[Finding]:
    """Names of the register to bind, and names that are nearly somebody's."""
    met = {
        names.parts(name)
        for scene in scenes
        for mention in scene.mentions
        if mention.is_person and mention.whole and not mention.misspelt
        for name in _called(mention)
    }
    families = {key[-1]: key for key in met if len(key) > 1}
    for scene in scenes:
        tokens = scene.tokens
        for mention in scene.mentions:
            if mention.misspelt:
                person = mention.people[0]
                right = person.name if mention.whole and mention.last > mention.first else person.name.split()[-1]
                yield _name(
                    tokens[mention.first].start,
                    tokens[mention.last].end,
                    Verdict.DISAGREES,
                    f"The name is {person.name}.",
                    person.name,
                    right,
                    person.slug,
                )
            elif (
                mention.people
                and mention.whole
                and mention.last > mention.first
                and len(mention.people) == 1
                and not mention.stood
            ):
                person = mention.people[0]
                yield _name(
                    tokens[mention.first].start,
                    tokens[mention.last].end,
                    Verdict.AGREES,
                    f"{person.name} is in the register.",
                    person.name,
                    "",
                    person.slug,
                )
        taken = scene.mentions
        done = -1
        for first, last, said in names.runs(tokens, taken):
            if first <= done:
                continue
            near = known.near(said)
            if near and (near[1] == 1 or known.told(near[0]) or len(said[-1]) >= 8):
                done = last
                person_of = known.person(names.parts(near[0]))
                yield _name(
                    tokens[first].start,
                    tokens[last].end,
                    Verdict.DISAGREES,
                    f"The name on record is {near[0]}.",
                    near[0],
                    near[0],
                    person_of.slug if person_of else "",
                )
        yield from _families(scene, families)


def _called(mention: Mention) -> list[str]:
    return [person.name for person in mention.people] + [line.name for _poll, line in mention.stood]


def _families(scene: Scene, families: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    """A family name alone that is a letter away from that of somebody whom the story names in full."""
    covered = {at for mention in scene.mentions for at in range(mention.first, mention.last + 1)}
    for at, token in enumerate(scene.tokens):
        if at in covered or at == 0 or not token.is_word or not token.is_name or len(token.text) < 5 or token.lower in families:
            continue
        if (
            scene.tokens[at - 1].is_name
            or scene.tokens[at - 1].text in '.-“"'
            or (at + 1 < len(scene.tokens) and scene.tokens[at + 1].is_name)
        ):
            continue
        for family in families:
            if (
                len(family) > 4
                and token.lower not in (f"{family}s", f"{family}es", family.removesuffix("s"))
                and names.distance(token.lower, family) <= (1 if len(family) < 8 else 2)
            ):
                right = family.title()
                yield _name(
                    token.start, token.end, Verdict.DISAGREES, f"The story names somebody called {right}.", right, right, ""
                )
                break


def _name(start: int, end: int, verdict: Verdict, why: str, record: str, suggestion: str, person: str) -> Finding:
    return Finding(start, end, "", Kind.NAME, verdict, why, person=person, record=record, suggestion=suggestion)


WEIGHT = {Verdict.DISAGREES: 0, Verdict.AGREES: 1, Verdict.UNKNOWN: 2}


def _one_each(found: list[Finding], bound: list[words.Link]) -> list[Finding]:
    """The findings that do not overlap: what disagrees first, then figures before words, and the shorter stretch."""
    kept: list[Finding] = []
    order = sorted(
        found,
        key=lambda one: (
            WEIGHT[one.verdict],
            one.kind is Kind.NAME and one.verdict is Verdict.AGREES,
            one.end - one.start,
            one.start,
        ),
    )
    taken: list[tuple[int, int]] = []
    for one in order:
        if all(one.end <= start or end <= one.start for start, end in taken):
            kept.append(one)
            taken.append((one.start, one.end))
    return sorted(kept, key=lambda one: one.start)
