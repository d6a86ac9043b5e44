"""Two texts beside each other, word by word: what stayed, what was taken out, what was put in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\s+|[^\s]+")


class Mark(StrEnum):
    SAME = "same"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a text, spaces and line ends included."""

    mark: Mark
    text: str


def parts(old: str, new: str) -> list[Part]:
    """The runs that make up both texts: those that are not IN make the old one, those that are not OUT the new one."""
    return list(_parts(_TOKEN.findall(old), _TOKEN.findall(new)))


def _parts(old: list[str], new: list[str]) -> Iterator[Part]:
    for _what, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        out, put = "".join(old[start:end]), "".join(new[first:last])
        if out == put:
            yield Part(Mark.SAME, out)
            continue
        if out:
            yield Part(Mark.OUT, out)
        if put:
            yield Part(Mark.IN, put)
