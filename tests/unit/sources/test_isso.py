@pytest.mark.parametrize(
    ("html", "server"),
    [
        pytest.param(THREAD, SERVER, id="protocol-relative"),
        pytest.param(
            '<script data-isso="/isso/" src="/isso/js/embed.min.js">', "https://www.kari.example/isso/", id="relative"
        ),
        pytest.param('<script data-isso="https://c.example/isso">', SERVER + "isso/", id="no slash at the end"),
        pytest.param('<script data-isso="https://c.example/?a#b">', SERVER, id="query and fragment"),
        pytest.param('<script DATA-ISSO=" //c.example/ ">', SERVER, id="capitals and space"),
        pytest.param(
            '<div id="isso-thread"></div><script src="//c.example/js/embed.min.js">',
            SERVER,
            id="by the script's address",
        ),
        pytest.param('<script src="//c.example/js/embed.min.js">', None, id="such a script without a thread"),
        pytest.param('<div id="isso-thread"></div>', None, id="a thread without a server"),
        pytest.param('<script data-isso="javascript:alert(1)">', None, id="no address"),
        pytest.param('<div data-isso="//c.example/">', None, id="no script"),
        pytest.param('<script data-isso-id="/1/">', None, id="another attribute"),
        pytest.param('<script src="https://giscus.app/client.js">', None, id="giscus"),
        pytest.param("var remark_config = {host: 'https://c.example'}", None, id="words"),
        pytest.param("", None, id="empty"),
    ],
)
def test_isso_is_recognised_by_its_script(html, server):
    params = {"server": server, "host": "kari.example"} if server else None
    assert isso.recognises(SITE, read_page(html, "https://www.kari.example/1/")) == params


def test_without_a_page_isso_is_not_recognised():
    assert isso.recognises(replace(SITE, sources={"isso": KNOWN}), None) is None


def test_what_is_known_of_the_threads_is_kept_while_the_server_is_the_same():
    site = replace(SITE, sources={"isso": {**KNOWN, "id 1": "one"}})
    assert isso.recognises(site, read_page(THREAD, HOME + "2/")) == {**KNOWN, "id 1": "one"}
    assert isso.recognises(site, read_page(THREAD.replace("c.example", "d.example"), HOME)) == {
        "server": "https://d.example/",
        "host": "kari.example",
    }
    assert isso.recognises(site, read_page(THREAD, "https://ola.example/1/")) == {**NEW, "host": "ola.example"}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        pytest.param(HOME + "1/?utm_source=rss#top", "/1/", id="query and fragment"),
        pytest.param("https://kari.example", "/", id="no path"),
        pytest.param(HOME + "s%C3%B8k/", "/s%C3%B8k/", id="quoted"),
        pytest.param(HOME + "søk/", "/s%C3%B8k/", id="as browsers write it"),
        pytest.param(HOME + "a b", "/a%20b", id="space"),
        pytest.param("https://www.kari.example/1/", "/1/", id="www"),
    ],
)
def test_a_path_is_written_as_browsers_do(url, name):
    _, asked, _ = told(Web(), post(1, url=url, observations=(seen(),)))
    assert asked_for(asked) == [name]


def test_who_commented_is_listed():
    found, asked, _ = told(Web({"/1/": [row(3, row(4, parent=3, author=None, website=None))]}), old(1))
    assert asked[-1].url == SERVER + "?uri=%2F1%2F"
    first = FoundComment(
        "3",
        "Ola & co",
        "https://ola.example/?a=1&b=2",
        published=at("2026-11-06 04:29:18"),
        url=HOME + "1/#isso-3",
        text="Well said",
    )
    second = replace(first, key="4", author="", author_url=None, url=HOME + "1/#isso-4", parent="3")
    assert found[1] == Finding(1, 2, openness=None, comments=(first, second), listed=True)


@pytest.mark.parametrize("mode", [2, 4, 5, "1", None])
def test_what_is_not_published_is_no_comment(mode):
    found, _, _ = told(Web({"/1/": [row(3, row(4), mode=mode)]}), old(1))
    assert [comment.key for comment in found[1].comments] == ["4"]
    assert (found[1].count, found[1].listed) == (1, True)


def test_hidden_replies_make_a_list_incomplete():
    for rows in ([row(1, row(2), hidden_replies=1)], [row(1, row(2, hidden_replies=1))]):
        found, _, _ = told(Web({"/1/": rows}), old(1))
        assert (found[1].count, found[1].bound, found[1].listed) == (2, Bound.EXACT, False)


def test_odd_fields_of_a_comment_are_left_out():
    odd = row(3, author=[1], website="javascript:x", created="soon", text=None, parent={}, replies="no")
    found, _, _ = told(Web({"/1/": [odd, row(None)]}, counts=[1]), post(1, url=HOME + "1/", observations=(seen(),)))
    assert found[1].comments == (FoundComment("3", url=HOME + "1/#isso-3"),)
