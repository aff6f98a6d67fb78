import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.core.commenters import By, Commenter
from aggregator.core.model import Kind
from tests.support.build import participant
from tests.support.commenting import CLASS, HERS, HIS, KARI, OLA, OWN, VISITOR, comment, commenters, post_of
from tests.support.sources import shared


def who(author="", author_url=None, *, signed="Kari Nordmann", by=CLASS, post_author_url=None, **more):
    written = post_of(by[0], author=signed, author_url=post_author_url)
    return commenters(*by).who(comment(author, author_url, **more), written)


@pytest.mark.parametrize(
    ("author", "url", "expected"),
    [
        pytest.param("Kari Nordmann", None, OWN, id="own name"),
        pytest.param("KariNor", None, OWN, id="own alias"),
        pytest.param("Kari N. Nordmann", None, OWN, id="own name with an initial"),
        pytest.param("Kari Nordman", None, OWN, id="own name misspelt"),
        pytest.param("whoever", HERS, OWN, id="own address"),
        pytest.param("Ola Berg", HERS, OWN, id="an address is surer than a name"),
        pytest.param("ola berg", None, Commenter(By.PARTICIPANT, "Ola Berg"), id="a participant's name"),
        pytest.param("Eva Fjelld", None, Commenter(By.PARTICIPANT, "Eva Fjeld"), id="a participant's name misspelt"),
        pytest.param("whoever", HIS, Commenter(By.PARTICIPANT, "Ola Berg"), id="a participant's address"),
        pytest.param("Ola Berg", "https://ola.example/", Commenter(By.PARTICIPANT, "Ola Berg"), id="unknown address"),
        pytest.param("arne", None, Commenter(By.FACILITATOR, "Arne"), id="a facilitator"),
        pytest.param("Dahl, Jens", None, Commenter(By.FACILITATOR, "Jens Dahl"), id="a facilitator, turned"),
        pytest.param("Kari", None, VISITOR, id="a first name"),
        pytest.param("Per", "https://per.example/", VISITOR, id="a stranger"),
        pytest.param("", None, VISITOR, id="nobody"),
        pytest.param("", "", VISITOR, id="nobody from nowhere"),
    ],
)
def test_who_commented_on_karis_post(author, url, expected):
    assert who(author, url) == expected


@pytest.mark.parametrize(
    ("own", "author", "url", "expected"),
    [
        pytest.param(True, "whoever", None, OWN, id="the platform knows the account"),
        pytest.param(True, "Ola Berg", HIS, OWN, id="the platform knows better than name and address"),
        pytest.param(False, "Kari Nordmann", None, OWN, id="own name without logging in"),
        pytest.param(False, "karinor", None, OWN, id="own alias without logging in"),
        pytest.param(False, "whoever", HERS, OWN, id="own address without logging in"),
        pytest.param(False, "Kari Nordman", None, VISITOR, id="another account, and another name"),
        pytest.param(False, "Eva Fjelld", None, Commenter(By.PARTICIPANT, "Eva Fjeld"), id="another account, misspelt"),
    ],
)
def test_what_the_platform_proves(own, author, url, expected):
    assert who(author, url, own=own) == expected


def test_a_ping_is_nobodys_comment():
    assert who("Kari Nordmann", HERS, kind=Kind.PING, own=True) == Commenter(By.PING, None)


@pytest.mark.parametrize("name", ["", "Anonymous", "Anonym", "Unknown", "Gjest", "Guest", "kari@example.org"])
def test_what_is_no_name_is_nobodys(name):
    kari = participant("Kari", aliases=(name,) if name else ())
    assert who(name, signed=name, by=(kari, OLA)) == VISITOR


def test_admin_is_the_author_of_what_admin_has_signed_and_nobody_else():
    assert who("Admin", signed="admin").by is By.OWN
    assert who("admin", signed="Kari") == VISITOR
    assert who("admin", None, signed="admin", by=(participant("Kari", aliases=("admin",)), OLA)).by is By.OWN


@pytest.mark.parametrize(
    ("signed", "author", "url", "expected"),
    [
        pytest.param("Kari", "KARI", None, OWN, id="a first name"),
        pytest.param("bloggdama", "Bloggdama", "https://per.example/", OWN, id="a pen name, whatever the address"),
        pytest.param("Per, Pål & Kari", "Pål", None, OWN, id="one of several"),
        pytest.param("Hansen, Per", "Per Hansen", None, OWN, id="last name first"),
        pytest.param("Hansen, Per", "Per", None, VISITOR, id="last name first is one name"),
        pytest.param("Kari", "Kari", HIS, Commenter(By.PARTICIPANT, "Ola Berg"), id="but by another's address"),
        pytest.param("Kari", "Karin", None, VISITOR, id="another name"),
    ],
)
def test_a_comment_signed_as_the_post_is_own(signed, author, url, expected):
    assert who(author, url, signed=signed) == expected


