"""Each thing that can be wrong in feeds.toml, and the words a person is told about it."""

import pytest

from aggregator.config import read_course
from aggregator.config.keys import Wrong
from aggregator.config.words import sentence
from aggregator.core.errors import ConfigError

KARI = '[[participants]]\nname = "Kari"\nfeed = "https://kari.example/feed/"\n'
OLA = '[[participants]]\nname = "Ola"\nhome = "https://ola.example/"\n'
NOBODY = (
    "there are no participants. Say agg add ADDRESS, or write three lines for each, such as:\n"
    '    [[participants]]\n    name = "Kari Nordmann"\n    feed = "https://kari.example/feed/"'
)


def problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_course(text, "f")
    return list(caught.value.problems)


DATE = "must be a date, without quotes and without a time of day:"
CONTACT = '"contact" must be an e-mail or web address, in plain letters: contact = "teacher@school.example"'
INVISIBLE = "contains an invisible character. Delete the line and type it anew."
COURSE_KEYS = "title, timezone, language, starts, ends, keep, facilitators, new_posts, new_days, window, silent"
DOUBLE = "write [[participants]], in double brackets, above the lines of each participant."
SINGLE = "write [course], in single brackets and only once, above its lines."
SITE_ADDRESS = '"address" must be a web address without ? or #: address = "https://school.example/course/"'
TABLES = "[course], [fetch], [site], [mail], [[participants]]"
NAME_TWICE = "this name stands on line 2 already. Give each participant a name of their own."
BLOG_TWICE = "this address stands on line 3 already. Write each blog once."

# -- problems, one at a time ------------------------------------------------------------------------

COURSE = {
    'timezone = "Europe/Olso"': 'there is no time zone "Europe/Olso". Did you mean "Europe/Oslo"?',
    'timezone = "oslo"': 'there is no time zone "oslo". Did you mean "Europe/Oslo"?',
    'timezone = "Europe"': 'there is no time zone "Europe". Did you mean "Europe/Rome"?',
    'timezone = "../../etc/passwd"': 'there is no time zone "../../etc/passwd". '
    'Write a continent and a city, such as "Europe/Oslo".',
    "timezone = 1": '"timezone" must be text in quotes: timezone = "Europe/Oslo"',
    'language = "nn"': '"language" must be one of "en", "nb": language = "nb"',
    'starts = "2026-10-05"': f'"starts" {DATE} starts = 2026-10-05',
    "ends = 2026-12-18T10:00:00Z": f'"ends" {DATE} ends = 2026-12-18',
    "title = ' '": '"title" is empty. Write it like this: title = "Our course"',
    'title = "a\\u0007"': f'"title" {INVISIBLE}',
    'title = "a\\u202eb"': f'"title" {INVISIBLE}',
    "new_posts = -1": '"new_posts" must be at least 0: new_posts = 3',
    "new_posts = true": '"new_posts" must be a whole number without quotes: new_posts = 3',
    "new_days = 1.5": '"new_days" must be a whole number without quotes: new_days = 60',
    "window = 0": '"window" must be at least 1: window = 60',
    "window = 99999999999999999999": '"window" must be at most 36500: window = 60',
    'facilitators = "A"': '"facilitators" must be a list in square brackets: facilitators = ["Arne", "Jens"]',
    "facilitators = [1]": '"facilitators" may hold texts in quotes only: facilitators = ["Arne", "Jens"]',
    "facilitators = ['']": '"facilitators" holds an empty text. Delete it, or write facilitators = ["Arne", "Jens"]',
    "jobs = 1": 'unknown key "jobs". It belongs below [fetch].',
    "tilte = 1": 'unknown key "tilte". Did you mean "title"?',
    '"\\u001b[2J" = 1': 'unknown key "[2J". There are: ' + COURSE_KEYS + ".",
}
FETCH = {
    'contact = "nobody"': CONTACT,
    'contact = "a@b.example\\r\\nX: y"': CONTACT,
    'contact = "http://a:b@c.example"': CONTACT,
    "jobs = 0": '"jobs" must be at least 1: jobs = 32',
    "jobs = 257": '"jobs" must be at most 256: jobs = 32',
    "timeout = '20'": '"timeout" must be a number without quotes: timeout = 20',
    "timeout = nan": '"timeout" must be a number without quotes: timeout = 20',
    "timeout = 0.5": '"timeout" must be at least 1: timeout = 20',
    "interval = -1": '"interval" must be at least 0: interval = 20',
    "interval = 1e300": '"interval" must be at most 43200: interval = 20',
    "allow_networks = ['x']": '"x" is no network. Write numbers: allow_networks = ["127.0.0.1/32"]',
}
SITE = {
    'address = "school.example"': SITE_ADDRESS,
    'address = "https://a:b@school.example/"': SITE_ADDRESS,
    'address = "https://school.example/?page=1"': SITE_ADDRESS,
    'names = "short"': '"names" must be one of "full", "first": names = "first"',
    "names = 1": '"names" must be one of "full", "first": names = "first"',
    'search_engines = "yes"': '"search_engines" must be true or false, without quotes: search_engines = true',
    "search_engines = 1": '"search_engines" must be true or false, without quotes: search_engines = true',
    "adress = 1": 'unknown key "adress". Did you mean "address"?',
}
MAIL_HEAD = 'from = "a@b.example"\nto = ["c@d.example"]\nserver = "smtp.b.example"\n'
REPLY_TO = '"reply_to" must be a mail address in plain letters: reply_to = "teacher@school.example"'
MAIL = {
    'password = "secret"': "no password belongs in this file. "
    "Put it into AGG_MAIL_PASSWORD, or write password_command.",
    'reply_to = "nobody"': REPLY_TO,
    'bcc = ["a@b.example, c@d.example"]': '"bcc" holds "a@b.example, c@d.example", which is no mail address in plain '
    'letters: bcc = ["kari@kari.example", "ola@ola.example"]',
    'bcc = ["kåre@b.example"]': '"bcc" holds "kåre@b.example", which is no mail address in plain letters: '
    'bcc = ["kari@kari.example", "ola@ola.example"]',
    'reply_to = "a..b@c.example"': REPLY_TO,
    'reply_to = "a.@c.example"': REPLY_TO,
    'reply_to = "A <a@c..example>"': REPLY_TO,
    'reply_to = "a@c.example."': REPLY_TO,
    "port = 0": '"port" must be at least 1: port = 587',
    'security = "ssl"': '"security" must be one of "starttls", "tls", "none": security = "starttls"',
    'user = "x"\nsecurity = "none"': 'with security = "none" everybody on the way could read the password. '
    "Delete that line, or user.",
}
PERSON = {
    "tgas = []": 'unknown key "tgas". Did you mean "tags"?',
    "timezone = 'UTC'": 'unknown key "timezone". It belongs below [course].',
    "home = 'https://kari.example/'": "write either feed or home, not both. Delete one of the two lines.",
    "comments = 'feedfeilds'": 'there is no source of comments "feedfeilds". Did you mean "feedfields"?',
    "comments = 'x'": 'there is no source of comments "x". There are: auto, none, feedfields.',
    "category = ''": '"category" is empty. Write it like this: category = "My course"',
}


