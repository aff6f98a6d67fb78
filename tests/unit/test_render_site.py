"""The course's page as files: which there are, where they lead, and that nothing foreign gets out as markup."""

import json
import posixpath
from collections.abc import Callable

import pytest

from aggregator.core.course import SiteSettings
from aggregator.core.pages import CoursePages
from aggregator.core.record import replace
from aggregator.core.text import safe
from aggregator.render import site
from aggregator.render.site import paths
from tests.support import sample, samplesite
from tests.support.golden import Golden
from tests.support.markup import Skeleton
from tests.support.spite import UNWANTED, spiteful

ASCII = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-./W")


def files(found: CoursePages) -> dict[str, str]:
    written = list(site.pages(found))
    assert len({path.casefold() for path, _text in written}) == len(written)
    return dict(written)


def pages(found: CoursePages) -> dict[str, Skeleton]:
    return {path: Skeleton(text) for path, text in files(found).items() if path.endswith(".html")}


def test_there_is_a_page_for_everything() -> None:
    assert sorted(files(samplesite.course_pages())) == [
        "atom.xml",
        "blogs.opml",
        "index.html",
        "network.html",
        "network.svg",
        "people.html",
        "people/arvid.html",
        "people/bjorg.html",
        "people/hakon.html",
        "people/kari-nordmann.html",
        "people/solveig-med-det-svaert-lange-navnet.html",
        "people/torunn.html",
        "posts.js",
        "search.html",
        "site.js",
        "style.css",
        "tags.html",
        "tags/gruppe-1.html",
        "tags/gruppe-1.xml",
        "tags/kommune.html",
        "tags/kommune.xml",
        "waiting.html",
        "waiting.xml",
        "weeks.html",
        "weeks/2026-W47.html",
    ]


def test_paths_are_plain_whatever_people_are_called() -> None:
    every = list(paths.paths(_called("Kari", "kari", "Ærlig Øst", "李明", "!!!", "../x")).people.values())
    assert every[:4] == ["people/kari.html", "people/kari-2.html", "people/aerlig-ost.html", "people/li-ming.html"]
    assert every[5] == "people/x.html"
    assert len(set(every)) == 6
    assert not {letter for path in every for letter in path} - ASCII


def _called(*names: str) -> CoursePages:
    found = samplesite.course_pages()
    return replace(
        found,
        profiles=tuple(
            replace(one, participant=replace(one.participant, name=name, tags=()))
            for one, name in zip(found.profiles, names, strict=True)
        ),
    )


@pytest.mark.parametrize("found", [samplesite.course_pages, samplesite.empty])
def test_every_link_within_the_site_leads_to_a_file(found: Callable[[], CoursePages]) -> None:
    written = files(found())
    for path, page in pages(found()).items():
        for address in page.addresses:
            if address.startswith(("https://", "#")):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
            assert target in written, f"{path} leads to {address}"


def test_every_page_is_reached_from_the_front_page() -> None:
    found = pages(samplesite.course_pages())
    reached, waiting = set(), [paths.FRONT]
    while waiting:
        path = waiting.pop()
        if path in found and path not in reached:
            reached.add(path)
            base = posixpath.dirname(path)
            waiting += [posixpath.normpath(posixpath.join(base, address)) for address in found[path].addresses]
    assert reached == set(found)


def test_nothing_foreign_is_markup() -> None:
    """The names in the paths change with the spite, so each page is found by its place."""
    hostile, tame = (list(site.pages(samplesite.course_pages(dress))) for dress in (spiteful, sample.plain))
    assert len(hostile) == len(tame)
    for (path, text), (calm, other) in zip(hostile, tame, strict=True):
        assert not UNWANTED.search(text.replace("\n", "")), path
        if path.endswith(".html"):
            assert [bone[0] for bone in Skeleton(text).bones] == [bone[0] for bone in Skeleton(other).bones], calm
            assert not [one for one in Skeleton(text).addresses if one.startswith(("javascript:", "data:", "//"))]


def test_the_posts_for_search_are_a_script_that_only_holds_data() -> None:
    script = files(samplesite.course_pages(spiteful))[paths.POSTS]
    head, _equals, told = script.rstrip().removesuffix(";").partition(" = ")
    data = json.loads(told)
    assert head == "window.aggPosts"
    assert script.count("\n") == 1
    assert len(data["posts"]) == sum(len(one.posts) for one in samplesite.course_pages().profiles)
    assert [day for *_rest, day, _standing, _tone, _text in data["posts"]] == sorted(
        (day for *_rest, day, _standing, _tone, _text in data["posts"]), reverse=True
    )
    assert data["people"][0][0] == safe(spiteful("Arvid"))


def test_search_engines_are_asked_to_stay_away_unless_they_are_wanted() -> None:
    hidden = files(samplesite.course_pages())
    shown = files(samplesite.course_pages(site=SiteSettings(search_engines=True)))
    for path in (path for path in hidden if path.endswith(".html")):
        assert 'content="noindex"' in hidden[path]
        assert "noindex" not in shown[path]


def test_only_the_pages_of_what_is_now_say_when_they_were_made() -> None:
    """So that the others are written anew only when they change."""
    for path, text in files(samplesite.course_pages()).items():
        assert ("As of " in text) == (path in (paths.FRONT, paths.WAITING)), path


def test_in_a_large_week_posts_stand_without_their_beginnings() -> None:
    found = samplesite.course_pages()
    (week,) = found.weeks
    ((name, posts), *_rest) = week.by_participant
    numbers = replace(week.numbers, posts=len(posts) * 200)
    many = replace(week, numbers=numbers, by_participant=((name, posts * 200),), first_posts=(), late=(), waiting=())
    assert 'class="excerpt"' in files(found)["weeks/2026-W47.html"]
    assert 'class="excerpt"' not in files(replace(found, weeks=(many,)))["weeks/2026-W47.html"]


def test_of_many_people_there_is_no_picture() -> None:
    found = samplesite.course_pages()
    many = replace(found.network, members=found.network.members * 60)
    written = files(replace(found, network=many))
    assert paths.PICTURE not in written
    assert "There are too many people for a picture." in written[paths.NETWORK]
    assert "There are too many people for a picture." not in files(found)[paths.NETWORK]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (paths.FRONT, "front"),
        (paths.WAITING, "waiting"),
        ("weeks/2026-W47.html", "week"),
        (paths.PEOPLE, "people"),
        ("people/arvid.html", "person"),
        ("tags/kommune.html", "tag"),
        (paths.NETWORK, "network"),
        (paths.SEARCH, "search"),
    ],
)
def test_it_looks_as_in_the_golden_file(path: str, name: str, language: str, golden: Golden) -> None:
    golden.check(f"{language}/site-{name}.html", files(samplesite.course_pages())[path])
