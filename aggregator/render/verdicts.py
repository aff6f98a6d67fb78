"""The words about answers: where a post stands and why, what a source said, who has commented."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aggregator.core.commenters import By, Commenter
from aggregator.core.course import Course
from aggregator.core.language import _, ngettext
from aggregator.core.model import Bound, Comment, Observation, Openness, Post, Reason, State, Verdict
from aggregator.core.people import belongs
from aggregator.core.shown import BlogStatus, Explained, Listed, ListedComment
from aggregator.core.text import safe
from aggregator.render.words import moment, on_day, title


def why(one: Listed, reader: str | None = None) -> str:
    """Why the post stands where it stands (in a list for the reader), and for how long nobody has answered."""
    if one.verdict.reason is Reason.MARKED:
        age = ""
    elif one.days:
        age = ngettext("{days} day without an answer", "{days} days without an answer", one.days).format(days=one.days)
    else:
        age = _("not a day old, no answer yet")
    return ", ".join(filter(None, (in_return(one, reader), _of_whom(one, age))))


def in_return(one: Listed, reader: str | None) -> str:
    """That the blogger has answered the reader; empty if not."""
    if reader is None or not one.to_reader:
        return ""
    return ngettext(
        "has written {count} comment to {name}", "has written {count} comments to {name}", one.to_reader
    ).format(count=one.to_reader, name=reader)


def why_in_digest(one: Listed, zone: ZoneInfo, now: datetime) -> str:
    """The same in words that stay true when the digest is read, or printed, another day."""
    marked = one.verdict.reason is Reason.MARKED
    return _of_whom(one, "" if marked else _("no answer since {day}").format(day=on_day(one.post.dated, zone, now)))


def _of_whom(one: Listed, age: str) -> str:
    who = _("first post by a new blogger") if one.first_post else _("new blogger") if one.new_blogger else _lately(one)
    told = one.verdict.state is State.ONLY_OWN or one.verdict.reason is Reason.MARKED
    label = standing(one.verdict) if told else ""
    return ", ".join(filter(None, (who, label, age)))


def _lately(one: Listed) -> str:
    count = one.answered_lately
    if not count:
        return _("no other post known to be answered lately")
    return ngettext("{count} other post answered lately", "{count} other posts answered lately", count).format(
        count=count
    )


def reason(verdict: Verdict, zone: ZoneInfo) -> str:
    """Why nobody can tell whether the post has its answer; for a post that is no riddle, where it stands."""
    match verdict.reason:
        case Reason.COMMENTED:
            count = verdict.comments or 0
            return ngettext(
                "has {count} comment, but by whom is not known",
                "has {count} comments, but by whom is not known",
                count,
            ).format(count=count)
        case Reason.STALE if verdict.checked_at:
            return _("had no comment on {moment}; not known since").format(moment=moment(verdict.checked_at, zone))
        case Reason.STALE:
            return _("last seen too long ago")
    if verdict.state is not State.UNKNOWN:
        return standing(verdict)
    return cause(verdict.reason)


def cause(why: Reason) -> str:
    """Why a source could not tell."""
    return {
        Reason.ODD_COUNT: _("the feed's number of comments cannot be read"),
        Reason.SWITCHED_OFF: _("feeds.toml says not to ask about comments"),
        Reason.ELSEWHERE: _("comments are kept where agg cannot ask"),
        Reason.REFUSED: _("the blog does not tell about its comments"),
        Reason.NOT_THERE: _("nothing is where its comments should be"),
        Reason.UNREACHABLE: _("its comments could not be reached"),
        Reason.TOO_MANY: _("put off, so as not to ask too often"),
        Reason.NO_FORM: _("its page shows no place to comment"),
        Reason.NOT_UNDERSTOOD: _("the answer about comments cannot be understood"),
        Reason.NOT_LISTED: _("the blog does not say that it has this post"),
    }.get(why, _("the blog says nothing about comments"))


def riddle(reason: Reason, count: int) -> str:
    """The heading above posts about which nobody can tell, for one and the same reason."""
    if reason is Reason.COMMENTED:
        text = ngettext(
            "With comments, by whom is not known: {count} post",
            "With comments, by whom is not known: {count} posts",
            count,
        )
        return text.format(count=count)
    why = _("last seen too long ago") if reason is Reason.STALE else cause(reason)
    text = ngettext("Could not tell, {why}: {count} post", "Could not tell, {why}: {count} posts", count)
    return text.format(why=why, count=count)


def standing(verdict: Verdict) -> str:
    """Where the post stands, in a few words for a line of the digest."""
    if verdict.reason is Reason.MARKED:
        return {
            State.ANSWERED: _("marked as answered"),
            State.CLOSED: _("marked as closed"),
        }.get(verdict.state, _("marked as waiting"))
    match verdict.state:
        case State.WAITING:
            return _("nobody has answered yet")
        case State.ONLY_OWN if verdict.reason is Reason.ONLY_PINGS:
            return _("only links from elsewhere")
        case State.ONLY_OWN:
            return _("only the author has commented")
        case State.CLOSED if not verdict.comments:
            return _("comments are closed")
    if verdict.comments:
        return ngettext("{count} comment", "{count} comments", verdict.comments).format(count=verdict.comments)
    return _("comments not known")


def by(who: Commenter) -> str:
    """In what part somebody has commented."""
    return {
        By.OWN: _("own comment"),
        By.PARTICIPANT: _("participant"),
        By.FACILITATOR: _("facilitator"),
        By.VISITOR: _("visitor"),
        By.PING: _("link from another page"),
    }[who.by]


def commenter(one: ListedComment) -> str:
    """Who has commented: as feeds.toml names them, else as they name themselves."""
    return one.who.name or one.comment.said.author or _("(no name)")


def on_post(one: ListedComment) -> str:
    """On whose post a comment stands."""
    return _("on {participant}: {title}").format(participant=one.post.participant, title=title(one.post))


def comment_moment(comment: Comment, zone: ZoneInfo) -> str:
    """When a comment was written; where nobody says, when it was first seen."""
    if comment.said.published:
        return moment(comment.said.published, zone, year=True)
    return _("first seen {moment}").format(moment=moment(comment.first_seen, zone, year=True))


def comment_facts(one: ListedComment, zone: ZoneInfo) -> list[str]:
    """What else is to be said of a comment: in what part, signed how if not by that name, and whether it is gone."""
    facts = [by(one.who)]
    signed = one.comment.said.author
    if signed and commenter(one).casefold() != signed.casefold():
        facts.append(_("signed “{name}”").format(name=signed))
    if one.comment.removed_at:
        facts.append(_("gone since {moment}").format(moment=moment(one.comment.removed_at, zone, year=True)))
    return facts


def comment_line(one: ListedComment, zone: ZoneInfo) -> str:
    """The same in a line with the moment."""
    part, *others = comment_facts(one, zone)
    return " · ".join([part, comment_moment(one.comment, zone), *others])


def in_full(found: Explained, zone: ZoneInfo) -> Iterator[str]:
    """Where a post stands, in sentences, with whose word it rests on; and what has become of a mark."""
    yield sentence(found.verdict, zone)
    if found.post.mark and found.post.marked_at and found.verdict.reason is not Reason.MARKED:
        when = moment(found.post.marked_at, zone, year=True)
        yield _("marked as waiting on {moment}, answered since").format(moment=when)


def sentence(found: Verdict, zone: ZoneInfo) -> str:
    """The verdict on a post in a sentence, with whose word it rests on."""
    state = {
        State.ANSWERED: _("answered"),
        State.WAITING: _("waits for an answer"),
        State.ONLY_OWN: _("waits for an answer"),
        State.CLOSED: _("closed"),
        State.UNKNOWN: _("not known"),
    }[found.state]
    when = found.checked_at and moment(found.checked_at, zone, year=True)
    if found.reason is Reason.MARKED and when:
        return f"{state}: " + _("somebody marked it so on {moment}").format(moment=when)
    said = f"{state}: {reason(found, zone)}"
    return f"{said} ({found.source}, {when})" if found.source and when else said


def outside(post: Post, course: Course, now: datetime) -> str:
    """Why a post is in no list, wherever it stands; empty when it may be."""
    participant = next(p for p in course.participants if p.address == post.blog)
    if not belongs(post, participant, course):
        if participant.category and participant.category.casefold() not in map(str.casefold, post.categories):
            return _("in no list: it is not in the category “{category}”").format(category=participant.category)
        return _("in no list: it was not written while the course runs")
    if post.dated < now - timedelta(days=course.window_days):
        return ngettext(
            "not watched any more: it is older than {days} day",
            "not watched any more: it is older than {days} days",
            course.window_days,
        ).format(days=course.window_days)
    return ""


def marked(post: Post, state: State | None) -> str:
    """What a person has said of a post, or taken back."""
    line = {
        State.ANSWERED: _("{participant}: “{title}” is marked as answered."),
        State.CLOSED: _("{participant}: “{title}” is marked as closed."),
        State.WAITING: _("{participant}: “{title}” is marked as waiting."),
    }.get(state or State.UNKNOWN, _("{participant}: “{title}” is not marked any more."))
    return safe(line.format(participant=post.participant, title=title(post)))


def newest_first(said: Iterable[Observation]) -> list[Observation]:
    """What sources said, the newest word first."""
    return sorted(said, key=lambda seen: (-seen.checked_at.timestamp(), seen.source))


def observation(seen: Observation, zone: ZoneInfo) -> str:
    """What one source said of a post, and when."""
    return f"{moment(seen.checked_at, zone, year=True)} · {observed(seen)}"


def observed(seen: Observation) -> str:
    """What one source said of a post."""
    parts = [_counted(seen)]
    if seen.includes_pings and seen.count:
        parts.append(_("links from other pages included"))
    if seen.listed and seen.count:
        parts.append(_("all listed below"))
    if seen.openness is not Openness.UNKNOWN:
        parts.append(_("comments are open") if seen.openness is Openness.OPEN else _("comments are closed"))
    if seen.count is not None and seen.reason is Reason.NO_FORM:
        parts.append(cause(seen.reason))
    elif seen.count is not None and seen.reason:
        parts.append(_("asked again since: {why}").format(why=cause(seen.reason)))
    return " · ".join(parts)


def _counted(seen: Observation) -> str:
    if seen.count is None and seen.reason is Reason.NOT_SAID and seen.openness is not Openness.UNKNOWN:
        return _("no number")
    if seen.count is None:
        return cause(seen.reason or Reason.NOT_SAID)
    text = ngettext("{count} comment", "{count} comments", seen.count)
    if seen.bound is Bound.AT_LEAST:
        text = ngettext("at least {count} comment", "at least {count} comments", seen.count)
    return text.format(count=seen.count)


def sources(one: BlogStatus, zone: ZoneInfo) -> str:
    """Whom agg asks about a blog's comments."""
    if one.participant.comments == "none":
        return _("comments: not asked, as feeds.toml says")
    if one.participant.comments != "auto":
        said = _("comments: asks {sources}, as feeds.toml says").format(sources=one.participant.comments)
    elif one.site is None or one.site.looked_at is None:
        return _("comments: not looked at yet")
    elif not one.site.sources:
        return _("comments: nobody can be asked")
    else:
        said = _("comments: asks {sources}").format(sources=", ".join(one.site.sources))
    resting = one.site.resting if one.site else {}
    return "; ".join([said, *(f"{name} {rest(until, zone)}" for name, until in resting.items())])


def rest(until: datetime, zone: ZoneInfo) -> str:
    """That a source is left alone for a while."""
    return _("has refused and is left alone until {moment}").format(moment=moment(until, zone))
