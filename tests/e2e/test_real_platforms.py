"""Real WordPress, Ghost, Isso, Hugo and Mezzanine with a known truth: is agg right of every post? Skipped without them.

The program `platforms/rig` of the shared folder starts them and tells the truth about them; nothing here changes them.
"""

import json
import os
import subprocess
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import command, cron_environment

BESIDE = Path(__file__).resolve().parents[2].parent / "shared"
RIG = Path(os.environ.get("AGG_SHARED") or BESIDE) / "platforms" / "rig"
PLATFORMS = ("wordpress", "ghost", "isso", "hugo", "mezzanine")
TELL_NOTHING = ("hugo", "mezzanine")
WAITS = {"waiting": "waiting", "only own": "waiting", "answered": "answered", "closed": "closed", "unknown": "unknown"}
MOST = {"wordpress": 2, "ghost": 2, "isso": 2, "hugo": 1, "mezzanine": 1}


def answers(address: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=20):
            return True
    except OSError:
        return False


@pytest.fixture(scope="module")
def blogs() -> list[dict[str, Any]]:
    """What the rig tells of the blogs that run."""
    if not RIG.exists():
        pytest.skip("no rig with real platforms")
    found: list[dict[str, Any]] = []
    for platform in PLATFORMS:
        told = subprocess.run([RIG, "--only", platform, "truth"], capture_output=True, timeout=120)
        if told.returncode == 0:
            found += [blog for blog in json.loads(told.stdout)["blogs"] if answers(blog["feed"])]
    if not found:
        pytest.skip("no real platform runs")
    return found


@pytest.fixture(scope="module")
def course(blogs: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of these blogs, fetched once."""
    folder = tmp_path_factory.mktemp("platforms")
    tables = (
        f'\n[[participants]]\nname = {json.dumps(blog["owner"], ensure_ascii=False)}\nfeed = "{blog["feed"]}"\n'
        for blog in blogs
    )
    head = '[course]\nwindow = 3650\n[fetch]\nallow_networks = ["127.0.0.1/32"]\ninterval = 0\n'
    (folder / "feeds.toml").write_text(head + "".join(tables), encoding="utf-8")
    agg(folder, "fetch", "--force")
    return folder


def agg(folder: Path, *words: str) -> str:
    """What agg says now, as cron would run it; its exit code is 0."""
    environment = cron_environment(HOME=str(folder))
    ended = subprocess.run(
        command(*words), cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def true_state(post: dict[str, Any]) -> str:
    return "answered" if post["comments_by_others"] else "waiting" if post["open"] else "closed"


def only_a_person_can_tell(post: dict[str, Any]) -> bool:
    """Behind a password, or commented only by WordPress itself or by the author under another name."""
    strange = (
        one["author_email"].endswith("wordpress.example")
        or (one["type"] == "comment" and one["author"] != post["author"])
        for one in post["comments"]
    )
    return bool(post["password"]) or (not post["comments_by_others"] and any(strange))


def test_what_agg_says_of_every_post_is_true(course: Path, blogs: list[dict[str, Any]]) -> None:
    said = json.loads(agg(course, "posts", "--all", "--json"))["posts"]
    states = {name: WAITS[post["state"]] for post in said for name in (post["id"], post["url"])}
    counted: dict[str, dict[str, int]] = {}
    for blog in blogs:
        for post in blog["posts"]:
            state = states.get(post["url"]) or states.get(post["guid"])
            if state is None or only_a_person_can_tell(post):
                continue
            right = "right" if state == true_state(post) else state
            tally = counted.setdefault(blog["platform"], {})
            tally[right] = tally.get(right, 0) + 1
            known = state != "unknown" or blog["platform"] not in TELL_NOTHING
            assert not known or state == true_state(post), (blog["id"], post["url"], state, true_state(post))
    print(f"\n{counted}")  # noqa: T201
    assert all(tally.get("right") for platform, tally in counted.items() if platform not in TELL_NOTHING)


def test_who_has_commented_is_who_the_platform_says(course: Path, blogs: list[dict[str, Any]]) -> None:
    people = {blog["owner"] for blog in blogs}
    said = json.loads(agg(course, "comments", "--all", "--json"))["comments"]
    told = {(one["post"], one["author"]): one for one in said}
    for blog in blogs:
        if blog["platform"] in TELL_NOTHING:
            continue
        for post in blog["posts"]:
            for one in post["comments"]:
                found = told.get((post["url"], one["author"]))
                if found is None or one["type"] != "comment":
                    continue
                own = one["author"] == post["author"]
                expected = "own" if own else "participant" if one["author"] in people else "visitor"
                assert found["by"] == expected or found["by"] == "own", (post["url"], one, found)


def signed_by(comment: dict[str, Any], blogs: list[dict[str, Any]]) -> str:
    """The owner whose address or name the comment carries; empty for one that is nobody's."""
    by_address = {blog["url"].rstrip("/"): blog["owner"] for blog in blogs}
    owners = {blog["owner"] for blog in blogs}
    named = comment["author"] if comment["author"] in owners else ""
    return by_address.get((comment["author_url"] or "").rstrip("/"), named)


def test_given_and_received_are_what_the_platforms_say(course: Path, blogs: list[dict[str, Any]]) -> None:
    """Of every comment on a post that agg has; those by nobody in the course are unmatched, but not dropped."""
    posts = {post["url"]: post for post in json.loads(agg(course, "posts", "--all", "--json"))["posts"]}
    received, given, numbers = Counter[str](), Counter[str](), 0
    stored = [(blog["owner"], post) for blog in blogs for post in blog["posts"] if post["url"] in posts]
    for owner, post in stored:
        if posts[post["url"]]["state"] == "unknown":
            numbers += posts[post["url"]]["comments"] or 0
            continue
        for one in post["comments"]:
            ready_made = one["author_email"].endswith("wordpress.example")
            if one["type"] == "comment" and one["author"] != post["author"] and not ready_made:
                received[owner] += 1
                given[signed_by(one, blogs)] += 1
    told = json.loads(agg(course, "people", "--json"))
    strangers = given.pop("", 0)
    assert {one["participant"]: one["received"] for one in told["people"] if one["received"]} == received
    assert {one["participant"]: one["given"] for one in told["people"] if one["given"]} == given
    assert (told["unmatched"], told["known_by_number_only"]) == (strangers, numbers)
    print(f"\nreceived {received}, given {given}, unmatched {strangers}, by number only {numbers}")  # noqa: T201
    network = json.loads(agg(course, "network", "--json"))
    assert sum(edge["comments"] for edge in network["edges"]) == given.total()


def test_what_a_steady_fetch_costs(course: Path, blogs: list[dict[str, Any]]) -> None:
    lines = [json.loads(line) for line in agg(course, "fetch", "--json").splitlines()]
    cost = {line["feed"]: line["requests"] for line in lines if "feed" in line}
    by_blog = {blog["id"]: cost[blog["feed"]] for blog in blogs}
    print(f"\nrequests of a fetch with nothing new: {by_blog}")  # noqa: T201
    assert all(by_blog[blog["id"]] <= MOST[blog["platform"]] for blog in blogs)