@pytest.mark.parametrize(
    ("post_author_url", "url", "expected"),
    [
        ("https://blogger.com/profile/12", "http://www.blogger.com/profile/12", OWN),
        ("https://blogger.com/profile/12", "https://blogger.com/profile/13", VISITOR),
        ("https://blogger.com/profile/12", None, VISITOR),
        ("https://medium.com/", "https://medium.com/", VISITOR),
        (HIS, HIS, OWN),
    ],
    ids=["one profile", "two profiles", "no address", "a host of many", "a guest's address"],
)
def test_a_comment_from_the_address_of_the_posts_author_is_own(post_author_url, url, expected):
    assert who("whoever", url, post_author_url=post_author_url) == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        pytest.param("Kari Nordmann", "Kari Nordmann", id="the owner"),
        pytest.param("", "Kari Nordmann", id="nobody"),
        pytest.param("admin", "Kari Nordmann", id="admin"),
        pytest.param("Per", "Kari Nordmann", id="somebody unknown"),
        pytest.param("berg, ola", "Ola Berg", id="a guest"),
        pytest.param("Eva Fjelld", "Kari Nordmann", id="hardly a guest"),
        pytest.param("Arne", "Kari Nordmann", id="a facilitator writes no participant's post"),
        pytest.param("Ola Berg & Kari Nordmann", "Kari Nordmann", id="the owner and a guest"),
        pytest.param("Ola Berg, Per", "Ola Berg", id="a guest and somebody unknown"),
    ],
)
def test_who_wrote_a_post_on_karis_blog(author, expected):
    assert commenters().writer(post_of(author=author)) == expected


@pytest.mark.parametrize(
    ("owner", "other", "author", "expected"),
    [
        pytest.param("Kari Nordmann", "Kari", "Kari", "Kari Nordmann", id="the owner's first name, and another's"),
        pytest.param("Oyvind", "Øyvind", "Øyvind", "Oyvind", id="the owner's name, otherwise spelt"),
        pytest.param("Kari Anne Lie", "Kari Lie", "Kari Lie", "Kari Lie", id="a guest with a similar name"),
        pytest.param("Kari", "Berg", "Berg, Ola", "Kari", id="last name first is no guest's last name"),
        pytest.param("Kari", "Ola", "Ola, Kari", "Kari", id="two first names"),
    ],
)
def test_names_that_may_be_the_owners(owner, other, author, expected):
    people = participant(owner, HERS), participant(other, HIS)
    assert commenters(*people).writer(post_of(people[0], author=author)) == expected


def test_a_guest_who_may_be_two_is_no_guest():
    people = (KARI, participant("Jose", "https://one.example"), participant("José", "https://two.example"))
    assert commenters(*people).writer(post_of(author="Josè")) == "Kari Nordmann"


def test_on_a_guests_post_the_owner_of_the_blog_answers():
    guests = post_of(author="Ola Berg")
    assert commenters().who(comment("Kari Nordmann"), guests) == Commenter(By.PARTICIPANT, "Kari Nordmann")
    assert commenters().who(comment("someone", HERS), guests) == Commenter(By.PARTICIPANT, "Kari Nordmann")
    assert commenters().who(comment("Ola", HIS), guests) == Commenter(By.OWN, "Ola Berg")


def test_of_two_writers_both_comments_are_own():
    joint = post_of(author="Kari Nordmann og Ola Berg")
    assert commenters().who(comment("Ola Berg"), joint) == Commenter(By.OWN, "Ola Berg")
    assert commenters().who(comment("Kari Nordmann"), joint) == OWN


def test_of_two_writers_with_one_word_each_both_comments_are_own():
    people = (KARI, participant("Ola"), participant("Eva"))
    joint = post_of(author="Ola, Eva")
    assert commenters(*people).who(comment("someone", "https://eva.example/"), joint) == Commenter(By.OWN, "Eva")
    assert commenters(*people).who(comment("Ola"), joint) == Commenter(By.OWN, "Ola")


def test_the_host_of_somebodys_blog_says_nothing_of_who_wrote_a_post():
    host = "https://host.example/"
    written = post_of(author="", author_url=host)
    other = participant("Per", host + "per/feed/")
    assert commenters(KARI, other).who(comment("someone", host), written) == VISITOR
    assert commenters(KARI).who(comment("someone", host), written) == OWN


