"""Pure: numbers that addresses and forms name, and long lists, of which one page at a time is shown."""

from __future__ import annotations

from typing import ClassVar


def number(said: str) -> int | None:
    """A number that somebody's browser names, such as the key of a row. What is none, or longer than any of ours, is None."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


def asked(page: str) -> int:
    """The number of the page that an address asks for, from 1. What is no number means the first."""
    return max(1, number(page) or 1) if len(page) < 6 else 1


def last(found: int, size: int) -> int:
    """The number of the last page of a list of `found` rows, `size` of them on each; of an empty list 1."""
    return max(1, -(-found // size))


class Paged:
    """One page of a list: `found` rows there are, `page` is the number of the one that is shown, `SIZE` rows stand on each."""

    SIZE: ClassVar[int] = 100
    found: int
    page: int

    @classmethod
    def cut(cls, page: str, found: int) -> tuple[int, slice]:
        """The page that is shown where an address asks for `page`, the last one where it is not there; and its rows."""
        number = min(asked(page), last(found, cls.SIZE))
        return number, slice(cls.SIZE * (number - 1), cls.SIZE * number)

    @property
    def pages(self) -> int:
        return last(self.found, self.SIZE)

    @property
    def numbers(self) -> range:
        return range(1, self.pages + 1)
