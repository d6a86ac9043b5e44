"""The fact check: numbers, names, roles and results told in prose, against the record. Pure.

`check` reads a story, plain or Markdown with our links, and answers with findings in the order of the text, at most one for each
stretch of it: what agrees (and can be bound), what disagrees (with what the record says, and where it has it from), and what
is unknown (to be bound, sourced or waived). It knows no sentence by heart: `words` parts the text, `numbers` reads quantities,
`names` who is named, `scene` which contest is meant, `cues` which figure a number speaks of, `amounts` whether it is true,
`claims` what is told in words, `moves` what rose and fell, `years` since when, `roles` what somebody was.

It prefers "unknown" to a wrong "disagrees". Words inside quotation marks are somebody's: their numbers are looked up and never
disagree, their claims are left alone, and their names are checked, for the writer spelt them. What is bound is judged by what
it is bound to, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from elections import figures
from newsroom.factcheck import amounts, gone, names, numbers, words
from newsroom.factcheck.claims import Claims
from newsroom.factcheck.counts import Counts
from newsroom.factcheck.moves import Moves
from newsroom.factcheck.names import Mention, Names
from newsroom.factcheck.places import Places
from newsroom.factcheck.record import Finding, Kind, Party, Person, Poll, Record, Role, Verdict
from newsroom.factcheck.roles import Register, Roles
from newsroom.factcheck.scene import Memory, Scene
from newsroom.factcheck.unjudged import Unjudged
from newsroom.factcheck.years import Years

__all__ = ["Finding", "Kind", "Party", "Person", "Poll", "Record", "Role", "Verdict", "check"]


def check(text: str, record: Record) -> list[Finding]:
    """What the record says of a text, in the order of the text."""
    known, register, memory = Names(record), Register(record), Memory()
    bound = words.links(text)
    found: list[Finding] = []
    scenes = []
    sentences = words.sentences(text)
    for sentence in sentences:
        memory.hear(sentence.tokens)
    for sentence in sentences:
        scene = Scene(sentence, record, known, memory)
        scenes.append(scene)
        judged = {
            "amounts": list(amounts.check(scene)),
            "claims": [*Claims(scene).findings(), *Places(scene).findings()],
            "count": list(Counts(scene).findings()),
            "moves": list(Moves(scene).findings()),
            "time": list(Years(scene).findings()),
            "roles": list(Roles(scene, register).findings()),
        }
        found += [one for several in judged.values() for one in several]
        found += Unjudged(scene, judged).findings()
        found += gone.check(scene, record.gone)
        scene.remember()
    found += _names(scenes, known)
    found = [one for one in found if not any(link.start < one.end and one.start < link.end for link in bound)]
    found += _bound(text, bound, record)
    return [replace(one, text=text[one.start : one.end]) for one in _one_each(found)]


def _bound(text: str, bound: list[words.Link], record: Record) -> Iterator[Finding]:
    """What is bound already is judged by the figure that it is bound to, and by no other."""
    people = {person.slug: person for person in record.people}
    for link in bound:
        said = text[link.start : link.end]
        if not said.strip():
            continue
        if link.kind == "person":
            person = people.get(link.target)
            if person is None:
                why = f"There is no person “{link.target}” in the register."
                yield Finding(link.start, link.end, "", Kind.NAME, Verdict.UNKNOWN, why)
            elif names.parts(said) in {names.parts(name) for name in person.misspellings}:
                why = f"The name is {person.name}."
                yield _name(link.start, link.end, Verdict.DISAGREES, why, person.name, person.name, person.slug)
            continue
        contest, _slash, path = link.target.rpartition("/")
        poll = record.by_id.get(contest) if contest else next(iter(record.polls), None)
        figure = poll.figures.get(path) if poll else None
        if poll is None or figure is None:
            why = f"There is no figure “{link.target}” on record."
            yield Finding(link.start, link.end, "", Kind.FIGURE, Verdict.UNKNOWN, why)
            continue
        holds = figures.agrees(said, figure)
        if holds is None and isinstance(figure.value, int | Fraction):
            holds = _spelt_out(said, figure)
        verdict = Verdict.UNKNOWN if holds is None else Verdict.AGREES if holds else Verdict.DISAGREES
        says = f"{path.replace('_', ' ')} {figure.shown or 'is not known yet'} ({poll.title})"
        words_are = "cannot be judged by" if holds is None else "agree with" if holds else "disagree with"
        why = f"These words {words_are} the figure that they are bound to: {says}."
        yield Finding(link.start, link.end, "", Kind.FIGURE, verdict, why, link.target, record=says, source=poll.source)


def _spelt_out(said: str, figure: figures.Figure) -> bool | None:
    """Whether bound words without a numeral are true of their figure: "sixteen", "more than half"."""
    found = [one for sentence in words.sentences(said) for one in numbers.amounts(numbers.read(sentence.tokens))]
    if len(found) != 1 or not isinstance(figure.value, int | Fraction):
        return None
    scale = 100 if figure.unit in (figures.Unit.PER_CENT, figures.Unit.POINTS) else 1
    return numbers.fits(found[0], abs(Fraction(figure.value)) * scale)


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
LAST = 3  # what is told in words and agrees gives way to everything within it


def _one_each(found: list[Finding]) -> list[Finding]:
    """The findings that do not overlap: what disagrees first, then figures before words, and the shorter stretch."""
    kept: list[Finding] = []
    order = sorted(
        found,
        key=lambda one: (
            LAST if (one.kind, one.verdict) == (Kind.CLAIM, Verdict.AGREES) else WEIGHT[one.verdict],
            one.verdict is Verdict.AGREES and one.kind is Kind.NAME,
            one.end - one.start,
            one.start,
        ),
    )
    taken = bytearray(max((one.end for one in found), default=0))
    for one in order:
        if not any(taken[one.start : one.end]):
            kept.append(one)
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
    return sorted(kept, key=lambda one: one.start)
