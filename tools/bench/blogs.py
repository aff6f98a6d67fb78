"""Invented blogs, the same for the same seed: what they wrote, as WordPress and Blogger would show it in feeds."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from random import Random
from typing import NamedTuple

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
_TEXT = """
arbeid deling etat kommune kurs innbygger nettside tjeneste personvern spørsmål svar møte blogg
leser dialog åpen the course writes about how public services meet people online and what they learn
from each other every week jeg vi du som kan vil når hvor fordi hvis også bare mange noen alle ingen
først siden mellom gjennom etter før data access account policy meeting minutes budget plan school
library health road water winter summer open
"""
_TAGS = ("Kurs", "Personvern", "Møter & folk", "Verktøy", "Erfaringer", "Public sector")


class Post(NamedTuple):
    """A post of a blog."""

    number: int
    title: str
    body: str
    at: datetime
    tags: tuple[str, ...]
    comments: int


class Blog(NamedTuple):
    """A blog at `home`; `kind` is wordpress or blogger. `built` is when its feed was made, if it says so."""

    number: int
    home: str
    kind: str
    posts: tuple[Post, ...]
    built: datetime


class World:
    """All blogs of one seed. `bodies` of posts are drawn from so many pieces of text, for speed."""

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        random = Random(seed)
        sentences = [self._sentence(random) for _ in range(3_000)]
        self._pieces = [_piece(random, sentences) for _ in range(2_500)]
        self._sentences = sentences

    def blog(self, number: int, home: str, *, more: int, rebuilt: int, kind: str | None = None) -> Blog:
        """The blog of this number with so many posts `more` than at first, its feed made anew so many times."""
        random = Random(f"{self._seed}:{number}")
        kind = kind or ("wordpress" if random.random() < 0.6 else "blogger")
        count, size = random.randint(10, 25), min(200_000, max(30_000, int(random.lognormvariate(11.2, 0.55))))
        every = random.uniform(0.5, 3.0)
        posts = [self._post(number, -k, size // count, NOW - timedelta(days=1 + k * every)) for k in range(count)]
        fresh = [self._post(number, k + 1, size // count, NOW + timedelta(hours=k)) for k in range(more)]
        shown = [*reversed(fresh), *posts][:count]
        if more:  # somebody has commented on the one before
            shown[1] = shown[1]._replace(comments=shown[1].comments + 1)
        return Blog(number, home, kind, tuple(shown), NOW + timedelta(hours=more, minutes=rebuilt))

    def how_many(self, number: int, more: int) -> int:
        """How many posts of the blog somebody has seen who has read it at first and now."""
        random = Random(f"{self._seed}:{number}")
        random.random()
        return random.randint(10, 25) + more

    def _post(self, blog: int, number: int, size: int, at: datetime) -> Post:
        random = Random(f"{self._seed}:{blog}:{number}")
        pieces, length = [], 0
        while length < size:
            pieces.append(random.choice(self._pieces))
            length += len(pieces[-1])
        title = random.choice(self._sentences)[:60].rstrip(" .")
        tags = tuple(random.sample(_TAGS, random.randint(1, 4)))
        return Post(5_000 + number, title, "".join(pieces), at, tags, random.choice((0, 0, 0, 1, 2, 5)))

    def _sentence(self, random: Random) -> str:
        return " ".join(random.choices(_TEXT.split(), k=random.randint(6, 22))).capitalize() + "."


def _piece(random: Random, sentences: list[str]) -> str:
    said = " ".join(random.sample(sentences, random.randint(2, 5)))
    match random.randrange(9):
        case 0:
            items = "".join(f"<li>{one}</li>\n" for one in random.sample(sentences, 4))
            return f"<ul class='list'>\n{items}</ul>\n"
        case 1:
            return f'<h2 id="h{random.randrange(99)}">{said[:50]}</h2>\n<p>{said}</p>\n'
        case 2:
            name = f"bilde-{random.randrange(9999)}"
            return (
                f'<figure class="image"><img loading="lazy" width="1024" height="683" src="/files/{name}.jpg" '
                f'srcset="/files/{name}-300.jpg 300w, /files/{name}.jpg 1024w" alt="{said[:40]}" />'
                f"<figcaption>{said[:90]}</figcaption></figure>\n"
            )
        case 3:
            return f"<blockquote><p>{said}</p></blockquote>\n"
        case _:
            words = said.split(" ")
            place = random.randrange(len(words))
            words[place] = f'<a href="https://nett.example/{place}.html"><strong>{words[place]}</strong></a>'
            return f"<p>{' '.join(words)}&nbsp;&#8211; {said[:30]}</p>\n"


def feed(blog: Blog) -> str:
    """The blog's feed: RSS 2.0, or Atom."""
    return _rss(blog) if blog.kind == "wordpress" else _atom(blog)


