"""Where the two floors meet: what the newsroom has about a contest, for a page of elections."""

from django import template

from elections.results import Result
from newsroom import people
from newsroom.models import Article, Quote

register = template.Library()


@register.inclusion_tag("newsroom/_coverage.html")
def coverage(result: Result) -> dict:
    """Stories about a contest and the reactions in them, in two queries."""
    stories = Article.objects.public().filter(contests=result.id).order_by("-publish_at", "-pk")
    quotes = Quote.objects.public().filter(articles__contests=result.id).distinct().order_by("-said_at", "pk")
    return {"result": result, "stories": stories, "quotes": quotes}


@register.inclusion_tag("admin/newsroom/article/_balance.html")
def balance(article: Article) -> dict:
    """From whose side a story's reactions come, as a prompt for its editors."""
    return {"sides": people.balance(article)}
