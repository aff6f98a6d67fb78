"""What a check has found, in sentences, and in words that can be forwarded to the participant."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from aggregator.core.checkup import Checked, Finding, Level, Part
from aggregator.core.language import _, ngettext
from aggregator.core.text import safe
from aggregator.render import words
from aggregator.render.json.writing import SCHEMA, dump
from aggregator.render.lines import ALERT, FAINT, GOOD, Page, address, named, paragraph, section
from aggregator.render.terminal.posts import WIDEST

_SIGNS = {Level.FINE: ("✓", GOOD), Level.NOTE: ("·", FAINT), Level.TROUBLE: ("✗", ALERT), Level.BROKEN: ("✗", ALERT)}


def sentence(one: Checked, zone: ZoneInfo) -> str:
    """What there is to say."""
    about = _blogs() if one.part is Part.BLOG else _others()
    facts = {"words": one.words, "count": one.words}
    match one.finding:
        case Finding.LONG_AGO | Finding.FETCHED_LATELY:
            facts["words"] = words.moment(datetime.fromisoformat(one.words), zone, year=True)
        case Finding.OVER:
            facts["words"] = words.day(date.fromisoformat(one.words), year=True)
        case Finding.CLOCK_WRONG:
            facts["words"] = _minutes(int(one.words))
        case Finding.FILE_FINE:
            count = int(one.words)
            facts["words"] = ngettext("{count} participant", "{count} participants", count).format(count=count)
        case Finding.MOVED:
            facts["words"] = words.address(one.words)
    return safe(about[one.finding].format(**facts))


def letter(one: Checked) -> str:
    """What to write to the participant; empty when there is nothing for them to do."""
    said = _letters().get(one.finding)
    return safe(said.format(address=words.address(one.address), words=one.words)) if said else ""


def on_terminal(checked: Sequence[Checked], zone: ZoneInfo, width: int) -> Page:
    """One part after the other. Blogs that are fine are only counted."""
    width = min(width, WIDEST)
    lines: list[str] = []
    for part, heading in _parts().items():
        found = [one for one in checked if one.part is part]
        if found:
            lines += section(heading, width)[not lines :]
            lines += _fine_blogs(found, width) if part is Part.BLOG else []
            for one in found:
                if one.finding is not Finding.BLOG_FINE:
                    lines += _lines(one, zone, width)
    return Page(lines)


def _fine_blogs(found: Sequence[Checked], width: int) -> list[str]:
    count = sum(one.finding is Finding.BLOG_FINE for one in found)
    text = ngettext("{count} blog can be read, and all is well.", "{count} blogs can be read, and all is well.", count)
    return named("✓", text.format(count=count), width, 0, GOOD) if count else []


def _lines(one: Checked, zone: ZoneInfo, width: int) -> list[str]:
    sign, style = _SIGNS[one.level]
    said = sentence(one, zone)
    lines = named(f"{sign} {one.who}:" if one.who else sign, said, width, 0, style)
    lines += address(words.address(one.address), 2) if one.address else []
    if words_to_send := letter(one):
        lines += paragraph(_("To forward: “{text}”").format(text=words_to_send), width, 2)
    return lines


def tsv(checked: Sequence[Checked], zone: ZoneInfo) -> str:
    """level, part, participant, address, what there is to say, what to forward."""
    from aggregator.render.tsv import cell

    rows = (
        (
            one.level.name.lower(),
            one.part,
            one.who,
            one.address and words.address(one.address),
            sentence(one, zone),
            letter(one),
        )
        for one in checked
    )
    return "".join("\t".join(map(cell, row)) + "\n" for row in rows)


def json(checked: Sequence[Checked], zone: ZoneInfo) -> str:
    """`{schema, worst, checked: [{level, part, finding, participant, address, sentence, letter}]}`."""
    return dump(
        {
            "schema": SCHEMA,
            "worst": max((one.level for one in checked), default=Level.FINE).name.lower(),
            "checked": [
                {
                    "level": one.level.name.lower(),
                    "part": one.part,
                    "finding": one.finding,
                    "participant": one.who or None,
                    "address": words.address(one.address) if one.address else None,
                    "sentence": sentence(one, zone),
                    "letter": letter(one) or None,
                }
                for one in checked
            ],
        }
    )


def _minutes(off: int) -> str:
    text = ngettext("{count} minute", "{count} minutes", abs(off)).format(count=abs(off))
    return _("{time} slow").format(time=text) if off > 0 else _("{time} fast").format(time=text)


def _parts() -> dict[Part, str]:
    return {
        Part.FILE: _("feeds.toml"),
        Part.BLOG: _("Blogs"),
        Part.MACHINE: _("This machine"),
        Part.DATABASE: _("The database"),
        Part.MAIL: _("Mail"),
    }


def _blogs() -> dict[Finding, str]:
    return {
        Finding.BLOG_FINE: _("can be read"),
        Finding.ADDRESS: _("{words}. Mend it in feeds.toml."),
        Finding.NOT_THERE: _("{words}"),
        Finding.GONE: _("{words}"),
        Finding.REFUSED: _("{words}"),
        Finding.SERVER_ERROR: _("{words}"),
        Finding.SILENT: _("{words}"),
        Finding.NO_FEED: _("{words}"),
        Finding.COMMENTS_FEED: _(
            "this is the feed of the blog's comments, not of its posts. agg add finds the right one."
        ),
        Finding.CATEGORY_FEED: _("this feed has the posts of one category alone: {words}."),
        Finding.EMPTY: _("there are no posts yet."),
        Finding.MOVED: _("has moved to {words}. agg moved --apply puts that into feeds.toml."),
        Finding.SAME_BLOG: _("has the same blog as {words}. One of the two addresses is wrong."),
        Finding.OTHER_PERSON: _("the posts there are by {words}. Is the address right?"),
        Finding.ALL_SILENT: _("no blog at all can be read: {words}"),
    }


def _others() -> dict[Finding, str]:
    return {
        Finding.FILE_FINE: _("can be read: {words}."),
        Finding.OVER: _("the course ended on {words}. Posts written later do not belong to it."),
        Finding.NO_CONTACT: _(
            "blogs are not told whom to write to. Write contact below [fetch]: fewer of them refuse."
        ),
        Finding.PASSWORD_SHOWN: _("others on this machine can read the passwords in {words}: chmod 600 {words}"),
        Finding.CLOCK_FINE: _("the clock is right."),
        Finding.CLOCK_WRONG: _("the clock is {words}: dates of comments will be wrong. Set it."),
        Finding.OTHER_ZONE: _("cron works by the time of {words}, not by the course's. agg schedule allows for that."),
        Finding.DISK_FINE: _("there is room on the disk ({count} MB)."),
        Finding.DISK_LOW: _("there is little room on the disk ({count} MB)."),
        Finding.DISK_FULL: _("there is no room on the disk ({count} MB). Nothing can be stored."),
        Finding.NO_DATABASE: _("there is none yet. Say agg fetch."),
        Finding.DATABASE_FINE: _("is whole."),
        Finding.DATABASE_BROKEN: _("{words}"),
        Finding.NOT_WRITABLE: _("may not be written: {words}"),
        Finding.FETCH_RUNS: _("a fetch is running."),
        Finding.NEVER_FETCHED: _("no blog was asked yet. Say agg fetch, and let cron do it: agg schedule cron"),
        Finding.LONG_AGO: _("the last fetch was on {words}. Does cron still run it? See agg schedule cron"),
        Finding.FETCHED_LATELY: _("the last fetch was on {words}."),
        Finding.MAIL_FINE: _("the server {words} lets us in."),
        Finding.MAIL_TROUBLE: _("{words}"),
    }


def _letters() -> dict[Finding, str]:
    changed = _(
        "There is nothing at the address of your blog that we have: {address}. Did you change it? Please tell us."
    )
    return {
        Finding.ADDRESS: _("The address of your blog that we have is none: {address}. What is it?"),
        Finding.NOT_THERE: changed,
        Finding.GONE: changed,
        Finding.REFUSED: _(
            "Your blog at {address} does not let our program read it. Is it private, or are programs kept out?"
        ),
        Finding.SERVER_ERROR: _("Your blog at {address} has an error, and nobody can read it. Could you look?"),
        Finding.SILENT: _("Your blog at {address} does not answer. Is it still there?"),
        Finding.NO_FEED: _("We find no feed at {address}. What is the address of your blog's RSS or Atom feed?"),
        Finding.COMMENTS_FEED: _(
            "The address we have is that of your blog's comments: {address}. What is your blog's own?"
        ),
        Finding.EMPTY: _(
            "There are no posts on your blog yet, as far as we can see: {address}. Is that the right address?"
        ),
        Finding.SAME_BLOG: _(
            "The address we have for your blog is that of somebody else, too: {address}. What is yours?"
        ),
        Finding.OTHER_PERSON: _(
            "The address we have for your blog seems to be somebody else's: {address}. What is yours?"
        ),
    }
