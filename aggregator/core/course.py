"""The course as feeds.toml describes it: who blogs, when, and how their blogs are to be asked."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from aggregator.core.record import Struct, field

UTC_ZONE = ZoneInfo("UTC")


class Participant(Struct, frozen=True):
    """Somebody who blogs in the course.

    `address` is the one written in feeds.toml: a feed, or with `is_home` a home page whose feed agg finds.
    `login` is the `user:password` that stood in the address, percent-encoded as there; it goes nowhere else.
    `problem` says why the address cannot be used at all (a wrong scheme, say); such a blog is never asked.
    """

    name: str
    address: str
    is_home: bool = False
    login: str | None = None
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    category: str | None = None
    comments: str = "auto"
    problem: str | None = None


class FetchSettings(Struct, frozen=True):
    """`[fetch]`: how politely and how long blogs are asked.

    `timeout` covers a whole request, in seconds, `deadline` the whole fetch.
    """

    contact: str | None = None
    jobs: int = 128
    timeout: float = 20.0
    deadline: timedelta = timedelta(minutes=15)
    interval: timedelta = timedelta(minutes=20)
    allow_networks: tuple[str, ...] = ()


class MailSettings(Struct, frozen=True):
    """`[mail]`: from whom to whom the digest goes, and by which server.

    `sender` may have a name beside the address. `security` is `starttls`, `tls` or `none`; `password_command` is run
    without a shell and prints the password.
    """

    sender: str
    server: str
    to: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    reply_to: str | None = None
    port: int = 587
    security: str = "starttls"
    user: str | None = None
    password_command: tuple[str, ...] = ()


class SiteSettings(Struct, frozen=True):
    """`[site]`: the course's page on the web.

    `address` is where it is served, with a `/` at its end; `names` are `full` or `first`. Search engines are asked to
    leave it out unless `search_engines` says otherwise.
    """

    address: str | None = None
    names: str = "full"
    search_engines: bool = False


class Course(Struct, frozen=True):
    """A course: who blogs, when, and in which time zone and language (`en` or `nb`).

    `new_posts`, `new_days`: a new blogger has at most so many posts or a first post younger than so many days.
    `window_days`: for so many days a post is watched for an answer. `silent_days`: who has written nothing for so many
    days, neither posts nor comments, is silent. `keep_days` after `ends` all that is stored is deleted.
    """

    title: str
    participants: tuple[Participant, ...]
    timezone: ZoneInfo = UTC_ZONE
    language: str | None = None
    starts: date | None = None
    ends: date | None = None
    keep_days: int | None = None
    facilitators: tuple[str, ...] = ()
    new_posts: int = 3
    new_days: int = 60
    window_days: int = 60
    silent_days: int = 14
    fetch: FetchSettings = field(default_factory=FetchSettings)
    site: SiteSettings = field(default_factory=SiteSettings)
    mail: MailSettings | None = None

    def kept_until(self) -> date | None:
        """The last day on which anything is stored; `None` where there is no such day."""
        return None if self.ends is None or self.keep_days is None else self.ends + timedelta(days=self.keep_days)
