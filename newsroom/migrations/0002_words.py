from django.db import migrations


class Migration(migrations.Migration):
    """What a story is found by, as generated columns of each revision (see `newsroom.models.words`), and quote_words, what a
    quote is found by; with an index on each.

    Of a story's body the text of its paragraphs, not the slugs of the quotes that it places; the marks of HTML are no words to
    PostgreSQL's parser. quote_words is declared immutable, as an index asks: text stays what it is as JSON.
    """

    dependencies = [("newsroom", "0001_initial"), ("elections", "0004_words")]
    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE newsroom_revision
                ADD COLUMN head tsvector GENERATED ALWAYS AS (
                    setweight(to_tsvector('public.hustings', headline), 'A')
                    || setweight(to_tsvector('public.hustings', shown_standfirst), 'C')
                ) STORED,
                ADD COLUMN words tsvector GENERATED ALWAYS AS (
                    setweight(to_tsvector('public.hustings', headline), 'A')
                    || setweight(to_tsvector('public.hustings', shown_standfirst), 'C')
                    || setweight(to_tsvector('public.hustings', jsonb_path_query_array(shown_body, '$[*].html')), 'C')
                ) STORED;
            CREATE INDEX revision_words ON newsroom_revision USING gin (words) WITH (fastupdate = off);
            CREATE FUNCTION quote_words(words text[], translation text[], reported text) RETURNS tsvector
            LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
                SELECT to_tsvector('public.hustings', to_jsonb(words || translation || reported))
            $$;
            CREATE INDEX quote_words ON newsroom_quote USING gin (quote_words(words, translation, reported))
                WITH (fastupdate = off);
            """,
            """
            DROP INDEX quote_words;
            DROP FUNCTION quote_words(text[], text[], text);
            ALTER TABLE newsroom_revision DROP COLUMN words, DROP COLUMN head;
            """,
        ),
    ]
