import json
import time

import pytest

from aggregator.comments import page
from aggregator.core.model import Bound, Finding, Openness, Reason
from aggregator.core.page import read_page
from aggregator.core.source import Site
from tests.support.build import post
from tests.support.sources import ask, by_post

URL = "https://kari.example/1/"
OTHER = "https://kari.example/2/"
SITE = Site(feed="https://kari.example/feed/")
WORDPRESS = '<meta name="generator" content="WordPress 6.9">'
FORM = '<form action="https://kari.example/wp-comments-post.php" method="post" id="commentform"></form>'
NOT_SAID = Finding(1, None, reason=Reason.NOT_SAID)


def linked(*things: object, kind: str = "application/ld+json", mark: str = "") -> str:
    """A page with these things in its JSON-LD."""
    text = json.dumps(things[0] if len(things) == 1 else list(things))
    return f'<html><head><script type="{kind}" class="{mark}">{text}</script></head><body><h1>Post</h1></body></html>'


def article(count: object = 3, **more: object) -> dict[str, object]:
    return {"@type": "BlogPosting", "url": URL, "commentCount": count} | more


def statistic(count: object, action: object = "https://schema.org/CommentAction") -> dict[str, object]:
    return {"@type": "InteractionCounter", "interactionType": action, "userInteractionCount": count}


def yoast(count: int | None, url: str = URL) -> str:
    """The graph that Yoast SEO writes."""
    piece = {"@type": "Article", "@id": f"{url}#article", "isPartOf": {"@id": url}, "mainEntityOfPage": {"@id": url}}
    counted = {} if count is None else {"commentCount": count}
    whole = {
        "@context": "https://schema.org",
        "@graph": [piece | counted, {"@type": "WebPage", "@id": url, "url": url}],
    }
    return linked(whole, mark="yoast-schema-graph")


def microdata(inside: str, url: str = URL) -> str:
    return f"""<body><article itemscope itemtype="https://schema.org/BlogPosting">
        <a itemprop="url" href="{url}">Post</a>
        <span itemprop="author" itemscope itemtype="https://schema.org/Person"><a itemprop="url" href="/k">K</a></span>
        <p>Words<br>and a line that nobody closes<p>{inside}</article></body>"""


def rdfa(count: str, about: str = "/1/") -> str:
    return f"""<article about="{about}" typeof="sioc:Post sioct:BlogPost"><span property="dc:title" content="P"></span>
        <span property="sioc:num_replies" content="{count}" datatype="xsd:integer"></span></article>"""


def said(html: object, site: Site = SITE) -> Finding:
    told, asked = ask(page, site, [post(1)], {URL: html})
    assert [request.url for request in asked] == [URL]
    return by_post(told)[1]


