"""`manage.py rehearse ELECTION [--speed N] [--seed N]`: a declared election replayed with planted errors, as a rehearsal."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from elections import rehearsals


class Command(BaseCommand):
    help = "Replays a declared election against the clock, with planted errors, and says which were caught."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("election", help="an election's slug")
        parser.add_argument("--speed", type=float, help="how many times as fast as the night; 0 waits for nothing")
        parser.add_argument("--seed", type=int, default=1, help="the same seed plants the same errors")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["speed"] is not None and not 0 <= options["speed"] < float("inf"):
            raise CommandError("--speed is how many times as fast as the night: a number from 0, such as 60.")
        try:
            rehearsal = rehearsals.prepare(options["election"])
        except rehearsals.NothingToRehearse as nothing:
            raise CommandError(str(nothing)) from nothing
        self.stdout.write(f"{rehearsal.election.slug}: {len(rehearsal.parts)} contests to replay.")
        if rehearsal.awaiting:
            self.stdout.write(f"{rehearsal.awaiting} without a result stay awaiting.")
        score = rehearsals.Score()
        for step in rehearsals.replay(rehearsal, seed=options["seed"], speed=options["speed"]):
            score.add(step)
            self.stdout.write(str(step))
            self.stdout.flush()
        self.summary(score)
        failed = []
        if score.missed:
            failed.append(f"Not caught: {score.missed:,} of {score.planted.total():,} planted errors.")
        if score.refused:
            failed.append(f"Refused: {score.refused:,} of {score.contests:,} declared papers.")
        if failed:
            raise CommandError(" ".join(failed))

    def summary(self, score: rehearsals.Score) -> None:
        self.stdout.write("")
        width = max(map(len, [*score.planted, "all"]))
        self.stdout.write(f"{'':<{width}}  planted  caught  not caught")
        rows = [(name, score.planted[name], score.caught[name]) for name in rehearsals.ERRORS if score.planted[name]]
        for name, planted, caught in [*rows, ("all", score.planted.total(), score.caught.total())]:
            self.stdout.write(f"{name:<{width}}  {planted:>7,}  {caught:>6,}  {planted - caught:>10,}")