def link(blog: Blog, post: Post) -> str:
    """The address of a post."""
    return f"{blog.home}{post.at:%Y/%m}/post-{post.number}/"


def _rss(blog: Blog) -> str:
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>{link(blog, post)}</link>"
        f"<comments>{link(blog, post)}#{'comments' if post.comments else 'respond'}</comments>"
        f"<dc:creator><![CDATA[Blogger {blog.number}]]></dc:creator><pubDate>{format_datetime(post.at)}</pubDate>"
        + "".join(f"<category><![CDATA[{tag}]]></category>" for tag in post.tags)
        + f'<guid isPermaLink="false">{blog.home}?p={post.number}</guid>'
        f"<description><![CDATA[<p>{post.title} {post.title}</p>]]></description>"
        f"<content:encoded><![CDATA[{post.body}]]></content:encoded>"
        f"<wfw:commentRss>{link(blog, post)}feed/</wfw:commentRss>"
        f"<slash:comments>{post.comments}</slash:comments></item>\n"
        for post in blog.posts
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel>'
        f'<title>Blog {blog.number}</title><atom:link href="{blog.home}feed/" rel="self" type="application/rss+xml" />'
        f"<link>{blog.home}</link><description>A blog</description>"
        f"<lastBuildDate>{format_datetime(blog.built)}</lastBuildDate><language>nb-NO</language>"
        f"<generator>https://wordpress.org/?v=6.8.3</generator>\n{items}</channel></rss>\n"
    )


def _atom(blog: Blog) -> str:
    entries = "".join(
        f"<entry><id>tag:blogger.com,1999:blog-{blog.number}.post-{post.number}</id>"
        f"<published>{post.at.isoformat()}</published><updated>{post.at.isoformat()}</updated>"
        + "".join(f'<category scheme="http://www.blogger.com/atom/ns#" term="{escape(tag)}"/>' for tag in post.tags)
        + f"<title type='text'>{escape(post.title)}</title>"
        f"<content type='html'>{escape(post.body, quote=False)}</content>"
        f"<link rel='replies' type='application/atom+xml' href='{link(blog, post)}comments'/>"
        f"<link rel='replies' type='text/html' href='{link(blog, post)}#comment-form' title='{post.comments}'/>"
        f"<link rel='self' type='application/atom+xml' href='{blog.home}feeds/{post.number}'/>"
        f"<link rel='alternate' type='text/html' href='{link(blog, post)}' title='{escape(post.title)}'/>"
        f"<author><name>Blogger {blog.number}</name></author><thr:total>{post.comments}</thr:total></entry>\n"
        for post in blog.posts
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' "
        "xmlns:thr='http://purl.org/syndication/thread/1.0'>"
        f"<id>tag:blogger.com,1999:blog-{blog.number}</id><updated>{blog.built.isoformat()}</updated>"
        f"<title type='text'>Blog {blog.number}</title><link rel='alternate' type='text/html' href='{blog.home}'/>"
        f"<author><name>Blogger {blog.number}</name></author>"
        f"<generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>\n{entries}</feed>\n"
    )


@lru_cache(maxsize=64)
def numbers(asked: str) -> frozenset[int]:
    """The numbers in a list with commas."""
    return frozenset(int(one) for one in asked.split(",") if one.isdigit())


def rest(blog: Blog, place: str, query: dict[str, str]) -> bytes | None:
    """What WordPress's REST interface says; nobody has commented but in numbers."""
    if place == "wp/v2/posts":
        wanted = numbers(query.get("include", ""))
        rows = [
            {
                "id": post.number,
                "date_gmt": f"{post.at:%Y-%m-%dT%H:%M:%S}",
                "slug": f"post-{post.number}",
                "link": link(blog, post),
                "title": {"rendered": escape(post.title)},
                "content": {"protected": False},
                "author": 1,
                "comment_status": "open",
            }
            for post in blog.posts
            if post.number in wanted
        ]
        return json.dumps(rows).encode()
    if place != "wp/v2/comments":
        return None
    wanted = numbers(query.get("post", ""))
    comments = [
        {
            "id": post.number * 10 + k,
            "post": post.number,
            "parent": 0,
            "author": 0,
            "author_name": f"Reader {k}",
            "author_url": "",
            "date_gmt": f"{post.at + timedelta(hours=1 + k):%Y-%m-%dT%H:%M:%S}",
            "content": {"rendered": "<p>Thank you!</p>"},
            "link": f"{link(blog, post)}#comment-{k}",
            "status": "approved",
            "type": "comment",
        }
        for post in blog.posts
        if post.number in wanted
        for k in range(post.comments)
    ]
    return json.dumps(comments).encode()
