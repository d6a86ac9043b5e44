from django.db import migrations


class Migration(migrations.Migration):
    """The configuration `hustings` of PostgreSQL's text search: English words by their stem, whatever their accents. And the
    names of people and parties found as those of places are."""

    dependencies = [("elections", "0003_finding")]
    operations = [
        migrations.RunSQL(
            """
            CREATE TEXT SEARCH CONFIGURATION hustings (COPY = pg_catalog.english);
            ALTER TEXT SEARCH CONFIGURATION hustings
                ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, english_stem;
            CREATE INDEX person_plain_name ON elections_person USING gin (plain(name) gin_trgm_ops);
            CREATE INDEX personname_plain_name ON elections_personname USING gin (plain(name) gin_trgm_ops);
            CREATE INDEX role_plain_label ON elections_role USING gin (plain(label) gin_trgm_ops);
            """,
            """
            DROP INDEX person_plain_name, personname_plain_name, role_plain_label;
            DROP TEXT SEARCH CONFIGURATION hustings;
            """,
        ),
    ]