@pytest.mark.parametrize(("line", "why"), COURSE.items())
def test_problem_in_course(line, why):
    assert problems(f"{KARI}[course]\n{line}") == [f"f:5: [course]: {why}"]


@pytest.mark.parametrize(("line", "why"), FETCH.items())
def test_problem_in_fetch(line, why):
    assert problems(f"{KARI}[fetch]\n{line}") == [f"f:5: [fetch]: {why}"]


@pytest.mark.parametrize(("line", "why"), SITE.items())
def test_problem_in_site(line, why):
    assert problems(f"{KARI}[site]\n{line}") == [f"f:5: [site]: {why}"]


@pytest.mark.parametrize(("line", "why"), MAIL.items())
def test_problem_in_mail(line, why):
    line_of = 8 + line.count("\n")
    assert problems(f"{KARI}[mail]\n{MAIL_HEAD}{line}") == [f"f:{line_of}: [mail]: {why}"]


def test_mail_without_what_it_needs():
    assert problems(f'{KARI}[mail]\nserver = "bad server"\n') == [
        'f:4: [mail]: nobody gets the mail. Write to = ["course@lists.school.example"]',
        'f:4: [mail]: the key "from" is missing. Write from = "Our course <course@school.example>"',
        'f:5: [mail]: "server" must be the name of a server: server = "smtp.school.example"',
    ]


@pytest.mark.parametrize("line", ["to = []", "bcc = []", "to = []\nbcc = []"])
def test_a_mail_to_an_empty_list_is_a_mail_to_nobody(line):
    line_of = 7 if line.startswith("to") else 4
    assert problems(f'{KARI}[mail]\nfrom = "a@b.example"\nserver = "b.example"\n{line}\n') == [
        f'f:{line_of}: [mail]: nobody gets the mail. Write to = ["course@lists.school.example"]'
    ]


def test_whoever_is_in_bcc_gets_it_although_nobody_is_in_to():
    text = f'{KARI}[mail]\nfrom = "a@b.example"\nserver = "b.example"\nto = []\nbcc = ["c@d.example"]\n'
    assert read_course(text, "f").mail.bcc == ("c@d.example",)


@pytest.mark.parametrize("server", ["127.0.0.1", "::1", "localhost"])
def test_a_password_may_go_to_this_machine_without_secrecy(server):
    mail = f'[mail]\nfrom = "a@b.example"\nto = ["c@d.example"]\nsecurity = "none"\nuser = "x"\nserver = "{server}"\n'
    assert read_course(KARI + mail, "f").mail.user == "x"


