"""Names that the record gave up: what a candidate, a person or a party was called until somebody corrected it. Pure.

Such a name disagrees wherever it stands in full, and not as a part of a name that holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from newsroom.factcheck.names import parts
from newsroom.factcheck.record import Finding, Kind, Verdict
from newsroom.factcheck.scene import Scene

_parts = lru_cache(maxsize=10_000)(parts)


def check(scene: Scene, gone: Mapping[str, str]) -> Iterator[Finding]:
    """Every name in a sentence that is not the name any more. `gone` has the name now by the one before it."""
    if not gone:
        return
    tokens = scene.sentence.tokens  # those of the scene hide who is named
    at = [i for i, token in enumerate(tokens) if token.is_word]
    said = [_parts(tokens[i].text) for i in at]
    for name, now in gone.items():
        wanted = _parts(name)
        for start in range(len(at) - len(wanted) + 1):
            here = at[start : start + len(wanted)]
            if not wanted or tuple(word for words in said[start : start + len(wanted)] for word in words) != wanted:
                continue
            first, last = here[0], here[-1]
            between = {tokens[i].text for i in range(first, last + 1)} - {tokens[i].text for i in here}
            whole = {
                (mention.first, mention.last) for mention in scene.mentions if mention.first <= first and last <= mention.last
            }
            if tokens[first].is_name and whole <= {(first, last)} and between <= {"-", "."}:
                why = f"On record the name is {now}."
                begin, end = tokens[first].start, tokens[last].end
                yield Finding(begin, end, "", Kind.NAME, Verdict.DISAGREES, why, record=now, suggestion=now)
