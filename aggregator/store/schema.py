"""The tables, as migrations that run by themselves. A released migration is never changed: add another.

Moments are ISO 8601 text in UTC to the second, so that they sort as text. `application_id` marks the file as agg's,
`user_version` counts the migrations in it.
"""

from sqlite_utils import Database, Migrations

from aggregator.store.answers import ANSWERS
from aggregator.store.forgotten import FORGOTTEN
from aggregator.store.version import APPLICATION_ID

MIGRATIONS = Migrations("agg")


@MIGRATIONS()
def m001_initial(db: Database) -> None:
    """Blogs and how polling them went, posts with their texts, and what sources said of their comments."""
    for statement in INITIAL:
        db.conn.execute(statement)
    db.conn.execute(f"pragma application_id = {APPLICATION_ID}")
    db.conn.execute("pragma user_version = 1")


@MIGRATIONS()
def m002_comments(db: Database) -> None:
    """Comments and who wrote them, what is known of each blog's platform, and what people have said of posts."""
    for statement in COMMENTS:
        db.conn.execute(statement)
    db.conn.execute("pragma user_version = 2")


@MIGRATIONS()
def m003_requests_of_blogs(db: Database) -> None:
    """Validators belong to the blog that got them: of two that lead to one feed, each is told what it has not read."""
    for statement in REQUESTS_OF_BLOGS:
        db.conn.execute(statement)
    db.conn.execute("pragma user_version = 3")


@MIGRATIONS()
def m004_speed(db: Database) -> None:
    """What spares work: how each post stood in its feed, and each blog's posts in numbers, which triggers keep."""
    for statement in SPEED:
        db.conn.execute(statement)
    db.conn.execute("pragma user_version = 4")


@MIGRATIONS()
def m005_answers(db: Database) -> None:
    """Who answers whom: since when an undated comment can have been there, rounds of answers, and views for readers."""
    for statement in ANSWERS:
        db.conn.execute(statement)
    db.conn.execute("pragma user_version = 5")


@MIGRATIONS()
def m006_digests(db: Database) -> None:
    """What a digest for readers needs: a picture for a post, and which weeks have been sent by mail."""
    for statement in DIGESTS:
        db.conn.execute(statement)
    db.conn.execute("pragma user_version = 6")


@MIGRATIONS()
def m007_forgotten(db: Database) -> None:
    """People who were forgotten do not come back."""
    for statement in FORGOTTEN:
        db.conn.execute(statement)
    db.conn.execute("pragma user_version = 7")


INITIAL = (
    """
    create table blogs (
        id integer primary key,
        address text not null unique, participant text not null,
        feed text, title text not null default '', status text,
        first_seen text,
        last_asked text, last_ok text, whole_at text, body_hash text,
        failures integer not null default 0, failing_since text, problem text,
        not_before text, gone_since text, moved_to text, told text
    ) strict
    """,
    """
    create table requests (
        url text primary key,
        etag text, modified text, status integer not null, asked_at text not null
    ) strict, without rowid
    """,
    """
    create table posts (
        id integer primary key,
        blog_id integer not null references blogs(id) on delete cascade,
        guid text, url text, link_key text, trace text not null, content_hash text not null,
        title text not null, author text not null, categories text not null,
        excerpt text not null, comment_url text,
        published text, updated text, dated text not null,
        first_seen text not null, in_feed_at text not null, archive integer not null,
        indexed integer not null default 0
    ) strict
    """,
    "create index posts_by_blog on posts(blog_id, dated, archive, first_seen)",
    "create index posts_by_date on posts(dated)",
    "create index posts_by_first_seen on posts(first_seen) where not archive",
    "create index posts_to_index on posts(id) where not indexed",
    """
    create table texts (
        post_id integer primary key references posts(id) on delete cascade,
        text text not null
    ) strict
    """,
    """
    create table observations (
        post_id integer not null references posts(id) on delete cascade,
        source text not null,
        count integer, bound text not null, includes_pings integer not null, openness text not null,
        reason text, checked_at text not null,
        primary key (post_id, source)
    ) strict, without rowid
    """,
    "create index observations_with_comments on observations(post_id) where count > 0",
    """
    create table troubles (
        id integer primary key,
        blog_id integer not null references blogs(id) on delete cascade,
        since text not null, until text, problem text not null
    ) strict
    """,
    """
    create virtual table post_search using fts5(
        title, author, text, tokenize = "unicode61 remove_diacritics 2"
    )
    """,
)
COMMENTS = (
    # Of feeds that were read before, only a new reading tells the platform.
    "update blogs set body_hash = null, whole_at = null",
    "alter table posts add column author_url text",
    "alter table posts add column comments_feed text",
    "alter table posts add column mark text",
    "alter table posts add column marked_at text",
    "alter table observations add column listed integer not null default 0",
    "alter table observations add column apart integer not null default 0",
    """
    create table comments (
        id integer primary key,
        post_id integer not null references posts(id) on delete cascade,
        place text not null, key text not null, source text not null, kind text not null,
        author text not null, author_url text, author_id text, own integer,
        parent text, published text, url text, text text not null,
        first_seen text not null, removed_at text,
        unique (post_id, place, key)
    ) strict
    """,
    "create index comments_by_first_seen on comments(first_seen)",
    """
    create table sites (
        blog_id integer primary key references blogs(id) on delete cascade,
        feed text not null, home text, generator text not null, version text not null,
        wordpress integer not null, api text, site_id text, feed_posts integer not null,
        comment_feeds integer not null, older text,
        guids text not null, looked_at text, thorough_at text,
        sources text not null, resting text not null, history text
    ) strict
    """,
)
REQUESTS_OF_BLOGS = (
    "alter table requests rename to all_requests",
    """
    create table requests (
        blog_id integer not null references blogs(id) on delete cascade,
        url text not null,
        etag text, modified text, status integer not null, asked_at text not null,
        primary key (blog_id, url)
    ) strict, without rowid
    """,
    """
    insert into requests select id, url, etag, modified, all_requests.status, asked_at
    from all_requests join blogs on url in (address, feed)
    """,
    "drop table all_requests",
)