# -- counts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "count"),
    [
        pytest.param(linked(article(3)), 3, id="JSON-LD"),
        pytest.param(linked(article("12")), 12, id="a number in quotes"),
        pytest.param(linked(article(0)), 0, id="zero"),
        pytest.param(yoast(0), 0, id="Yoast, zero"),
        pytest.param(yoast(7), 7, id="Yoast, some"),
        pytest.param(linked({"@graph": [{"@type": "Blog", "blogPost": [article(4)]}]}), 4, id="deep"),
        pytest.param(linked(article(4, url="http://www.kari.example/1?utm_source=x#top")), 4, id="the same address"),
        pytest.param(linked(article(4, url="/1/")), 4, id="a relative address"),
        pytest.param(linked(article(4, url=None, mainEntityOfPage=URL)), 4, id="mainEntityOfPage"),
        pytest.param(linked(article(4, **{"@type": ["CreativeWork", "NewsArticle"]})), 4, id="two types"),
        pytest.param(linked(article(2), article(2)), 2, id="twice the same"),
        pytest.param(linked(article(2), article(9, url=OTHER)), 2, id="another post beside it"),
        pytest.param(linked(article(None, interactionStatistic=statistic(5))), 5, id="statistic"),
        pytest.param(
            linked(article(None, interactionStatistic=[statistic(8, "https://schema.org/LikeAction"), statistic("5")])),
            5,
            id="statistics of several actions",
        ),
        pytest.param(
            linked(article(None, interactionStatistic=statistic(5, {"@type": "CommentAction"}))), 5, id="object"
        ),
        pytest.param(
            linked(article(None, interactionCount=["UserLikes:9", "UserComments:6"])), 6, id="interactionCount"
        ),
        pytest.param(microdata('<span itemprop="commentCount">3</span>'), 3, id="microdata, text"),
        pytest.param(microdata('<meta itemprop="commentCount" content="0">'), 0, id="microdata, content"),
        pytest.param(microdata('<meta itemprop="interactionCount" content="UserComments: 2">'), 2, id="UserComments"),
        pytest.param(
            microdata(
                '<div itemprop="interactionStatistic" itemscope itemtype="https://schema.org/InteractionCounter">'
                '<link itemprop="interactionType" href="https://schema.org/CommentAction">'
                '<meta itemprop="userInteractionCount" content="4"></div>'
            ),
            4,
            id="microdata, statistic",
        ),
        pytest.param(
            microdata('<i itemprop="commentCount">3</i>') + microdata('<i itemprop="commentCount">8</i>', OTHER),
            3,
            id="microdata, another post beside it",
        ),
        pytest.param(rdfa("0"), 0, id="Drupal, zero"),
        pytest.param(
            f'<b about="{URL}" typeof="sioc:Post" property="sioc:num_replies" content="2"></b>',
            2,
            id="RDFa, one element",
        ),
        pytest.param(rdfa("5") + rdfa("9", "/2/"), 5, id="Drupal, another post beside it"),
    ],
)
def test_a_number_about_the_post_is_believed(html, count):
    found = said(html)
    assert (found.count, found.bound, found.includes_pings, found.listed) == (count, Bound.EXACT, True, False)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<html></html>", id="nothing"),
        pytest.param(yoast(None), id="Yoast says nothing: closed, or comments are not counted"),
        pytest.param(linked(article(0, url=OTHER)), id="another post"),
        pytest.param(yoast(0, OTHER), id="Yoast of another post"),
        pytest.param(linked(article(0, url=None)), id="nobody knows which"),
        pytest.param(linked(article(0, url=OTHER, mainEntityOfPage=URL)), id="a teaser on this page"),
        pytest.param(linked(article(0, **{"@type": "Comment", "url": f"{URL}#comment-3"})), id="answers to a comment"),
        pytest.param(linked(article(0, **{"@type": "VideoObject"})), id="a video in the post"),
        pytest.param(
            linked(article(None, interactionStatistic=statistic(0, "https://schema.org/LikeAction"))), id="likes"
        ),
        pytest.param(linked(article(None, interactionCount="UserLikes:0")), id="likes of old"),
        pytest.param(linked(article(0), kind="text/plain"), id="another script"),
        pytest.param(linked(article(0)).replace("}</script>", "</script>"), id="broken"),
        pytest.param(f'<script type="application/ld+json">{"[" * 100_000}</script>', id="too deep"),
        pytest.param(microdata('<meta itemprop="commentCount" content="0">', OTHER), id="microdata of another post"),
        pytest.param('<meta itemprop="interactionCount" content="UserComments:0">', id="microdata of nothing"),
        pytest.param(rdfa("0", "/2/"), id="Drupal, another post"),
        pytest.param('<span property="sioc:num_replies" content="0"></span>', id="RDFa of nothing"),
        pytest.param(
            microdata("<div>" * 400 + '<i itemscope><meta itemprop="commentCount" content="0">'), id="nests too deep"
        ),
        pytest.param(
            f'<html itemscope itemtype="https://schema.org/WebPage"><meta property="og:url" content="{URL}">'
            '<div class="teaser"><meta itemprop="interactionCount" content="UserComments:0"></div></html>',
            id="a teaser without a thing of its own",
        ),
        pytest.param('<a href="#comments">0 comments</a>', id="words"),
    ],
)
def test_what_is_not_about_the_post_says_nothing(html):
    assert said(html) == NOT_SAID


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(linked(article(0), article(3)), id="two numbers"),
        pytest.param(
            linked(article(0)) + microdata('<meta itemprop="commentCount" content="3">'), id="two vocabularies"
        ),
        pytest.param(linked(article("many")), id="a word"),
        pytest.param(linked(article(-1)), id="negative"),
        pytest.param(linked(article(True)), id="a truth"),
        pytest.param(linked(article(1.5)), id="a fraction"),
        pytest.param(linked(article({"@value": 0})), id="an object"),
        pytest.param(linked(article(None, interactionCount="UserComments:many")), id="UserComments:many"),
        pytest.param(microdata('<span itemprop="commentCount">3 comments</span>'), id="words"),
        pytest.param(microdata('<span itemprop="commentCount"></span>'), id="empty, to be filled in"),
    ],
)
def test_what_contradicts_itself_or_is_no_number_is_unknown(html):
    assert said(html) == Finding(1, None, reason=Reason.ODD_COUNT)


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        ('<li id="comment-12">Hello</li>', Reason.NOT_UNDERSTOOD),
        ('<article id="div-comment-12">Hello</article>', Reason.NOT_UNDERSTOOD),
        ('<div class="fb-comments"></div>', Reason.ELSEWHERE),
        ('<div id="disqus_thread"></div><script src="//kari.disqus.com/embed.js"></script>', Reason.ELSEWHERE),
    ],
)
def test_a_zero_beside_comments_is_not_believed(seen, reason):
    assert (said(linked(article(0)) + seen).count, said(linked(article(0)) + seen).reason) == (None, reason)
    assert said(linked(article(2)) + seen).count == 2


