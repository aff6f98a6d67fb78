@pytest.mark.parametrize(
    ("parts", "params"),
    [
        pytest.param([META, COUNTER, FORM.format(HOME, "all")], OPEN, id="all may comment"),
        pytest.param([META, COUNTER, FORM.format(HOME, "paid")], {**WHERE, "comments": "paid"}, id="paying members"),
        pytest.param([META, COUNTER], WHERE, id="no form: a front page, a post for members, or a theme without it"),
        pytest.param([COUNTER], WHERE, id="a hidden generator"),
        pytest.param([META, FORM.format(HOME, "all")], OPEN, id="a theme that leaves the counter out"),
        pytest.param([META, FORM.format(HOME, "often")], WHERE, id="a word nobody knows"),
        pytest.param([META], {**WHERE, "comments": "off"}, id="neither: switched off"),
        pytest.param(["<p>A page made by something else"], WHERE, id="the feed says that it is Ghost"),
        pytest.param([META, COUNTER.replace(COUNTS, HOME + "count")], WHERE, id="an address that is no such API"),
        pytest.param([META, FORM.format("javascript:x", "all")], OPEN, id="an address that is none"),
        pytest.param(
            [META, COUNTER.replace(HOME, "https://kari.example/blog/")],
            {"counts": "https://kari.example/blog/members/api/comments/counts/", "members": HOME + "blog/"},
            id="in a folder",
        ),
        pytest.param([META, COUNTER.replace(HOME, "/")], WHERE, id="a relative address"),
    ],
)
def test_ghost_is_recognised_by_its_page(parts, params):
    assert ghost.recognises(SITE, page(*parts)) == params


def test_ghost_is_recognised_by_its_feed_when_no_page_can_be_read():
    assert ghost.recognises(SITE, None) == WHERE
    assert ghost.recognises(replace(SITE, sources={"ghost": OPEN}), None) == OPEN
    assert ghost.recognises(replace(SITE, home="https://kari.example/blog"), None)["members"] == HOME + "blog/"


@pytest.mark.parametrize(
    ("generator", "parts"),
    [
        pytest.param(
            "https://wordpress.org/?v=6.9", ['<meta name="generator" content="WordPress 6.9">'], id="wordpress"
        ),
        pytest.param("", ['<script data-isso="//c.example/"></script>'], id="isso"),
        pytest.param("Ghostwriter 2", ['<meta name="generator" content="Ghostwriter 2">'], id="another name"),
        pytest.param("", ['<p data-ghost-comments="https://kari.example/">'], id="no script"),
        pytest.param("", ['<meta name="description" content="Ghost 5.130">'], id="another meta"),
        pytest.param("", [], id="empty"),
    ],
)
def test_nothing_else_is_taken_for_ghost(generator, parts):
    site = replace(SITE, generator=generator)
    assert ghost.recognises(site, page(*parts)) is None
    assert ghost.recognises(site, None) is None


def test_without_an_address_to_ask_ghost_is_not_recognised():
    assert ghost.recognises(replace(SITE, home=None), None) is None
