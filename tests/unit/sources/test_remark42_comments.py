def test_a_post_that_is_read_only_is_closed():
    web = Web({HOME + "1/": [row()]}, info={"read_only": True})
    found, _, _ = told(web, old(1))
    assert (found[1].listed, found[1].openness) == (True, Openness.CLOSED)
    web.info = {"read_only": "yes"}
    found, _, _ = told(web, old(1))
    assert found[1].openness is None


def test_deleted_comments_are_none():
    web = Web({HOME + "1/": [row(1, delete=True), row(2, pid="c-1")]})
    found, _, _ = told(web, old(1))
    assert [(comment.key, comment.parent) for comment in found[1].comments] == [("c-2", "c-1")]
    assert (found[1].count, found[1].listed) == (1, True)


def test_comments_of_somebody_shut_out_are_counted_but_not_shown():
    web = Web({HOME + "1/": [row(1, delete=True), row(2)]}, counts=[{"url": HOME + "1/", "count": 2}])
    found, _, _ = told(web, old(1))
    assert (found[1].count, found[1].listed, len(found[1].comments)) == (1, True, 1)


def test_comments_of_another_page_are_left_out():
    rows = [row(1, locator={"url": HOME + "2/"}), row(2, locator={"url": HOME + "1/"}), row(3, locator=7)]
    found, _, _ = told(Web({HOME + "1/": rows}), old(1))
    assert [comment.key for comment in found[1].comments] == ["c-2", "c-3"]
    assert not found[1].listed


def test_odd_fields_of_a_comment_are_left_out():
    odd = row(1, user=["Ola"], time=7, text=None, pid={})
    found, _, _ = told(Web({HOME + "1/": [odd, row(2, id=None)]}), old(1))
    assert found[1].comments == (FoundComment("c-1", url=HOME + "1/#remark42__comment-c-1"),)


@pytest.mark.parametrize("count", [None, -1, "many", True, 1.5])
def test_a_number_that_is_none_or_not_there_is_unknown(count):
    counts = [{"url": HOME + "1/", "count": count}, {"url": HOME + "2/", "count": 0}, {"url": HOME + "9/", "count": 1}]
    found, _, answer = told(Web(counts=[*counts, "x", {}]), old(1), old(2), old(3))
    assert [found[number].count for number in (1, 2, 3)] == [None, 0, None]
    assert found[3].reason is Reason.NOT_LISTED
    assert answer.refused is None


def test_a_blog_as_documented():
    first = read_page(read("post-1.html"), HOME + "1/")
    params = remark42.recognises(SITE, first)
    assert params == NEW
    assert remark42.recognises(SITE, read_page(read("post-2.html"), HOME + "2/")) is None
    asked = {"site": "kari", "url": HOME + "1/"}

    def web(request):
        if request.json:
            return read("counts.json")
        if "/find" in request.url:
            query = parse_qs(urlsplit(request.url).query)
            assert {name: query[name][0] for name in asked} == asked
            return read("find.json")
        return read(f"post-{request.url.strip('/')[-1]}.html")

    found, _, answer = told(web, post(1), post(2, title="Second"), params=params, thorough=True)
    assert answer.params == KNOWN
    assert found[2] == Finding(2, 0, openness=Openness.CLOSED)
    key = "c21a4872-0000-4681-8757-00000000000"
    assert found[1] == Finding(
        1,
        2,
        openness=Openness.OPEN,
        comments=(
            FoundComment(
                key + "1",
                "Ola & co",
                author_id="github_0001",
                published=at("2026-11-19 10:08:58.760635"),
                url=f"{HOME}1/#remark42__comment-{key}1",
                text="Well said",
            ),
            FoundComment(
                key + "3",
                "Kari",
                author_id="email_0002",
                published=at("2026-11-19 13:00"),
                url=f"{HOME}1/#remark42__comment-{key}3",
                parent=key + "1",
                text="Thank you",
            ),
        ),
        listed=True,
    )