def _commented(post: str) -> str:
    """Whether a post is known to have comments."""
    return (
        f"(exists (select 1 from observations where post_id = {post} and count > 0)"  # noqa: S608
        f" or exists (select 1 from comments where post_id = {post} and removed_at is null))"
    )


COMMENTED_NOW = "update posts set commented = 1 where id = new.post_id and not commented;"
COMMENTED_ANEW = f"update posts set commented = {_commented('old.post_id')} where id = old.post_id;"  # noqa: S608
COUNT_IN = """
    insert into tallies values (
        new.blog_id, 1, new.dated, new.dated, new.commented,
        new.archive, iif(new.archive, new.dated, null), iif(new.archive, new.dated, null)
    ) on conflict (blog_id) do update set
        posts = posts + 1, commented = commented + excluded.commented, archive = archive + excluded.archive,
        first = coalesce(min(first, excluded.first), excluded.first),
        last = coalesce(max(last, excluded.last), excluded.last),
        archive_first = coalesce(min(archive_first, excluded.archive_first), archive_first, excluded.archive_first),
        archive_last = coalesce(max(archive_last, excluded.archive_last), archive_last, excluded.archive_last);
"""
COUNT_OUT = """
    update tallies set
        posts = posts - 1, commented = commented - old.commented, archive = archive - old.archive,
        first = (select min(dated) from posts where blog_id = old.blog_id),
        last = (select max(dated) from posts where blog_id = old.blog_id),
        archive_first = (select min(dated) from posts where blog_id = old.blog_id and archive),
        archive_last = (select max(dated) from posts where blog_id = old.blog_id and archive)
    where blog_id = old.blog_id;
"""
SPEED = (
    # The hash of the item as the feed had it (see `feeds`), and what it said of the post's comments, word for word.
    "alter table posts add column item text",
    "alter table posts add column said text not null default '{}'",
    # A list needs every blog's posts in numbers: counting them each time would cost more the longer a course lasts.
    "alter table posts add column commented integer not null default 0",
    f"update posts set commented = 1 where {_commented('posts.id')}",  # noqa: S608
    "drop index observations_with_comments",
    "drop index posts_by_first_seen",
    "create index posts_by_first_seen on posts(first_seen, dated) where not archive",
    """
    create table tallies (
        blog_id integer primary key references blogs(id) on delete cascade,
        posts integer not null, first text, last text, commented integer not null,
        archive integer not null, archive_first text, archive_last text
    ) strict
    """,
    """
    insert into tallies select blog_id, count(*), min(dated), max(dated), sum(commented),
        sum(archive), min(iif(archive, dated, null)), max(iif(archive, dated, null))
    from posts group by blog_id
    """,
    f"create trigger post_added after insert on posts begin {COUNT_IN} end",
    f"create trigger post_removed after delete on posts begin {COUNT_OUT} end",
    f"""
    create trigger post_changed after update of blog_id, archive, dated on posts
    when (new.blog_id, new.archive, new.dated) is not (old.blog_id, old.archive, old.dated)
    begin {COUNT_OUT} {COUNT_IN} end
    """,
    """
    create trigger post_commented after update of commented on posts
    when new.commented <> old.commented
        and (new.blog_id, new.archive, new.dated) is (old.blog_id, old.archive, old.dated)
    begin
        update tallies set commented = commented + new.commented - old.commented where blog_id = new.blog_id;
    end
    """,
    f"create trigger number_added after insert on observations when new.count > 0 begin {COMMENTED_NOW} end",
    f"""
    create trigger number_changed after update of count on observations
    when (new.count > 0) is not (old.count > 0) begin {COMMENTED_ANEW} end
    """,
    f"create trigger number_removed after delete on observations when old.count > 0 begin {COMMENTED_ANEW} end",
    f"create trigger comment_added after insert on comments when new.removed_at is null begin {COMMENTED_NOW} end",
    f"""
    create trigger comment_changed after update of removed_at on comments
    when (new.removed_at is null) <> (old.removed_at is null) begin {COMMENTED_ANEW} end
    """,
    f"create trigger comment_removed after delete on comments when old.removed_at is null begin {COMMENTED_ANEW} end",
)
DIGESTS = (
    "alter table posts add column picture text",
    # Of posts that were read before, only a new reading tells the picture.
    "update posts set item = null",
    "update blogs set body_hash = null, whole_at = null",
    # `sent_at` is null from the moment a mail is handed over until the mail server has taken it.
    """
    create table sent (
        week text primary key, message_id text not null, begun_at text not null, sent_at text
    ) strict, without rowid
    """,
)
