"""What a blog runs on, by its feed and its address, as a name that people know it by."""

from aggregator.core.links import host_of
from aggregator.core.services import service

_SERVICES = {
    "wordpress.com": "WordPress.com",
    "blogger.com": "Blogger",
    "substack.com": "Substack",
    "medium.com": "Medium",
    "tumblr.com": "Tumblr",
    "squarespace.com": "Squarespace",
    "wix.com": "Wix",
    "weebly.com": "Weebly",
    "micro.blog": "micro.blog",
    "dev.to": "dev.to",
    "hashnode.com": "Hashnode",
    "write.as": "Write.as",
    "ghost.io": "Ghost",
    "mastodon.social": "Mastodon",
    "dreamwidth.org": "Dreamwidth",
    "livejournal.com": "LiveJournal",
    "typepad.com": "Typepad",
}
_GENERATORS = {
    "wordpress.com": "WordPress.com",
    "wordpress": "WordPress",
    "blogger": "Blogger",
    "ghost": "Ghost",
    "substack": "Substack",
    "medium": "Medium",
    "tumblr": "Tumblr",
    "squarespace": "Squarespace",
    "wix": "Wix",
    "micro.blog": "micro.blog",
    "writefreely": "WriteFreely",
    "mastodon": "Mastodon",
    "drupal": "Drupal",
    "joomla": "Joomla",
    "serendipity": "Serendipity",
    "dotclear": "Dotclear",
    "jekyll": "Jekyll",
    "hugo": "Hugo",
    "eleventy": "Eleventy",
    "pelican": "Pelican",
    "astro": "Astro",
    "gatsby": "Gatsby",
    "zola": "Zola",
    "hexo": "Hexo",
    "nikola": "Nikola",
    "movable type": "Movable Type",
    "typepad": "Typepad",
    "forem": "Forem",
    "kirby": "Kirby",
    "textpattern": "Textpattern",
}


def platform_of(generator: str, *addresses: str | None) -> str:
    """The platform's name, by the software's own words in the feed, else by the service its host belongs to.

    Empty when neither is known. WordPress.com calls itself WordPress; its addresses tell it apart.
    """
    hosts = (service(host_of(address)) for address in addresses if address)
    served = next((_SERVICES[name] for name in hosts if name in _SERVICES), "")
    words = generator.casefold()
    made = next((name for word, name in _GENERATORS.items() if word in words), "")
    return served or made
