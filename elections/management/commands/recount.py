"""`manage.py recount`: recomputes every published figure from raw votes, and fails on any difference or broken rule."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from elections.models import differences


class Command(BaseCommand):
    help = "Recomputes everything that was published, and fails where it is not what was frozen."

    def handle(self, *args: Any, **options: Any) -> None:
        checked, found = differences()
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} differences in {checked} declarations.")
        self.stdout.write(f"{checked} declarations recounted: every figure as published, no rule broken.")