@pytest.mark.parametrize(("line", "why"), PERSON.items())
def test_problem_of_a_participant(line, why):
    assert problems(KARI + line) == [f'f:4: participant "Kari": {why}']


SEVERAL = {
    "nothing": ("", [f"f:1: {NOBODY}"]),
    "empty list": ("\nparticipants = []", [f"f:2: {NOBODY}"]),
    "participants is a number": (
        "participants = 5",
        [f"f:1: {DOUBLE}"],
    ),
    "single brackets": (
        KARI.replace("[[", "[").replace("]]", "]"),
        [f"f:1: {DOUBLE}"],
    ),
    "participants are texts": (
        'participants = ["Kari"]',
        [f"f:1: participant 1: {DOUBLE}"],
    ),
    "double brackets": (
        f"{KARI}[[course]]",
        [f"f:4: {SINGLE}"],
    ),
    "course is a text": (
        f'course = "x"\n{KARI}',
        [f"f:1: {SINGLE}"],
    ),
    "misspelt tables": (
        f"[cuorse]\n[[participant]]\n[x]\n[y.z]\n{KARI}",
        [
            "f:1: unknown table [cuorse]. Did you mean [course]?",
            "f:2: unknown table [participant]. Did you mean [[participants]]?",
            "f:3: unknown table [x]. There are: " + TABLES + ".",
            "f:4: unknown table [y]. There are: " + TABLES + ".",
        ],
    ),
    "only misspelt participants": (
        "[[particpants]]",
        ["f:1: unknown table [particpants]. Did you mean [[participants]]?"],
    ),
    "keys above all tables": (
        f'title = "x"\ntags = ["x"]\n{KARI}',
        [
            'f:1: unknown key "title". It belongs below [course].',
            'f:2: unknown key "tags". It belongs below [[participants]].',
        ],
    ),
    "ends first": (
        f"[course]\nends = 2026-10-04\nstarts = 2026-10-05\n{KARI}",
        ["f:2: [course]: the course ends on 2026-10-04, before it starts on 2026-10-05. Mend one of the two dates."],
    ),
    "nothing of a participant": (
        "[[participants]]",
        [
            'f:1: participant 1: there is no address. Write feed = "https://kari.example/feed/" '
            'or home = "https://kari.example/"',
            'f:1: participant 1: the key "name" is missing. Write name = "Kari Nordmann"',
        ],
    ),
    "misspelt name and feed are told once": (
        '[[participants]]\nnmae = "Kari"\nfede = "https://kari.example/"',
        [
            'f:2: participant 1: unknown key "nmae". Did you mean "name"?',
            'f:3: participant 1: unknown key "fede". Did you mean "feed"?',
        ],
    ),
    "empty feed": (
        KARI.replace("https://kari.example/feed/", " "),
        ['f:3: participant "Kari": "feed" is empty. Write it like this: feed = "https://kari.example/feed/"'],
    ),
    "twice": (
        KARI + OLA + KARI.replace("Kari", " KARI ").replace("https://kari.example/feed/", "http://KARI.example/feed"),
        [
            'f:8: participant "KARI": ' + NAME_TWICE,
            'f:9: participant "KARI": ' + BLOG_TWICE,
        ],
    ),
    "everything at once, in the file's order": (
        f"{KARI}comments = 1\ntags = 1\n[fetch]\njobs = 0\n[course]\nwindow = 0\nx = 1\n{KARI}{OLA}\ntgas = 1",
        [
            'f:4: participant "Kari": "comments" must be text in quotes: comments = "auto"',
            'f:5: participant "Kari": "tags" must be a list in square brackets: tags = ["group 1"]',
            'f:7: [fetch]: "jobs" must be at least 1: jobs = 32',
            'f:9: [course]: "window" must be at least 1: window = 60',
            'f:10: [course]: unknown key "x". There are: ' + COURSE_KEYS + ".",
            'f:12: participant "Kari": ' + NAME_TWICE,
            'f:13: participant "Kari": ' + BLOG_TWICE,
            'f:18: participant "Ola": unknown key "tgas". Did you mean "tags"?',
        ],
    ),
    "long and invisible name": (
        KARI.replace("Kari", "\\u001b[31m" + "K" * 99) + "x=1",
        [
            f'f:2: participant "[31m{"K" * 55}…": "name" {INVISIBLE}',
            f'f:4: participant "[31m{"K" * 55}…": unknown key "x". '
            "There are: name, feed, home, tags, aliases, category, comments.",
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), SEVERAL.values(), ids=SEVERAL.keys())
def test_problems_of_a_file(text, expected):
    assert problems(text) == expected


def test_complaint_nobody_foresaw_still_says_what_to_write():
    odd = Wrong(("fetch", "jobs"), "from_the_future", 1)
    assert sentence(odd) == (odd.loc, '"jobs" cannot be read. Write it like this: jobs = 32')
