"""The fact check of a long story. Seconds are printed beside their limit and never asserted; what was measured where stands in
`README.md` beside this file."""

from __future__ import annotations

import time

import pytest

from newsroom.factcheck import check
from tests.newsroom import marsh
from tests.newsroom.test_factcheck import FICTION

pytestmark = pytest.mark.bench
LIMIT = 0.150  # seconds of one core for 1,500 words


def story(words: int) -> str:
    """Sentences of the tables in paragraphs of three, until there are so many words."""
    paragraphs: list[str] = []
    while sum(len(one.split()) for one in paragraphs) < words:
        at = 3 * len(paragraphs)
        paragraphs.append(" ".join(FICTION[(at + n) % len(FICTION)].text for n in range(3)))
    return "\n\n".join(paragraphs)


def test_a_long_story_is_read_in_time_that_grows_as_its_length(request):
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    for words in (1_500, 3_000, 6_000):
        text, best = story(words), 9.0
        for _run in range(3):
            start = time.process_time()
            found = check(text, marsh.RECORD)
            best = min(best, time.process_time() - start)
        assert len(found) > words / 10
        reporter.write_line(f"fact check of {words:,} words: {best:.3f} s, limit {LIMIT * words / 1_500:.3f} s")
