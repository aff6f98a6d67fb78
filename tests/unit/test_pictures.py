"""Which picture stands for a post: what is shown, what only counts readers, and what stands for nothing."""

import time

import pytest

from aggregator.core.pictures import NamedPicture, named_picture, shown_picture

POST = "https://kari.example/2026/post/"
ADDRESS = "https://kari.example/a.jpg"


def img(src: str = "/a.jpg", **attributes: str) -> str:
    more = "".join(f' {name.rstrip("_").replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<img src="{src}"{more}>'


def shown(html: str, base: str | None = POST) -> str | None:
    return shown_picture(html, base)


# -- addresses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("https://kari.example/a.jpg", "https://kari.example/a.jpg", id="absolute"),
        pytest.param("/a.jpg", "https://kari.example/a.jpg", id="of the site"),
        pytest.param("a.jpg", "https://kari.example/2026/post/a.jpg", id="beside the post"),
        pytest.param("//cdn.example/a.jpg", "https://cdn.example/a.jpg", id="of another host"),
        pytest.param(" https://kari.example/et bilde.jpg\n", "https://kari.example/et%20bilde.jpg", id="spaces"),
        pytest.param("/bilder/åpent.jpg?w=300&h=200", "https://kari.example/bilder/åpent.jpg?w=300&h=200", id="åpent"),
        pytest.param("HTTPS://Kari.example/A.jpg", "https://Kari.example/A.jpg", id="upper case"),
        pytest.param("https://kari.example:8443/a", "https://kari.example:8443/a", id="port"),
        pytest.param(
            "https://live.example/photos/1@N00/2.jpg", "https://live.example/photos/1@N00/2.jpg", id="at sign"
        ),
        pytest.param(
            "https://i.example/https://me@x.example/a", "https://i.example/https://me@x.example/a", id="proxy"
        ),
        pytest.param("https://xn--bjrg-ira.example/a.jpg", "https://xn--bjrg-ira.example/a.jpg", id="punycode"),
        pytest.param("https://kari.xn--p1ai/a.jpg", "https://kari.xn--p1ai/a.jpg", id="punycode at the end"),
        pytest.param("http://kari.example/a.jpg", None, id="no https"),
        pytest.param("ftp://kari.example/a.jpg", None, id="ftp"),
        pytest.param("javascript:alert(1)", None, id="javascript"),
        pytest.param("data:image/png;base64,iVBORw0KGgo=", None, id="data"),
        pytest.param("https://kari:secret@kari.example/a.jpg", None, id="login"),
        pytest.param("//kari:secret@kari.example/a.jpg", None, id="login without a scheme"),
        pytest.param(" https:\\\\kari@kari.example\\a.jpg", None, id="login behind backslashes"),
        pytest.param("ht\ntps://kari@kari.example/a.jpg", None, id="login behind a line break"),
        pytest.param("https://192.168.0.1/reboot", None, id="number"),
        pytest.param("https://3232235521/a.jpg", None, id="one number"),
        pytest.param("https://kari.example.0x7f/a.jpg", None, id="number at the end"),
        pytest.param("https://127.0.0.1./a.jpg", None, id="number and a dot"),
        pytest.param("https://[2001:db8::1.2.3.4]/a.jpg", None, id="number of many parts"),
        pytest.param("https://router/a.jpg", None, id="inside a house"),
        pytest.param("https://router./a.jpg", None, id="inside a house, with a dot"),
        pytest.param(
            "https://kari.example/" + "a" * 1_979, "https://kari.example/" + "a" * 1_979, id="2000 characters"
        ),
        pytest.param("https://kari.example/" + "a" * 1_980, None, id="2001 characters"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_an_address_is_absolute_and_of_the_web(written: str, expected: str | None) -> None:
    assert shown(img(written.replace("&", "&amp;"))) == expected
    assert named_picture([NamedPicture(written)], POST) == expected


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        (POST, "https://kari.example/a.jpg"),
        ("http://kari.example/post/", None),  # it may not be there over https
        (None, None),
    ],
)
def test_a_relative_address_is_only_as_good_as_its_base(base: str | None, expected: str | None) -> None:
    assert shown(img("/a.jpg"), base) == expected
    assert named_picture([NamedPicture("/a.jpg")], base) == expected


