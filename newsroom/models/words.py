"""What stories are found by. PostgreSQL computes it from each revision, in columns that only a search reads."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from newsroom.models.articles import Revision


class StoryWords(models.Model):
    """A revision's words: `head` those of its headline and standfirst, `words` all of them, those of the headline weighing most.

    Both are generated columns of the revision's own table (migration 0002_words), so that they can never differ from it. They
    stand apart from Revision so that no page reads them with a story.
    """

    revision = models.OneToOneField(Revision, models.DO_NOTHING, primary_key=True, db_column="id", related_name="found_by")
    head = SearchVectorField()
    words = SearchVectorField()

    class Meta:
        managed = False
        db_table = "newsroom_revision"
        default_permissions = ()

    def __str__(self) -> str:
        return f"words of {self.revision_id}"
