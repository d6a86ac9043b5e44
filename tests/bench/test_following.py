"""What it costs to declare a result that many stories are about: each is read again in the declaring act. Seconds are printed and
never asserted; what was measured where stands in `README.md` beside this file."""

from __future__ import annotations

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.models import Answer, Article, Flag, check_revisions
from tests import world

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
SENTENCES = [
    "Ada Quill of the Harbour Party won Northmarsh by [2,469 votes](figure:majority).",
    "She had 12,345 votes, and Ben Rook of the Orchard Party came second with 9,876.",
    "Sam Stone, an independent, had 2,100 votes; the turnout was 41.4%.",
    "The hall was cold, and the count went on until four in the morning, as the returning officer had said that it would.",
]


def test_a_result_that_stories_are_about_is_declared(northmarsh, request):
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    world.declare(northmarsh)
    body = "\n\n".join(" ".join(SENTENCES) for _paragraph in range(10))
    votes = 12_545
    for stories in (0, 1, 20):
        for number in range(Article.objects.count(), stories):
            story = world.story(northmarsh, slug=f"story-{number}", body=body, published=False)
            (checked,) = check_revisions([story.newest])
            if checked.open:
                Answer.give(story, checked.open, by=world.duty_editor(), kind="waived", told="A bench.")
            story.publish(by=world.duty_editor())
        votes += 100
        start = time.perf_counter()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            world.declare(northmarsh, {**world.NORTHMARSH, "Ada Quill": ("Harbour Party", votes)})
        took = time.perf_counter() - start
        reporter.write_line(f"declared with {stories} stories of {len(body.split())} words: {took:.2f} s, {len(queries)} queries")
        assert Flag.objects.open().values("article").distinct().count() == stories