# -- what is no picture of a post ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "https://feeds.feedburner.com/~r/Blog/~4/5vGz",
        "https://feeds.feedburner.com/~ff/Blog?d=yIl2AUoC8zA",
        "https://feedads.g.doubleclick.net/~a/x/0/di",
        "https://www.google-analytics.com/collect?v=1",
        "https://c.statcounter.com/1/0/x/1/",
        "https://stats.wordpress.com/b.gif?host=x",
        "https://pixel.wp.com/b.gif?host=kari.example&blog=1",
        "https://feeds.wordpress.com/1.0/comments/kari.wordpress.com/1/",
        "https://www.facebook.com/tr?id=1&ev=PageView",
        "https://ssl-vg03.met.vgwort.de/na/56d38bf5",
        "https://www.assoc-amazon.com/e/ir?t=kari-20",
        "https://medium.com/_/stat?event=post.clientViewed",
        "https://blogger.googleusercontent.com/tracker/123-456?l=kari",
        "https://kari.us1.list-manage.com/track/open.php?u=1",
        "https://mail.kari.example/track/open?u=1",
        "https://kari.example/matomo.php?idsite=1",
        "https://kari.example/beacon?x=1",
        "https://kari.example/img/1x1.png",
        "https://kari.example/lazy-load/images/1x1.trans.gif",
        "https://kari.example/spacer.gif",
        "https://kari.example/blank.gif",
        "https://kari.example/tracking-pixel.gif?post=1",
        "https://kari.example/pixel.png",
        "https://kari.example/transparent_1x1.png",
        "https://kari.example/g.gif",
        "https://kari.example/PLACEHOLDER.svg",
        "https://s.w.org/images/core/emoji/17.0.2/72x72/1f642.png",
        "https://s0.wp.com/wp-content/mu-plugins/wpcom-smileys/twemoji/2/72x72/1f49c.png",
        "https://kari.example/wp-includes/images/smilies/icon_wink.gif",
        "https://forum.example/images/emoji/twitter/grinning.png?v=12",
        "https://1.gravatar.com/avatar/0123?s=96",
        "https://social.example/accounts/avatars/1/kari.png",
        "https://pbs.twimg.com/profile_images/1/a.jpg",
        "https://img.shields.io/badge/a-b-green.svg",
        "https://github.com/kari/x/actions/workflows/ci.yml/badge.svg",
        "https://licensebuttons.net/l/by/4.0/88x31.png",
        "https://kari.example/icons/mail.png",
        "https://kari.example/favicon.ico",
        "https://kari.example/img/rss-icon-big.png",
        "https://kari.example/sd/twitter_icon_large.png",
        "https://kari.example/button-facebook.png",
        "https://s0.wp.com/latex.php?latex=f&bg=ffffff",
        "https://latex.codecogs.com/gif.latex?x",
    ],
)
def test_what_counts_readers_or_adorns_is_no_picture(written: str) -> None:
    html = img(written.replace("&", "&amp;"))
    assert shown(html) is None
    assert shown(html + img()) == ADDRESS
    assert named_picture([NamedPicture(written)], POST) is None
    assert named_picture([NamedPicture(written), NamedPicture("/a.jpg")], POST) == ADDRESS


