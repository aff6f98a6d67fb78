import pytest

from aggregator.core.services import service


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("wordpress.com", "wordpress.com"),
        ("kari.wordpress.com", "wordpress.com"),
        ("public-api.wordpress.com", "wordpress.com"),
        ("kari.files.wordpress.com", "wordpress.com"),
        ("i0.wp.com", "wordpress.com"),
        ("kari.blogspot.com", "blogger.com"),
        ("kari.blogspot.no", "blogger.com"),
        ("kari.blogspot.co.uk", "blogger.com"),
        ("kari.blogspot.com.br", "blogger.com"),
        ("blogspot.com", "blogger.com"),
        ("www.blogger.com", "blogger.com"),
        ("security.googleblog.com", "blogger.com"),
        ("feeds.feedburner.com", "feedburner.com"),
        ("feedproxy.google.com", "feedburner.com"),
        ("kari.substack.com", "substack.com"),
        ("kari.ghost.io", "ghost.io"),
        ("medium.com", "medium.com"),
        ("kari.medium.com", "medium.com"),
        ("kari.tumblr.com", "tumblr.com"),
        ("kari.typepad.com", "typepad.com"),
        ("kari.livejournal.com", "livejournal.com"),
        ("kari.dreamwidth.org", "dreamwidth.org"),
        ("kari.squarespace.com", "squarespace.com"),
        ("kari.wixsite.com", "wix.com"),
        ("kari.weebly.com", "weebly.com"),
        ("kari.micro.blog", "micro.blog"),
        ("dev.to", "dev.to"),
        ("kari.hashnode.dev", "hashnode.com"),
        ("write.as", "write.as"),
        ("course.disqus.com", "disqus.com"),
        ("github.com", "github.com"),
        ("api.github.com", "github.com"),
        ("kari.github.io", "github.io"),
        ("giscus.app", "giscus.app"),
        ("webmention.io", "webmention.io"),
        ("mastodon.social", "mastodon.social"),
    ],
)
def test_hosts_of_one_service_are_known_by_its_name(host, expected):
    assert service(host) == expected


@pytest.mark.parametrize("host", ["Kari.WordPress.COM", "kari.wordpress.com.", "kari.wordpress.com:443"])
def test_a_host_is_known_however_it_is_written(host):
    assert service(host) == "wordpress.com"


@pytest.mark.parametrize(
    "host",
    [
        "",
        ".",
        "com",
        "kari.example",
        "notwordpress.com",
        "wordpress.com.evil.example",
        "wordpress.org",
        "kari.blogspot.evil.example",
        "notblogspot.com",
        "kari.blogspot",
        "blogspot.school.no",
        "google.com",
        "micro.blog.example",
        "127.0.0.1",
        "127.0.0.1:8080",
        "[2001:db8::1]:443",
    ],
)
def test_other_hosts_belong_to_no_service(host):
    assert service(host) is None