# -- open and closed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "openness"),
    [
        pytest.param(WORDPRESS + FORM, Openness.OPEN, id="a form"),
        pytest.param(FORM + '<p class="no-comments">Comments are closed.</p>', Openness.OPEN, id="a form beside words"),
        pytest.param(yoast(0), Openness.OPEN, id="Yoast counts nothing only where comments are open"),
        pytest.param(yoast(2), Openness.UNKNOWN, id="Yoast counts comments of a closed post"),
        pytest.param(linked(article(0)), Openness.UNKNOWN, id="another plugin"),
        pytest.param(
            yoast(None) + microdata('<meta itemprop="commentCount" content="0">'),
            Openness.UNKNOWN,
            id="Yoast counts nothing, but the theme",
        ),
        pytest.param(WORDPRESS, Openness.UNKNOWN, id="no form"),
        pytest.param(
            WORDPRESS + '<form action="https://kari.example/wp-login.php?action=postpass"></form>',
            Openness.UNKNOWN,
            id="behind a password",
        ),
        pytest.param(WORDPRESS + '<p class="no-comments">Comments are closed.</p>', Openness.CLOSED, id="closed"),
        pytest.param(WORDPRESS + '<p class="no-comments">Kommentarer er stengt.</p>', Openness.CLOSED, id="stengt"),
        pytest.param(
            WORDPRESS + '<p class="nocomments">Kommentare sind geschlossen.</p>', Openness.CLOSED, id="old theme"
        ),
        pytest.param(WORDPRESS + '<p class="no-comments">No comments yet.</p>', Openness.UNKNOWN, id="none yet"),
        pytest.param(WORDPRESS + "<p>The shop is closed.</p>", Openness.UNKNOWN, id="another thing is closed"),
        pytest.param(
            WORDPRESS + '<div id="respond">Log in.</div><p class="no-comments">Closed for guests: log in.</p>',
            Openness.UNKNOWN,
            id="for members",
        ),
        pytest.param('<p class="no-comments">Comments are closed.</p>', Openness.UNKNOWN, id="not WordPress"),
    ],
)
def test_openness(html, openness):
    assert said(html).openness is openness


# -- recognition ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "site", "known"),
    [
        pytest.param(linked(article(0)), SITE, True, id="JSON-LD"),
        pytest.param(linked(article(None, x=statistic(1))).replace("commentCount", "y"), SITE, True, id="statistic"),
        pytest.param(microdata('<span itemprop="commentCount">1</span>'), SITE, True, id="microdata"),
        pytest.param('<meta itemprop="interactionCount" content="UserComments:1">', SITE, True, id="UserComments"),
        pytest.param(rdfa("1"), SITE, True, id="Drupal"),
        pytest.param(WORDPRESS, SITE, True, id="WordPress by its generator"),
        pytest.param('<link rel="https://api.w.org/" href="/wp-json/">', SITE, True, id="WordPress by its link"),
        pytest.param("<html></html>", Site(feed="", wordpress=True), True, id="WordPress by its feed"),
        pytest.param("<html></html>", SITE, False, id="nothing"),
        pytest.param('<meta name="generator" content="Hugo 0.150">', SITE, False, id="Hugo"),
        pytest.param(linked({"@type": "BlogPosting", "url": URL}), SITE, False, id="JSON-LD without a number"),
        pytest.param(linked(statistic(3, "https://schema.org/WatchAction")), SITE, False, id="viewers"),
        pytest.param('<p class="comments">3 comments</p>', SITE, False, id="words"),
    ],
)
def test_recognition(html, site, known):
    assert page.recognises(site, read_page(html, URL)) == ({} if known else None)


def test_without_a_page_nothing_is_recognised():
    assert page.recognises(Site(feed="", wordpress=True), None) is None


@pytest.mark.parametrize(
    "spite",
    [
        pytest.param("<div itemprop=url>" * 100_000, id="never closed"),
        pytest.param("<b itemscope>" * 299 + "</i>" * 200_000, id="closed without being open"),
        pytest.param('<p itemscope itemprop="mainEntityOfPage">' * 50_000, id="things in things"),
        pytest.param("<![<itemprop", id="what the parser trips over"),
        pytest.param(linked({"a": "{" * 100_000}), id="long"),
    ],
)
def test_spite_is_read_quickly(spite):
    started = time.perf_counter()
    assert said(spite).count is None
    assert time.perf_counter() - started < 30
