"""`agg forget`: somebody's posts, comments and traces are deleted, and do not come back."""

from typing import TYPE_CHECKING, Annotated

import typer

from aggregator.cli import completing
from aggregator.cli.call import Call
from aggregator.cli.feedsfile import change
from aggregator.cli.questions import agreed
from aggregator.core.errors import UsageError
from aggregator.core.language import _, ngettext

if TYPE_CHECKING:
    from aggregator.core.forgetting import Gone
    from aggregator.core.person import Person
    from aggregator.store import Store


def forget(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            autocompletion=completing.everybody,
            help="A participant, a facilitator, or anybody who commented.",
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be deleted.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Let what they write be stored again from now on.")] = False,
) -> None:
    """Delete a person: posts, comments and all traces.

    In agg.db and in feeds.toml; they do not come back with a fetch. A post that they have answered stays answered:
    that somebody commented is kept, without name, address and words.
    Copies are not reached: backups, pages that agg site has written, mails. What those are is said at the end.

    Examples: agg forget "Kari Nordmann" · agg forget "Kari Nordmann" --dry-run
    """
    from aggregator.store import lock, open_store

    call: Call = ctx.obj
    call.nobody_yet = True
    call.course  # noqa: B018 (what is wrong there is told before anything is locked)
    if undo:
        with lock(call.db_path), open_store(call.db_path) as store:
            _undo(call, store, name)
        return
    with lock(call.db_path), open_store(call.db_path) as store:
        found = _found(call, store, name)
        _tell_before(call, found)
        if dry_run:
            return
        if not yes:
            _ask(call)
        if found.listed or found.facilitator:
            from aggregator.config.edit import forget as without

            change(call, lambda text: without(text, {one.name for one in found.participants}, found.name))
        gone = _forget(call, store, found)
        _draw_views(call, store)
        _tell_after(call, gone)


def _found(call: Call, store: "Store", name: str) -> "Person":
    from aggregator.report.person import everybody, person

    found = person(call.course, store, name)
    if found.is_unknown:
        from aggregator.config.words import near

        meant = near(name, everybody(call.course, store))
        hint = " " + _("Did you mean “{name}”?").format(name=meant) if meant else ""
        raise UsageError(_("Nothing is stored about “{name}”.").format(name=name) + hint)
    return found


def _tell_before(call: Call, found: "Person") -> None:
    parts = [
        ngettext("{count} post", "{count} posts", len(found.posts)).format(count=len(found.posts)),
        ngettext("{count} comment on others' posts", "{count} comments on others' posts", len(found.comments)).format(
            count=len(found.comments)
        ),
    ]
    if found.listed or found.facilitator:
        parts.append(_("what feeds.toml says of them"))
    call.say(_("{name}: {things}.").format(name=found.name, things=", ".join(parts)))


def _ask(call: Call) -> None:
    if not call.can_ask:
        raise UsageError(_("Nothing was deleted. To delete without being asked: --yes."))
    if not agreed(_("Delete all this for good? (yes or no)")):
        call.say(_("Nothing was deleted."))
        raise typer.Exit(1)


def _forget(call: Call, store: "Store", found: "Person") -> "Gone":
    return store.forget(
        found.marks,
        [one.address for one in found.participants],
        [one.post.id for one in found.posts],
        [number for one in found.comments for number in store.numbers(one.post.id, one.comment)],
        call.now,
    )


def _draw_views(call: Call, store: "Store") -> None:
    """The views of the database, without the person, by feeds.toml as it is now."""
    from aggregator.report.views import draw

    del call.course  # it is read again
    draw(call.course, store, call.now)


def _tell_after(call: Call, gone: "Gone") -> None:
    text = _("Deleted: {posts}, {comments} on them, {blanked} on others' posts (which stay answered).")
    call.say(
        text.format(
            posts=ngettext("{count} post", "{count} posts", gone.posts).format(count=gone.posts),
            comments=ngettext("{count} comment", "{count} comments", gone.comments).format(count=gone.comments),
            blanked=ngettext("{count} comment", "{count} comments", gone.blanked).format(count=gone.blanked),
        )
    )
    copies = sorted(str(path) for path in call.db_path.parent.glob(f"{call.db_path.name}.before-*"))
    if copies:
        call.say(_("Still there, and to be deleted by hand: {files}").format(files=", ".join(copies)))
    call.say(_("Not reached: backups, mails that were sent, pages until agg site runs again, and the blog itself."))


def _undo(call: Call, store: "Store", name: str) -> None:
    from aggregator.core.forgetting import of_name, only

    if not store.know_again(only([of_name(name)])):
        raise UsageError(_("Nobody of the name “{name}” was forgotten.").format(name=name))
    call.say(
        _("{name} may be stored again. What was deleted is gone; agg add and agg fetch begin anew.").format(name=name)
    )
