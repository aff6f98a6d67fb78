"""The page of the invented course: its last seven days, one week, its people."""

from aggregator.core.course import Course, Participant, SiteSettings
from aggregator.core.pages import CoursePages, Profile
from aggregator.core.record import replace
from aggregator.core.week import rolling
from tests.support import sample, samplefigures
from tests.support.build import OSLO
from tests.support.sample import AS_OF, Dress, plain

_TAGS = {"Arvid": ("kommune", "Gruppe 1"), "Bjørg": ("kommune",), "Kari Nordmann": ("gruppe 1",)}


def course_pages(dress: Dress = plain, site: SiteSettings | None = None) -> CoursePages:
    """All that there can be; one person's blog has never been read, and one's address is no address."""
    figures, week = samplefigures.figures(dress), sample.week(dress)
    names = [name for name, *_rest in (("Arvid",), ("Bjørg",), ("Kari Nordmann",), ("Torunn",), ("Håkon",), ("Sam",))]
    people = tuple(
        Participant(part.participant, part.address, tags=tuple(map(dress, _TAGS.get(name, ()))))
        for name, part in zip(names, figures.people, strict=True)
    )
    posts = sample.posts(dress)
    profiles = tuple(
        Profile(
            person,
            part,
            tuple(one for one in posts if one.post.participant == person.name),
            "javascript:alert(1)" if name == "Sam" else part.address,
            part.address.removesuffix("feed/") if name != "Torunn" else None,
        )
        for name, person, part in zip(names, people, figures.people, strict=True)
    )
    return CoursePages(
        Course(dress("Sosiale medier i offentlig sektor"), people, OSLO, "nb", site=site or SiteSettings()),
        replace(week, week=rolling(AS_OF, OSLO)),
        sample.waiting(dress),
        (week,),
        profiles,
        figures,
        samplefigures.network(dress),
    )


def empty() -> CoursePages:
    """A course in which nobody has posted."""
    found = course_pages()
    nobody = tuple(
        replace(one, posts=(), part=replace(one.part, posts=0, last_post=None)) for one in found.profiles[:1]
    )
    return replace(
        found,
        lately=replace(sample.empty_week(), week=found.lately.week),
        waiting=replace(found.waiting, waiting=(), unknown=()),
        weeks=(),
        profiles=tuple(replace(one, participant=replace(one.participant, tags=())) for one in nobody),
        network=samplefigures.unconnected(),
    )
