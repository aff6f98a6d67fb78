"""What a feed says beside its posts: whose they are, where older ones stand, the blog's number at WordPress.com."""

import pytest

from aggregator.feeds import read_feed
from tests.support.feedtexts import atom, atom_post, feed_of, rss

PROFILE = "https://www.blogger.example/profile/7"


@pytest.mark.parametrize(
    ("author", "url"),
    [
        pytest.param(f"<author><name>Ola</name><uri>{PROFILE}</uri></author>", PROFILE, id="uri"),
        pytest.param("<author><name>Ola</name></author>", None, id="name alone"),
        pytest.param("<author><name>Ola</name><uri>mailto:ola@example.org</uri></author>", None, id="mail"),
        pytest.param("<author><name>Ola</name><uri>javascript:x</uri></author>", None, id="script"),
        pytest.param("<author><name>Ola</name><uri>Ola</uri></author>", None, id="no address"),
        pytest.param(
            f"<author><name>Ola</name><uri>{PROFILE}</uri></author><author><name>Kari</name></author>",
            None,
            id="of two authors neither",
        ),
    ],
)
def test_the_author_s_address(author, url):
    assert atom_post(f"<id>1</id>{author}").author_url == url


def test_the_author_s_address_of_the_whole_feed():
    head = f"<author><name>Ola</name><uri>{PROFILE}</uri></author>"
    mine, guest = feed_of(atom("<id>1</id>", "<id>2</id><author><name>Kari</name></author>", head=head)).posts
    assert (mine.author, mine.author_url) == ("Ola", PROFILE)
    assert (guest.author, guest.author_url) == ("Kari", None)


@pytest.mark.parametrize(
    ("links", "older"),
    [
        pytest.param("", None, id="no word"),
        pytest.param('<link rel="next" href="?page=2"/>', "https://blog.example/feeds/all.xml?page=2", id="next"),
        pytest.param('<link rel="prev-archive" href="/2025"/>', "https://blog.example/2025", id="archive"),
        pytest.param(
            '<link rel="prev-archive" href="/2025"/><link rel="next" href="/2"/>', "https://blog.example/2", id="both"
        ),
        pytest.param('<link rel="previous" href="/2"/>', None, id="newer posts"),
        pytest.param('<link rel="next" href="javascript:x"/>', None, id="no address"),
    ],
)
def test_where_older_posts_stand(links, older):
    assert feed_of(atom("<id>1</id>", head=links)).older == older


@pytest.mark.parametrize(
    ("head", "number"),
    [
        pytest.param('<site xmlns="com-wordpress:feed-additions:1">37539060</site>', "37539060", id="WordPress.com"),
        pytest.param('<site xmlns="com-wordpress:feed-additions:1">x/37</site>', None, id="no number"),
        pytest.param('<site xmlns="com-wordpress:feed-additions:1">٣</site>', None, id="no ASCII"),
        pytest.param('<site xmlns="urn:something">37539060</site>', None, id="another vocabulary"),
        pytest.param("<site>37539060</site>", None, id="no vocabulary"),
        pytest.param("", None, id="silence"),
    ],
)
def test_the_number_at_wordpress_com(head, number):
    assert feed_of(rss("<title>x</title>", head=head)).site_id == number


@pytest.mark.parametrize(
    ("next_url", "older"),
    [
        pytest.param('"https://kari.example/feed.json?page=2"', "https://kari.example/feed.json?page=2", id="absolute"),
        pytest.param('"?page=2"', "https://kari.example/feed.json?page=2", id="relative"),
        pytest.param('"javascript:x"', None, id="no address"),
        pytest.param("null", None, id="none"),
    ],
)
def test_json_feed_names_its_next_page(next_url: str, older: str | None) -> None:
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [], "next_url": {next_url}}}'
    assert read_feed(body.encode(), "application/feed+json", "https://kari.example/feed.json").older == older
