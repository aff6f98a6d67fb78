"""Which shared service a host belongs to: thousands of blogs, one owner, who sees all requests to them together.

Whoever asks one blog there asks the service, so politeness counts by service. Custom domains cannot be recognised;
nor are hosts listed that only hand out files. Nothing is asked here.
"""

import re

# A service's name, and the domains that are its own with all below them.
_DOMAINS = {
    "wordpress.com": ("wordpress.com", "wp.com", "wpcomstaging.com"),
    "blogger.com": ("blogger.com", "googleblog.com"),
    "feedburner.com": ("feedburner.com", "feedproxy.google.com"),
    "substack.com": ("substack.com",),
    "ghost.io": ("ghost.io",),
    "medium.com": ("medium.com",),
    "tumblr.com": ("tumblr.com",),
    "typepad.com": ("typepad.com",),
    "livejournal.com": ("livejournal.com",),
    "dreamwidth.org": ("dreamwidth.org",),
    "edublogs.org": ("edublogs.org",),
    "squarespace.com": ("squarespace.com",),
    "wix.com": ("wix.com", "wixsite.com"),
    "weebly.com": ("weebly.com",),
    "micro.blog": ("micro.blog",),
    "dev.to": ("dev.to",),
    "hashnode.com": ("hashnode.com", "hashnode.dev"),
    "write.as": ("write.as", "writeas.com"),
    "mastodon.social": ("mastodon.social",),
    "youtube.com": ("youtube.com",),
    "github.com": ("github.com", "githubusercontent.com"),
    "github.io": ("github.io",),  # serves files, and counts apart from GitHub's API
    "disqus.com": ("disqus.com",),
    "giscus.app": ("giscus.app",),
    "cusdis.com": ("cusdis.com",),
    "commento.io": ("commento.io",),
    "webmention.io": ("webmention.io",),
}
_SERVICE_OF = {domain: name for name, domains in _DOMAINS.items() for domain in domains}
# One blog has an address in every country: kari.blogspot.no, kari.blogspot.co.uk, kari.blogspot.com.br.
_BLOGSPOT = re.compile(r"(?:.+\.)?blogspot\.(?:com|[a-z]{2}|com?\.[a-z]{2})")


def service(host: str) -> str | None:
    """The known shared service that a host belongs to, by its name; `None` for any other. A port may follow."""
    name = host.partition(":")[0].rstrip(".").lower()
    if _BLOGSPOT.fullmatch(name):
        return "blogger.com"
    labels = name.split(".")
    domains = (".".join(labels[start:]) for start in range(len(labels)))
    return next((_SERVICE_OF[domain] for domain in domains if domain in _SERVICE_OF), None)
