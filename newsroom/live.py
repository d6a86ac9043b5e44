"""The polled fragments of the newsroom, under /live/."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csp import csp_override

from elections import versions
from elections.versions import missing
from newsroom import stories
from newsroom.models import Article


@csp_override({})  # a fragment is no document: the policy is the page's
@versions.public
def front(request: HttpRequest) -> HttpResponseBase:
    version, _parties = stories.site_versions()
    live = versions.Live(request.path, "f", version, declared=True)

    def fragment() -> HttpResponse:
        return versions.page("newsroom/front.html#live", {"live": live, **stories.front()})

    return versions.answer(request, live.etag, live.pace, fragment)


@csp_override({})
@versions.public
def article(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The story's live section; of one that is shown no more, what took it away, so that open pages lose its words too."""
    story = Article.objects.readable().with_version().filter(slug=slug).first() or missing()
    live = story.live(request.path)

    def fragment() -> HttpResponse:
        context = {"article": story, "live": live, "parties": versions.name(story.parties), **stories.page(story)}
        return versions.page("newsroom/article.html#live", context)

    return versions.answer(request, live.etag, live.pace, fragment)
