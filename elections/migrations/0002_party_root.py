from django.db import migrations


class Migration(migrations.Migration):
    """party_root(id): the first name of a party that was renamed, so that shares are compared across renames in one query."""

    dependencies = [("elections", "0001_initial")]
    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION party_root(start bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
                WITH RECURSIVE chain (id, continues_id, depth) AS (
                    SELECT id, continues_id, 1 FROM elections_party WHERE id = start
                    UNION ALL
                    SELECT party.id, party.continues_id, depth + 1
                    FROM elections_party party JOIN chain ON party.id = chain.continues_id WHERE depth < 20
                )
                SELECT id FROM chain ORDER BY depth DESC LIMIT 1
            $$;
            """,
            "DROP FUNCTION party_root(bigint);",
        )
    ]
