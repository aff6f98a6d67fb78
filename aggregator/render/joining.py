"""What is said of somebody who joins the course, and of the feeds there are to choose from."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from aggregator.core.joining import Joining, Notice
from aggregator.core.language import _, ngettext
from aggregator.core.model import State
from aggregator.core.platform import platform_of
from aggregator.core.probe import FeedSeen
from aggregator.core.shown import BlogStatus, Listed
from aggregator.core.text import safe
from aggregator.render import verdicts, words


def added(one: Joining, zone: ZoneInfo, now: datetime) -> str:
    """Who has joined, with which address, and what stands there."""
    head = f"{one.participant.name}: {words.address(one.participant.address)}"
    return safe(head) + (f" ({feed_facts(one.feed, zone, now)})" if one.feed else "")


def feed_facts(feed: FeedSeen, zone: ZoneInfo, now: datetime) -> str:
    """The platform, how many posts the feed holds, and when the newest was written."""
    posts = ngettext("{count} post", "{count} posts", feed.posts).format(count=feed.posts)
    newest = _("the newest of {day}").format(day=words.on_day(min(feed.newest, now), zone, now)) if feed.newest else ""
    return ", ".join(filter(None, (platform_of(feed.generator, feed.address, feed.home), posts, newest)))


def choices(feeds: Iterable[FeedSeen], zone: ZoneInfo, now: datetime) -> Iterator[str]:
    """A numbered line for each feed."""
    for number, feed in enumerate(feeds, 1):
        title = feed.title or words.address(feed.address)
        of = _("category {name}").format(name=feed.category) if feed.category else ""
        facts = ", ".join(filter(None, (of, feed_facts(feed, zone, now))))
        yield safe(f"{number}. {title} ({facts}): {words.address(feed.address)}")


def notices(one: Joining) -> Iterator[str]:
    """What there is to say of it, each in a sentence."""
    facts = {
        "name": one.participant.name,
        "address": words.address(one.participant.address),
        "given": words.address(one.probe.address) if one.probe else "",
        "problem": one.probe.problem if one.probe else "",
        "category": one.feed.category if one.feed else "",
        "count": len(one.probe.feeds) if one.probe else 0,
    }
    said = _notices()
    for notice in one.notices:
        yield safe(said[notice].format(**facts))


def comments_known(status: BlogStatus, posts: Iterable[Listed]) -> str:
    """Whether agg can tell which posts of the blog are answered, as it has just turned out, and from where."""
    asked = ", ".join(status.site.sources) if status.site else ""
    stated = list(posts)
    unknown = [one for one in stated if one.verdict.state is State.UNKNOWN]
    if not stated:
        return _("Comments: the blog has no posts yet, so nobody knows whether agg can tell who is answered.")
    if not unknown:
        return _("Comments: agg can tell which posts are answered (asks {sources}).").format(sources=asked)
    reason = verdicts.cause(unknown[0].verdict.reason)
    if len(unknown) == len(stated):
        text = _("Comments: agg cannot tell which posts are answered: {reason}. What you see yourself: agg mark.")
        return text.format(reason=reason)
    text = _("Comments: of {count} posts agg can tell, of {others} not: {reason} (asks {sources}).")
    known = len(stated) - len(unknown)
    return text.format(count=known, others=len(unknown), reason=reason, sources=asked)


def _notices() -> dict[Notice, str]:
    return {
        Notice.COMMENTS_FEED: _("{given} is the feed of the blog's comments. Its posts stand in {address}: taken."),
        Notice.ONLY_COMMENTS: _(
            "{given} is a feed of comments, and no feed of posts was found. Give the blog's own address."
        ),
        Notice.CATEGORY: _(
            "This feed has the posts of one category alone ({category}). For the whole blog, give its own address."
        ),
        Notice.SEVERAL: _(
            "The page has {count} feeds; {address} was taken. To take another, write that in feeds.toml."
        ),
        Notice.EMPTY: _("There are no posts in it yet. Is it the right blog?"),
        Notice.MOVED: _("{given} has moved to {address} for good."),
        Notice.PROBLEM: _("{given}: {problem}."),
        Notice.NAMED: _(
            "Called “{name}”, as the blog has it. The name of the person is better: write it in feeds.toml."
        ),
        Notice.NAMED_BY_ADDRESS: _("Called “{name}”, by its address. Write the name of the person in feeds.toml."),
        Notice.SAME_NAME: _("Called “{name}”, for the name was taken."),
    }