@pytest.mark.parametrize(
    "written",
    [
        "https://kari.example/uploads/google-pixel-8.jpg",
        "https://kari.example/uploads/Pixel-Watch-3-Workout-Tracking.png",
        "https://kari.example/uploads/x1.png",
        "https://kari.example/uploads/blank-page.jpg",
        "https://kari.example/uploads/polka-dot.png",
        "https://kari.example/uploads/hello_world.gif",
        "https://kari.example/uploads/avatar-2-premiere.jpg",
        "https://kari.example/uploads/facebook-for-libraries.jpg",
        "https://kari.example/uploads/bluebutton.jpg",
        "https://kari.example/uploads/CA_Badge_Shortlist.png",
        "https://kari.example/uploads/2026/11/counter-of-the-library.jpg",
        "https://kari.example/drawing.svg",
        "https://notdoubleclick.net/a.jpg",
        "https://doubleclick.net.example/a.jpg",
        "https://i0.wp.com/kari.example/uploads/a.png?resize=580%2C157&ssl=1",
        "https://1.bp.blogspot.com/-hD_m/WLw/AAA/s72-c/konj.png",
        "https://i2.ytimg.com/vi/5shykyfmb28/hqdefault.jpg",
    ],
)
def test_a_picture_whose_name_only_resembles_such_is_one(written: str) -> None:
    assert shown(img(written.replace("&", "&amp;"))) == written
    assert named_picture([NamedPicture(written)], POST) == written


@pytest.mark.parametrize(
    ("width", "height", "fits"),
    [
        ("", "", True),
        ("48", "48", True),
        ("600", "400", True),
        ("47", "400", False),
        ("400", "47", False),
        ("1", "1", False),
        ("0", "", False),
        (" 20px ", "", False),
        ("20.5", "", False),
        ("480.5", "", True),
        ("100%", "", True),
        ("10%", "", True),
        ("auto", "3em", True),
        ("12345678901234567890", "", True),
    ],
)
def test_a_picture_is_at_least_48_pixels_wide_and_high(width: str, height: str, fits: bool) -> None:
    expected = ADDRESS if fits else None
    assert shown(img(width=width, height=height)) == expected
    assert named_picture([NamedPicture("/a.jpg", width, height)], POST) == expected


@pytest.mark.parametrize(
    ("attributes", "fits"),
    [
        ({"style": "width: 34px; height: 43px;"}, False),
        ({"style": "border:0;HEIGHT:1px"}, False),
        ({"style": "width:1px !important"}, False),
        ({"style": "width:600px;height:20px"}, False),
        ({"style": "display: none"}, False),
        ({"style": "position:absolute;visibility:hidden;"}, False),
        ({"style": "width: 90%; max-width: 20px; border-width: 1px"}, True),
        ({"style": "width: 12em"}, True),
        ({"style": "margin: 0; width: 640px"}, True),
        ({"style": "x" * 1_000 + ";width:1px"}, True),
        ({"class_": "wp-smiley"}, False),
        ({"class_": "alignleft Emoji big"}, False),
        ({"class_": "avatar avatar-96 photo"}, False),
        ({"class_": "wp-image-12 emojis"}, True),
    ],
)
def test_an_ornament_is_told_by_its_style_and_class(attributes: dict[str, str], fits: bool) -> None:
    assert shown(img(**attributes)) == (ADDRESS if fits else None)


