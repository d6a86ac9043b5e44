from django.db import migrations


class Migration(migrations.Migration):
    """story_words and quote_words: what a story and a quote are found by, with an index on each.

    Of a story's body the text of its paragraphs, not the slugs of the quotes that it places; the marks of HTML are no words to
    PostgreSQL's parser. Both functions are immutable, as an index asks, for the configuration is named in full.
    """

    dependencies = [("newsroom", "0001_initial"), ("elections", "0004_words")]
    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION story_words(headline text, standfirst text, body jsonb) RETURNS tsvector
            LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
                SELECT setweight(to_tsvector('public.hustings', headline), 'A')
                    || setweight(to_tsvector('public.hustings', standfirst), 'C')
                    || setweight(to_tsvector('public.hustings', jsonb_path_query_array(body, '$[*].html')), 'C')
            $$;
            CREATE FUNCTION quote_words(words text[], translation text[], reported text) RETURNS tsvector
            LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
                SELECT to_tsvector('public.hustings', to_jsonb(words || translation || reported))
            $$;
            CREATE INDEX revision_words ON newsroom_revision USING gin (story_words(headline, shown_standfirst, shown_body));
            CREATE INDEX quote_words ON newsroom_quote USING gin (quote_words(words, translation, reported));
            """,
            """
            DROP INDEX revision_words, quote_words;
            DROP FUNCTION story_words(text, text, jsonb);
            DROP FUNCTION quote_words(text[], text[], text);
            """,
        ),
    ]
