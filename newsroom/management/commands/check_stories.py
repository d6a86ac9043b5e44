"""`manage.py check_stories`: every story that readers see, or will, against the record as it is now. What is not in line is
brought in line, as a declaration would have; a second time nothing is."""

from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.db import transaction

from newsroom.models import FOLLOWING, Article, Flag, Quote, check_stories


class Command(BaseCommand):
    help = "Brings the figures and names of every story in line with the record, and lists what is flagged or doubted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            effects, flags = check_stories(), list(Flag.objects.open().select_related("article"))
            labels = list(Quote.objects.doubted())
            transaction.set_rollback(options["dry_run"])
        for effect in effects:
            self.stdout.write(f"{effect.url} {effect.name}")
            for was, now in effect.changes:
                self.stdout.write(f"  {was} -> {now}")
        for flag in flags:
            self.stdout.write(f"flagged: {flag.article.slug}: “{flag.words}”: {flag.get_cause_display()}")
        for quote in labels:
            self.stdout.write(f"doubted: {quote.slug}: “{quote.role_at_time}”")
        number = Article.objects.filter(state__in=FOLLOWING).count()
        self.stdout.write(f"{number} stories checked, {len(effects)} {'would change' if options['dry_run'] else 'changed'}.")
