def real_isso(request):
    """The answers as they were recorded, to the requests as they were recorded."""
    if request.json:
        assert json.loads(request.json) == json.loads(real_row("isso-count")["request_body"])[:12]
        whole = captured(CAPTURES / "static", "isso-count", request)
        return json.dumps(json.loads(whole.body)[:12])
    number = request.url.split("innlegg-")[1].removesuffix("%2F")
    return captured(CAPTURES / "static", f"isso-post-{number}", request) if number == "4" else 404


@needs_captures
def test_a_real_isso_tells_the_truth():
    truth = real_truth()
    posts = [post(number, url=real["url"], observations=(seen(),)) for number, real in truth.items()]
    found, asked, answer = told(real_isso, *posts, params=REAL)
    assert answer.refused is None
    assert {number: finding.count for number, finding in found.items()} == {
        number: len(real["comments"]) for number, real in truth.items()
    }
    assert len(asked) == 1 + sum(bool(real["comments"]) for real in truth.values())
    (number,) = (number for number, real in truth.items() if real["url"].endswith("innlegg-4/"))
    real = truth[number]["comments"]
    assert found[number].listed
    assert [comment.key for comment in found[number].comments] == [str(one["id"]) for one in real]
    assert [comment.author for comment in found[number].comments] == [one["author"] for one in real]
    assert [comment.author_url for comment in found[number].comments] == [one["author_url"] for one in real]
    assert [comment.parent or "0" for comment in found[number].comments] == [one["parent"] for one in real]


@needs_captures
def test_a_real_isso_does_not_tell_an_unknown_thread_from_an_empty_one():
    asked = json.loads(real_row("isso-count")["request_body"])
    counted = json.loads(captured(CAPTURES / "static", "isso-count").body)
    assert dict(zip(asked, counted, strict=True))["/nope/"] == 0
    assert json.loads(captured(CAPTURES / "static", "isso-count-absolute").body) == [0]


@needs_captures
def test_the_refusal_of_a_real_isso_is_understood():
    refusal = captured(CAPTURES / "static", "isso-count-get")
    found, _, answer = told(lambda _: refusal, old(1))
    assert (found[1].reason, answer.refused) == (Reason.REFUSED, refusal)


@needs_captures
def test_real_pages_without_isso_are_not_taken_for_it():
    for name in ("static/post-0-page", "static/home", "hugo/post-0-page", "mezzanine/post-0-page", "ghost/home"):
        folder, capture = name.split("/")
        html = captured(CAPTURES / folder, capture).body.decode()
        assert isso.recognises(SITE, read_page(html, HOME)) is None
