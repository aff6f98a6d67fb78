def real_blog(request):
    path = urlsplit(request.url).path
    if path.endswith("/counts/"):
        return captured(CAPTURES / "ghost", "counts", request)
    return captured(CAPTURES / "ghost", f"post-{path.split('/')[-2]}-comments", request)


@needs_captures
def test_a_real_post_page_is_recognised():
    html = captured(CAPTURES / "ghost", "post-6b02e1566152d95a024a542d-page").body.decode()
    site = replace(SITE, generator="")
    base = "http://127.0.0.1:8105/"
    where = {"counts": base + "members/api/comments/counts/", "members": base}
    assert ghost.recognises(site, read_page(html, base + "notes-links-2/")) == {**where, "comments": "all"}
    html = captured(CAPTURES / "ghost", "home").body.decode()
    assert ghost.recognises(site, read_page(html, base)) == where
    for other in ("mezzanine/post-0-page", "hugo/post-0-page", "static/post-0-page", "wordpress-twelve/home"):
        folder, name = other.split("/")
        assert ghost.recognises(site, read_page(captured(CAPTURES / folder, name).body.decode(), base)) is None


@needs_captures
def test_a_real_ghost_tells_the_truth():
    truth = real_posts()
    recorded = {path.name.split("-")[1] for path in (CAPTURES / "ghost").glob("post-*-comments.body")}
    posts = [one(number, guid=real["guid"], url=real["url"]) for number, real in truth.items()]
    found, asked, answer = told(real_blog, *[post for post in posts if post.guid in recorded])
    assert answer.refused is None
    assert len(found) == 8
    for number, finding in found.items():
        real = truth[number]["comments"]
        assert finding.count == len(real)
        assert finding.listed == bool(real)
        assert [comment.key for comment in finding.comments] == [comment["id"] for comment in real]
        assert [comment.author for comment in finding.comments] == [comment["author"] for comment in real]
        assert [comment.parent or "0" for comment in finding.comments] == [comment["parent"] for comment in real]
    assert len(asked) == 1 + sum(bool(finding.comments) for finding in found.values())


@needs_captures
def test_a_real_ghost_counts_a_new_comment_and_a_reply():
    real = {one["guid"]: one for one in real_posts().values()}
    new, replied = "6b02e15c6152d95a024a5453", "6b02e1566152d95a024a542d"
    after = captured(CAPTURES / "ghost", "after-comment-counts")
    known = one(2, guid=replied, observations=(seen(3, listed=True),))
    found, _, _ = told(lambda r: after if "counts" in r.url else 404, one(1, guid=new), known)
    assert (len(real[new]["comments"]), found[1].count, found[2].count) == (0, 1, 3)
    after = captured(CAPTURES / "ghost", "after-reply-counts")
    found, asked, _ = told(lambda r: after if "counts" in r.url else 404, known)
    assert (found[2].count, found[2].listed, len(asked)) == (4, False, 2)


@needs_captures
def test_a_real_ghost_counts_nothing_for_an_id_it_does_not_have():
    unknown = captured(CAPTURES / "ghost", "counts-unknown")
    assert json.loads(unknown.body) == {guid(0): 0}
    found, _, _ = told(lambda _: unknown, one(1, guid="about-us"))
    assert found[1].count is None
