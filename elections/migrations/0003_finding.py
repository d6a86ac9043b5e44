from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    """plain(words): letters and digits only, without accents and capitals, so that names are found as people type them.

    Both extensions come with PostgreSQL and are trusted: the owner of the database may create them. The function is declared
    immutable, for its dictionary is named in full and changes only with PostgreSQL; without that no index could stand on it.
    """

    dependencies = [("elections", "0002_party_root")]
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(
            r"""
            CREATE FUNCTION plain(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
                SELECT btrim(regexp_replace(
                    translate(
                        lower(public.unaccent('public.unaccent', replace(normalize(words, NFC), '&', ' and '))), '''’‘`´', ''
                    ), '[^[:alnum:]]+', ' ', 'g'
                ))
            $$;
            CREATE INDEX area_plain_name ON elections_area USING gin (plain(name) gin_trgm_ops);
            CREATE INDEX candidacy_plain_name ON elections_candidacy USING gin (plain(ballot_name) gin_trgm_ops);
            CREATE INDEX contest_plain_id ON elections_contest USING gin (plain(ballot_paper_id) gin_trgm_ops);
            """,
            """
            DROP INDEX area_plain_name, candidacy_plain_name, contest_plain_id;
            DROP FUNCTION plain(text);
            """,
        ),
    ]
