"""Looks at blogs that are to join the course, and asks where there is a choice and somebody to ask."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from aggregator.cli.asking import exchange
from aggregator.cli.call import Call
from aggregator.cli.progress import progress
from aggregator.cli.questions import ask, number_up_to
from aggregator.core.language import _

if TYPE_CHECKING:
    from aggregator.core.course import Participant
    from aggregator.core.joining import Joining
    from aggregator.core.probe import FeedSeen, Probe
    from aggregator.core.roster import Listed


def participant_of(listed: "Listed") -> "Participant":
    """The blog of a list as a participant; its address has a scheme, and no login in it."""
    from aggregator.config.addresses import problem_with, without_login
    from aggregator.core.course import Participant
    from aggregator.roster.addresses import with_scheme

    written = with_scheme(listed.address)
    problem = problem_with(written)
    address, login = (written, None) if problem else without_login(written)
    return Participant(
        name=listed.name,
        address=address,
        is_home=not listed.is_feed,
        login=login,
        tags=listed.tags,
        aliases=listed.aliases,
        category=listed.category,
        comments=listed.comments,
        problem=problem,
    )


def was_forgotten(call: Call, blog: "Participant") -> bool:
    """Whether the blog or its owner was forgotten, so that nothing of it would be stored."""
    from aggregator.core.forgetting import of_blogger
    from aggregator.store import open_store

    if not call.db_path.exists():
        return False
    with open_store(call.db_path) as store:
        return store.has_forgotten(of_blogger(blog))


def look_at(call: Call, blogs: Sequence["Participant"], *, seek: bool = True) -> "list[tuple[Participant, Probe]]":
    """What a look at each of these blogs finds, in their order. Those with a problem in their address are left out."""
    from aggregator.fetch.probe import look

    sound = [blog for blog in blogs if not blog.problem]
    found: dict[int, Probe] = {}
    with exchange(call.course) as web, progress(call, len(sound)) as bar:
        for blog, probe in look(web, sound, call.now, seek=seek):
            found[id(blog)] = probe
            bar.advance()
    return [(blog, found[id(blog)]) for blog in sound]


def joining(call: Call, blogs: Sequence["Participant"], bare: Iterable[str] = ()) -> "list[Joining]":
    """Each of these blogs with the feed that was found, or chosen among several. `bare`: addresses without a scheme.

    Where a bare address does not answer by https, http is tried.
    """
    from aggregator.core.joining import join
    from aggregator.core.record import replace

    unsure = set(bare)
    found = look_at(call, blogs)
    silent = [blog for blog, probe in found if not probe.status and blog.address in unsure]
    by_http = [replace(blog, address=blog.address.replace("https://", "http://", 1)) for blog in silent]
    looks = look_at(call, by_http) if by_http else []
    again = {before.address: look for before, look in zip(silent, looks, strict=True) if look[1].status}
    pairs = [again.get(blog.address, (blog, probe)) for blog, probe in found]
    return [join(blog, probe, _chosen(call, blog, probe)) for blog, probe in pairs]


def _chosen(call: Call, blog: "Participant", probe: "Probe") -> "FeedSeen | None":
    """The feed to read: the only one, the one somebody chooses, else the first."""
    from aggregator.render.joining import choices

    if len(probe.feeds) < 2 or not call.can_ask:
        return next(iter(probe.feeds), None)
    call.say(_("{name}: {address} has several feeds:").format(name=blog.name or "?", address=blog.address))
    for line in choices(probe.feeds, call.course.timezone, call.now):
        call.say(f"  {line}")
    return probe.feeds[ask(_("Which one?"), number_up_to(len(probe.feeds)), "1") - 1]
