"""Feeds without a word about comments: Atom from a static Hugo site, a JSON Feed from micro.blog."""

import json
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from aggregator.demo.model import SampleBlog, ShownPost
from aggregator.demo.platforms.markup import Feed, Posts, built, html

HUGO_POST = "posts/{0.slug}/"
MICROBLOG_POST = "{0.published:%Y/%m/%d}/{0.slug}.html"


def hugo(blog: SampleBlog, posts: Posts, home: str) -> Feed:
    """Atom from a template of Hugo's; a file, so the web server names it plain XML."""
    body = f"""<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{blog.language}">
  <title>{escape(blog.title)}</title>
  <id>{escape(home)}</id>
  <link rel="alternate" type="text/html" href={quoteattr(home)} />
  <link rel="self" type="application/atom+xml" href={quoteattr(home + "atom.xml")} />
  <updated>{built(posts, datetime.isoformat)}</updated>
  <author><name>{escape(blog.author)}</name></author>
  <generator uri="https://gohugo.io/">Hugo</generator>
{"".join(_hugo_post(post, home) for post in posts)}</feed>
"""
    return body.encode(), "text/xml; charset=utf-8"


def _hugo_post(post: ShownPost, home: str) -> str:
    url = home + HUGO_POST.format(post)
    terms = "".join(f"\n    <category term={quoteattr(name)} />" for name in post.categories)
    return f"""  <entry>
    <title>{escape(post.title)}</title>
    <id>{escape(url)}</id>
    <link rel="alternate" type="text/html" href={quoteattr(url)} />
    <published>{post.published.isoformat()}</published>
    <updated>{post.modified.isoformat()}</updated>{terms}
    <content type="html">{escape(html(post))}</content>
  </entry>
"""


def microblog(blog: SampleBlog, posts: Posts, home: str) -> Feed:
    """A JSON Feed 1.1 as micro.blog writes it: a short post has no title at all."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": blog.title,
        "home_page_url": home,
        "feed_url": home + "feed.json",
        "authors": [{"name": blog.author, "url": home}],
        "items": [_microblog_post(post, home) for post in posts],
    }
    return json.dumps(feed, ensure_ascii=False, indent=2).encode(), "application/json; charset=utf-8"


def _microblog_post(post: ShownPost, home: str) -> dict[str, str]:
    url = home + MICROBLOG_POST.format(post)
    return {
        "id": url,
        **({"title": post.title} if post.title else {}),
        "content_html": html(post),
        "date_published": post.published.isoformat(),
        "url": url,
    }