def test_a_blog_that_is_not_of_the_course():
    stranger = participant("Per", "https://per.example/")
    assert commenters().writer(post_of(stranger)) is None
    assert commenters().writer(post_of(stranger, author="")) is None
    assert commenters().writer(post_of(stranger, author="Ola Berg")) == "Ola Berg"
    assert commenters().who(comment("Per"), post_of(stranger)) == Commenter(By.OWN, None)


@pytest.mark.parametrize("called", ["Kari Nordmann", "kari nordmann", "karinor"])
def test_a_facilitator_who_blogs(called):
    both = commenters(facilitators=("Arne", called))
    assert both.who(comment("Kari Nordmann"), post_of()) == OWN
    assert both.who(comment(called), post_of()) == OWN
    assert both.who(comment("Kari Nordmann"), post_of(OLA)) == Commenter(By.FACILITATOR, called)
    assert both.who(comment("someone", HERS), post_of(OLA)) == Commenter(By.FACILITATOR, called)


def test_a_facilitator_with_the_name_of_two():
    people = (participant("Jose", HERS), participant("José", HIS), KARI)
    assert commenters(*people, facilitators=("Josè",)).who(comment("Josè"), post_of()).by is By.FACILITATOR
    assert commenters(*people, facilitators=("Josè",)).who(comment("Jose"), post_of()).by is By.PARTICIPANT
    assert commenters(*people, facilitators=("Josè",)).who(comment("Josê"), post_of()) == VISITOR


NAMES = st.text("abehikornø ", min_size=1, max_size=12).filter(str.strip)


@given(NAMES, st.lists(NAMES, max_size=3), st.sampled_from(["", "about", "?p=1", "2026/11/hello/"]), NAMES)
def test_another_participant_changes_nothing_that_an_address_says(name, aliases, page, author):
    other = participant(name, "https://other.example/feed/", aliases=tuple(aliases))
    before, after = commenters(), commenters(*CLASS, other)
    for written in (post_of(), post_of(OLA)):
        said = comment(author, HERS + page)
        assert before.who(said, written).name == after.who(said, written).name == "Kari Nordmann"


@given(st.sampled_from(range(len("Katrine"))), st.sampled_from("xyz"), st.sampled_from("vwq"), st.booleans())
def test_a_name_as_near_to_two_is_a_visitors(place, one, other, writes):
    near = ["Katrine"[:place] + letter + "Katrine"[place + 1 :] for letter in (one, other)]
    people = [participant(name, f"https://{name}.example/") for name in near]
    asked = commenters(*people, facilitators=())
    assert asked.who(comment("Katrine"), post_of(people[0] if writes else KARI)) == VISITOR


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.sampled_from([None, True, False]))
def test_nothing_is_too_odd(author, url, signed, own):
    assert who(author, url, signed=signed, own=own).by in set(By) - {By.PING}


def test_a_thousand_participants_and_fifty_thousand_comments():
    people = [participant(f"Fornavn{n % 40:c}a Etternavn{n}", f"https://blog{n}.example/feed/") for n in range(1000)]
    names = [f"{first}a {last}sen" for first in ("Kristin", "Karolin", "Per") for last in map(_letters, range(1500))]
    started = time.process_time()
    asked = commenters(*people)
    posts = [post_of(person) for person in people]
    for n in range(50_000):
        url = f"https://blog{n % 1000}.example/" if n % 3 else None
        asked.who(comment(names[n % len(names)], url), posts[n % 997])
    assert time.process_time() - started < 10, "a machine under load may need two seconds, but not ten"


def _letters(number):
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def test_the_comments_of_real_blogs():
    folder = shared("captures")
    if folder is None:
        pytest.skip("there are no captures")
    truth = json.loads((folder / "truth-after.json").read_text("utf-8"))
    people = {blog["owner"]: participant(blog["owner"], blog["feed"]) for blog in truth["blogs"]}
    asked = commenters(*people.values(), homes={p.address: None for p in people.values()})
    for blog in truth["blogs"]:
        for written in blog["posts"]:
            for said in written["comments"]:
                if said["type"] == "comment":
                    found = asked.who(
                        comment(said["author"], said["author_url"]),
                        post_of(people[blog["owner"]], author=written["author"]),
                    )
                    assert (found.by is By.OWN) is said["by_blog_owner"]
                    known = said["author"] in people or said["by_blog_owner"]
                    assert (found.by is By.VISITOR) is not known
