"""What is refused beside a box while a contest is set up."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models


class Faulty(models.Model):
    """A row that names its own faults: sentences by the field that each is about."""

    class Meta:
        abstract = True

    def faults(self) -> dict[str, str]:
        raise NotImplementedError

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Not `clean`, which does not know the fields that a form lacks, and cannot put a sentence beside them."""
        errors: dict = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        found = {field: [sentence] for field, sentence in self.faults().items() if field not in (exclude or ())}
        if found or errors:
            raise ValidationError({**found, **errors})
