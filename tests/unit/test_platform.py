"""The platform's name, by what the feed and the address say."""

import pytest

from aggregator.core.platform import platform_of


@pytest.mark.parametrize(
    ("generator", "address", "name"),
    [
        ("https://wordpress.org/?v=6.8", "https://kari.example/feed/", "WordPress"),
        ("http://wordpress.com/", "https://kari.example/feed/", "WordPress.com"),
        ("https://wordpress.org/?v=6.8", "https://kari.wordpress.com/feed/", "WordPress.com"),
        ("Blogger 7.00 http://www.blogger.com", "https://kari.example/feeds/posts/default", "Blogger"),
        ("", "https://kari.blogspot.no/feeds/posts/default", "Blogger"),
        ("Ghost 6.2", "https://kari.example/rss/", "Ghost"),
        ("Hugo", "https://kari.github.io/index.xml", "Hugo"),
        ("", "https://kari.example/feed.xml", ""),
        ("Kari's own", "https://kari.example/feed.xml", ""),
    ],
)
def test_platforms_are_named(generator: str, address: str, name: str) -> None:
    assert platform_of(generator, address, None) == name
