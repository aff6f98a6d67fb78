"""The tables and views of who answers whom, as one migration makes them.

`belongs`, `part` and `commenter` are conclusions drawn from feeds.toml: null until they are drawn, and again when what
they were drawn from has changed. Commands draw their own; these are for the views, as of the last fetch.
"""

from typing import Final

_CHANGED = "(new.author, new.author_url, new.own, new.kind) is not (old.author, old.author_url, old.own, old.kind)"
_SIGNED = "(new.author, new.author_url) is not (old.author, old.author_url)"

_COUNT_IN = """
    insert into tallies values (
        new.blog_id, 1, new.dated, new.dated,
        new.archive, iif(new.archive, new.dated, null), iif(new.archive, new.dated, null)
    ) on conflict (blog_id) do update set
        posts = posts + 1, archive = archive + excluded.archive,
        first = coalesce(min(first, excluded.first), excluded.first),
        last = coalesce(max(last, excluded.last), excluded.last),
        archive_first = coalesce(min(archive_first, excluded.archive_first), archive_first, excluded.archive_first),
        archive_last = coalesce(max(archive_last, excluded.archive_last), archive_last, excluded.archive_last);
"""
_COUNT_OUT = """
    update tallies set
        posts = posts - 1, archive = archive - old.archive,
        first = (select min(dated) from posts where blog_id = old.blog_id),
        last = (select max(dated) from posts where blog_id = old.blog_id),
        archive_first = (select min(dated) from posts where blog_id = old.blog_id and archive),
        archive_last = (select max(dated) from posts where blog_id = old.blog_id and archive)
    where blog_id = old.blog_id;
"""

# Who has answers is counted from the comments themselves; the triggers that counted posts with comments are not missed.
TALLIES = (
    *(f"drop trigger number_{event}" for event in ("added", "changed", "removed")),
    *(f"drop trigger comment_{event}" for event in ("added", "changed", "removed")),
    *(f"drop trigger post_{event}" for event in ("added", "changed", "removed", "commented")),
    "alter table posts drop column commented",
    "alter table tallies drop column commented",
    f"create trigger post_added after insert on posts begin {_COUNT_IN} end",
    f"create trigger post_removed after delete on posts begin {_COUNT_OUT} end",
    f"""
    create trigger post_changed after update of blog_id, archive, dated on posts
    when (new.blog_id, new.archive, new.dated) is not (old.blog_id, old.archive, old.dated)
    begin {_COUNT_OUT} {_COUNT_IN} end
    """,
)
TABLES = (
    # Of a comment without a date: when its source last told all comments of the post, and not this one.
    "alter table comments add column not_before text",
    "alter table comments add column part text",
    "alter table comments add column commenter text",
    "alter table posts add column belongs integer",
    "create index comments_to_tell on comments(post_id) where part is null",
    "create index posts_to_tell on posts(id) where belongs is null",
    f"""
    create trigger comment_signed_anew after update of author, author_url, own, kind on comments when {_CHANGED}
    begin update comments set part = null, commenter = null where id = new.id; end
    """,  # noqa: S608
    f"""
    create trigger post_signed_anew after update of author, author_url on posts when {_SIGNED}
    begin update comments set part = null, commenter = null where post_id = new.id; end
    """,  # noqa: S608
    """
    create trigger post_filed_anew after update of categories, dated on posts
    when (new.categories, new.dated) is not (old.categories, old.dated)
    begin update posts set belongs = null where id = new.id; end
    """,
    """
    create table course (
        id integer primary key check (id = 1),
        title text not null, drawn_from text not null, as_of text not null
    ) strict
    """,
    """
    create table members (
        name text primary key, address text, tags text not null, facilitator integer not null
    ) strict, without rowid
    """,
    """
    create table waiting_posts (
        place integer primary key, post_id integer not null references posts(id) on delete cascade,
        state text not null, new_blogger integer not null, first_post integer not null
    ) strict
    """,
    """
    create table rounds (
        id integer primary key, week text not null, within text not null, made_at text not null,
        each integer not null, most integer, seed integer not null,
        unique (week, within)
    ) strict
    """,
    """
    create table assignments (
        round_id integer not null references rounds(id) on delete cascade,
        answerer integer not null references blogs(id) on delete cascade,
        post_id integer not null references posts(id) on delete cascade,
        primary key (round_id, answerer, post_id)
    ) strict, without rowid
    """,
)

_ANSWERS = """
    create view answers as
    select comments.id, members.name participant, posts.title, posts.url post_url,
        coalesce(comments.commenter, comments.author) commenter, comments.part,
        min(coalesce(comments.published, comments.first_seen), comments.first_seen) answered_at,
        comments.published is not null and comments.published <= comments.first_seen exact,
        comments.text, comments.url, comments.post_id
    from comments
    join posts on posts.id = comments.post_id join blogs on blogs.id = posts.blog_id
    join members on members.address = blogs.address
    where posts.belongs and comments.removed_at is null
        and comments.part in ('participant', 'facilitator', 'visitor')
"""
_PEOPLE = """
    create view people as
    with written as (
        select address, count(*) posts, min(dated) first_post, max(dated) last_post
        from posts join blogs on blogs.id = blog_id where belongs group by address
    ),
    got as (
        select participant name, count(*) received, count(distinct post_id) answered from answers group by participant
    ),
    gave as (
        select commenter name, count(*) given, max(answered_at) last_given
        from answers where part in ('participant', 'facilitator') group by commenter
    )
    select members.name, members.facilitator, members.tags, members.address,
        iif(members.address is null, null, ifnull(posts, 0)) posts, first_post, last_post,
        ifnull(received, 0) received, ifnull(answered, 0) posts_answered,
        ifnull(given, 0) given, last_given, blogs.last_ok last_read, blogs.problem
    from members
    left join blogs on blogs.address = members.address
    left join written on written.address = members.address
    left join got on got.name = members.name
    left join gave on gave.name = members.name
"""
_WAITING = """
    create view waiting as
    select place, members.name participant, posts.title, posts.url, posts.comment_url, posts.dated,
        waiting_posts.state, new_blogger, first_post, posts.id post_id, course.as_of
    from waiting_posts join posts on posts.id = post_id join blogs on blogs.id = blog_id
    join members on members.address = blogs.address join course
    order by place
"""

ANSWERS: Final = (*TALLIES, *TABLES, _ANSWERS, _PEOPLE, _WAITING)
"""The migration's statements, in order."""
