"""An act that changes what the register says of people, parties and places, and who is told of it.

What changed is read from the history that triggers keep of every row, so that no path within the act (a form with its inlines, a
bulk insert of an importer, SQL) can go past it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction


@dataclass(frozen=True, slots=True)
class Effect:
    """What an act changed elsewhere: what and where (an address), and the words that readers saw and see."""

    name: str
    url: str
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """Of what the register says something else by one act: people, parties and areas by primary key, and every name that they
    had or have; and which entry of a person went into which."""

    people: frozenset[int]
    parties: frozenset[int]
    areas: frozenset[int]
    names: frozenset[str]
    merged: Mapping[int, int]


@dataclass(slots=True)
class Act:
    """One act on the register; once it is done, what else changed by it."""

    effects: list[Effect] = field(default_factory=list)


after_registering: list[Callable[[Moved], list[Effect] | None]] = []
"""Called inside the transaction of every act on the register, once, where the register says something else then; answers what
else has changed by it."""

TOLD = {  # by model: the person, party or place that a row is about, and what the register says by it
    "person": ("id", ("name",)),
    "personname": ("person_id", ("name", "kind")),
    "role": (
        "person_id",
        ("label", "organisation", "party_id", "independent", "start", "start_precision", "end", "end_precision"),
    ),
    "party": ("id", ("name", "short_name", "abbreviation", "aliases", "continues_id")),
    "area": ("id", ("name",)),
}
_within: ContextVar[bool] = ContextVar("registering", default=False)


@contextmanager
def registering() -> Iterator[Act]:
    """One act on the register, in one transaction. Within another one it is a part of that: the outermost tells, once."""
    if _within.get():
        yield Act()
        return
    token, act = _within.set(True), Act()
    try:
        with transaction.atomic():
            marks = {name: _events(name).aggregate(last=models.Max("pgh_id"))["last"] or 0 for name in TOLD}
            merges = apps.get_model("elections", "merge").objects.values_list("gone", "kept")
            merged = set(merges)
            yield act
            if not transaction.get_rollback() and (moved := _moved(marks, dict(set(merges.all()) - merged))):
                act.effects += [effect for follow in after_registering for effect in follow(moved) or ()]
    finally:
        _within.reset(token)


def _events(name: str) -> models.QuerySet:
    model: Any = apps.get_model("elections", f"{name}event")
    return model.objects.order_by("pgh_id")


def _moved(marks: Mapping[str, int], merged: Mapping[int, int]) -> Moved | None:
    """What changed since these events. Who or what is new to the register contradicts nothing by that alone."""
    moved: dict[str, set[int]] = {"person": {*merged.keys(), *merged.values()}, "party": set(), "area": set()}
    for name, (about, fields) in TOLD.items():
        fresh = list(_events(name).filter(pgh_id__gt=marks[name]).values("pgh_obj_id", about, *fields))
        if not fresh:
            continue
        rows = {row["pgh_obj_id"] for row in fresh}
        earlier = _events(name).filter(pgh_obj_id__in=rows, pgh_id__lte=marks[name])
        before = {row["pgh_obj_id"]: row for row in earlier.values("pgh_obj_id", about, *fields)}  # the newest of each
        for row in fresh:
            was = before.get(row["pgh_obj_id"])
            if (was is None and about == "id") or was == row:
                continue
            moved["person" if about == "person_id" else name] |= {row[about], *([was[about]] if was else [])}
    if not any(moved.values()):
        return None
    people, parties, areas = map(frozenset, moved.values())
    return Moved(people, parties, areas, frozenset(_names(people, parties, areas)), merged)


def _names(people: Set[int], parties: Set[int], areas: Set[int]) -> set[str]:
    """Every name that they had or have, in full."""
    names: set[str] = set()
    for name, about, keys in (("person", "id", people), ("personname", "person_id", people), ("area", "id", areas)):
        names |= set(_events(name).filter(**{f"{about}__in": keys}).values_list("name", flat=True))
    for party in _events("party").filter(id__in=parties).values("name", "short_name", "aliases"):
        names |= {party["name"], party["short_name"], *party["aliases"]}
    return names
