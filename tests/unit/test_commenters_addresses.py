import pytest

from aggregator.core.commenters import By, Commenter
from tests.support.build import participant
from tests.support.commenting import HERS, OWN, VISITOR, comment, commenters, post_of


@pytest.mark.parametrize(
    ("feed", "home", "url"),
    [
        ("https://kari.example/feed/", None, "http://www.kari.example"),
        ("https://kari.example/feed/", None, "https://kari.example/about/?lang=nb"),
        ("https://kari.example/blog/feed/atom/", None, "https://kari.example/blog/2026/11/hello/"),
        ("https://kari.example/?feed=rss2", None, "https://kari.example/?p=12"),
        ("https://kari.example/blog?format=rss", None, "https://kari.example/blog/hello"),
        ("https://kari.example/feeds/posts/default", None, HERS),
        ("https://kari.example/feeds/posts/default/-/course", None, HERS),
        ("https://kari.example/feeds/all.atom.xml", None, HERS),
        ("https://kari.example/blog/feeds/rss/", None, "https://kari.example/blog"),
        *(
            (f"https://kari.example/{end}", None, HERS)
            for end in ("rss", "RSS.xml", "atom.xml", "index.xml", "feed.json")
        ),
        ("https://kari.example/blog-feed.xml", None, HERS),
        ("https://kari.example/data/rss", None, HERS),
        ("https://social.example/@kari.rss", None, "https://social.example/@kari/1234"),
        ("https://medium.com/feed/@kari", None, "https://medium.com/@kari"),
        ("https://medium.com/feed/@kari", "https://medium.com/@kari?source=rss-12------2", "https://medium.com/@kari"),
        ("https://example.edu/~kari/rss.xml", None, "https://example.edu/~kari/index.html"),
        ("http://127.0.0.1:8101/feed/", None, "http://127.0.0.1:8101/"),
        ("https://feeds.example/kari", "https://kari.example/", "https://kari.example/about"),
        ("https://kari.example/feed/", "https://new.example/", HERS),
        ("https://kari.example/tag/course/feed/", "https://kari.example/", HERS),
        ("https://school.example/author/kari/feed/", "https://school.example/", "https://school.example/author/kari"),
        ("https://school.example/feed.xml", "https://school.example/~kari/", "https://school.example/~kari/about"),
        ("https://school.example/feed?author_name=kari", None, "https://school.example/?author_name=kari"),
    ],
)
def test_an_address_in_karis_blog(feed, home, url):
    kari = participant("Kari Nordmann", feed)
    assert commenters(kari, homes={feed: home}).who(comment("whoever", url), post_of(kari)) == OWN


@pytest.mark.parametrize(
    ("feed", "home", "url"),
    [
        ("https://kari.example/feed/", None, "https://kari.example.org/"),
        ("https://kari.example/blog/feed/", None, "https://kari.example/blogger"),
        ("https://kari.example/blog/feed/", None, "https://kari.example/"),
        ("https://medium.com/feed/@kari", None, "https://medium.com/@karin"),
        ("https://medium.com/feed/@kari", None, "https://medium.com"),
        ("https://example.edu/~kari/rss.xml", None, "https://example.edu/~per/"),
        ("http://127.0.0.1:8101/feed/", None, "http://127.0.0.1:8102/"),
        ("https://school.example/author/kari/feed/", "https://school.example/", "https://school.example/author/per"),
        ("https://school.example/feed.xml", "https://school.example/~kari/", "https://school.example/~per/"),
        ("https://school.example/feed?author_name=kari", None, "https://school.example/?author_name=per"),
        ("https://www.blogger.com/feeds/12/posts/default", None, "https://www.blogger.com/profile/34"),
    ],
)
def test_an_address_that_is_not_in_karis_blog(feed, home, url):
    kari = participant("Kari Nordmann", feed)
    assert commenters(kari, homes={feed: home}).who(comment("whoever", url), post_of(kari)) == VISITOR


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://host.example/kari/2026/", "Kari"),
        ("https://host.example/kari/ola/2026/", "Ola"),
        ("https://host.example/both/2026/", None),
        ("https://host.example/per/", None),
        ("https://host.example/", None),
    ],
    ids=["hers", "the longest wins", "of two", "of nobody", "the host alone"],
)
def test_a_host_that_several_share(url, expected):
    people = [
        participant("Kari", "https://host.example/kari/feed"),
        participant("Ola", "https://host.example/kari/ola"),
    ]
    people += [participant("Eva", "https://host.example/both/feed"), participant("Per", "https://host.example/feed")]
    people += [participant("Liv", "https://host.example/both/rss")]
    found = commenters(*people, facilitators=()).who(comment("whoever", url), post_of(participant("Somebody")))
    assert found == (Commenter(By.PARTICIPANT, expected) if expected else VISITOR)


# -- a blog that says it is where another is ---------------------------------------------------------

EVILS = "https://evil.example/feed/"


@pytest.mark.parametrize(
    ("told", "name", "url"),
    [
        ("https://kari.example/", "Nick", "https://kari.example/about/"),
        ("https://kari.example/about/", "Nick", "https://kari.example/about/"),
        ("https://kari.example/else/", "Nick", "https://kari.example/"),
        ("https://profiles.example/kari", "Kari Nordmann", "https://profiles.example/kari"),
    ],
)
def test_no_blog_takes_anothers_place_by_saying_that_it_is_there(told, name, url):
    kari, evil = participant("Kari Nordmann", "https://kari.example/feed/"), participant("Eve Evil", EVILS)
    who = commenters(kari, evil, homes={EVILS: told}).who(comment(name, url), post_of(kari))
    assert who == OWN


def test_on_a_shared_host_the_place_of_a_feed_is_its_own():
    kari = participant("Kari Nordmann", "https://school.example/~kari/feed/")
    evil = participant("Eve Evil", "https://school.example/~eve/feed/")
    homes = {evil.address: "https://school.example/~kari/"}
    both = commenters(kari, evil, homes=homes)
    assert both.who(comment("Nick", "https://school.example/~kari/"), post_of(kari)) == OWN
    assert both.who(comment("Nick", "https://school.example/~eve/"), post_of(evil)).by is By.OWN


def test_whose_name_nobody_has_is_who_says_that_the_address_is_theirs():
    kari = participant("Kari Nordmann", "https://feeds.example/kari")
    both = commenters(kari, participant("Eve Evil", EVILS), homes={kari.address: "https://kari.example/"})
    assert both.who(comment("Nick", "https://kari.example/1/"), post_of(kari)) == OWN
    assert both.who(comment("Eve Evil", "https://kari.example/1/"), post_of(kari)).name == "Eve Evil"