# -- what a content shows -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("<p>No picture, only an image of one.</p>", None, id="only words"),
        pytest.param("<imgs src=/a.jpg><image src=/b.jpg>", None, id="other elements"),
        pytest.param("<p>Hei</p><IMG\nSRC='/a.jpg'/>", "/a.jpg", id="however it is written"),
        pytest.param("<figure><a href=/x><img alt='>' src=/a.jpg></a></figure>", "/a.jpg", id="in a figure"),
        pytest.param("<img src=/a.jpg><img src=/b.jpg>", "/a.jpg", id="the first"),
        pytest.param(
            "<img src=http://x.example/a.jpg><img><img src><img src=/b.jpg>", "/b.jpg", id="the first that fits"
        ),
        pytest.param("<img src=/a.jpg src=/b.jpg>", "/a.jpg", id="said twice"),
        pytest.param("<!-- <img src=/a.jpg> --><img src=/b.jpg>", "/b.jpg", id="not in a comment"),
        pytest.param("<!-- <img src=/a.jpg>", None, id="not in a comment without an end"),
        pytest.param("<script>'<img src=/a.jpg>'</script><img src=/b.jpg>", "/b.jpg", id="not in a script"),
        pytest.param("&lt;img src=/a.jpg&gt; <img src=/b.jpg>", "/b.jpg", id="not as words"),
        pytest.param("<img src=/a.jpg", None, id="cut off"),
        pytest.param("<![<<img src=/a.jpg>", None, id="behind a broken declaration"),
        pytest.param("<img src=/a.jpg><![<", "/a.jpg", id="before a broken declaration"),
        pytest.param(f"<img src='{'a' * 90_000}'><img src=/b.jpg>", "/b.jpg", id="after a long address"),
        pytest.param(f"<p>{'a' * 100_000}</p><img src=/a.jpg>", None, id="beyond what is read"),
        pytest.param(f"<img width=&#{'9' * 5_000}; src=/a.jpg>", "/a.jpg", id="an endless number"),
    ],
)
def test_the_first_picture_of_a_content_is_found(html: str, expected: str | None) -> None:
    assert shown(html) == (expected and f"https://kari.example{expected}")


DATA = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param(f"src={DATA} data-src=/a.jpg", "/a.jpg", id="data-src"),
        pytest.param("src=/filler.jpg data-src=/a.jpg", "/a.jpg", id="in place of a filler"),
        pytest.param("src=/filler.jpg data-lazy-src=/a.jpg", "/a.jpg", id="data-lazy-src"),
        pytest.param("src=/filler.jpg data-original=/a.jpg", "/a.jpg", id="data-original"),
        pytest.param("src=/filler.jpg data-srcset='/a.jpg 300w, /b.jpg 600w'", "/a.jpg", id="data-srcset"),
        pytest.param("src=/filler.jpg data-src=http://x.example/a.jpg", None, id="never the filler"),
        pytest.param("src=/a.jpg data-src=''", "/a.jpg", id="nothing late"),
        pytest.param(f"src={DATA} srcset='/a.jpg 300w, /b.jpg 600w'", "/a.jpg", id="srcset in place of data"),
        pytest.param("srcset=' , /a.jpg, /b.jpg 2x'", "/a.jpg", id="srcset alone"),
        pytest.param("srcset='/w_300,h_200/a.jpg 300w,/b.jpg 600w'", "/w_300,h_200/a.jpg", id="commas in an address"),
        pytest.param("src=/c.jpg srcset='/a.jpg 300w'", "/c.jpg", id="src before srcset"),
        pytest.param("srcset=' , '", None, id="a set of nothing"),
        pytest.param(f"src={DATA}", None, id="data alone"),
    ],
)
def test_what_is_loaded_late_is_found(said: str, expected: str | None) -> None:
    assert shown(f"<img {said}>") == (expected and f"https://kari.example{expected}")


def test_nothing_that_is_named_is_nothing() -> None:
    assert named_picture([], POST) is None


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<img " * 100_000, id="starts"),
        pytest.param("<img src=/spacer.gif>" * 20_000, id="fillers"),
        pytest.param(f"<img src={'/-_' * 600}pixel.gif>" * 50, id="folders"),
        pytest.param(f"<img src=/{'-pixel' * 300}.png.gif>" * 50, id="names"),
        pytest.param(f"<img style='{'width: ' * 10_000}'>" * 9, id="styles"),
        pytest.param(f"<img srcset='{', ' * 40_000}'>", id="sets"),
        pytest.param(f"<img width='{' ' * 90_000}x'>", id="widths"),
        pytest.param(f"<img width='{'1' * 90_000}'>", id="numbers"),
        pytest.param("<!-- <img>" * 10_000, id="comments"),
        pytest.param(f"<img {'a=b ' * 20_000}>", id="attributes"),
    ],
)
def test_spite_costs_little(html: str) -> None:
    begun = time.process_time()
    assert shown(html) is None
    assert time.process_time() - begun < 4
