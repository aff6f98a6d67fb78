import pytest

from aggregator.core.text import excerpt, plain_lines, plain_text, safe, title_text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("Blåbær – på fjellet", "Blåbær – på fjellet", id="norwegian-stays"),
        pytest.param("  a\t\n b\r\nc\u2028d\u2029e\u0085f\u00a0g ", "a b c d e f g", id="white-space-collapses"),
        pytest.param("a\x1b[31mb\x07\x00\x7f\x9b2J", "a[31mb2J", id="controls-go"),
        pytest.param("\u202eevil\u2066x\u200f\u061c", "evilx", id="bidi-controls-go"),
        pytest.param("Po\u200bst\ufeff \u00ad\u2060\U000e0041\U000e0042 1", "Post 1", id="invisible-ones-go"),
        pytest.param("\u3164\u115f\uffa0\u2800", "", id="fillers-go"),
        pytest.param("a\ufffe\ufdd0b", "ab", id="noncharacters-go"),
        pytest.param("👩‍👩‍👧‍👦 🇳🇴 e\u0301 🏔️", "👩‍👩‍👧‍👦 🇳🇴 e\u0301 🏔️", id="emoji-stay"),
        pytest.param("z" + "\u0301" * 30 + "a", "z" + "\u0301" * 4 + "a", id="zalgo-is-cut"),
        pytest.param("a\u0301\u0301…\u0301\u0301\u0301", "a\u0301\u0301…\u0301\u0301\u0301", id="marks-count-in-a-row"),
        pytest.param("x\ud800y", "x\ufffdy", id="lone-surrogate"),
    ],
)
def test_safe(given, expected):
    assert safe(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("<p>Hei  <b>du</b>\n der</p><p>To</p>", "Hei du der\nTo", id="paragraphs"),
        pytest.param("en<br>to<ul><li>a<li>b</ul>", "en\nto\na\nb", id="breaks-and-lists"),
        pytest.param("<h1>Tittel</h1>Som", "Tittel\nSom", id="words-are-not-glued"),
        pytest.param("a<script>x()</script><style>y</style><iframe>z</iframe>b", "ab", id="script-and-style-go"),
        pytest.param("2 &lt; 3 &amp;amp; <i>x</i>", "2 < 3 &amp; x", id="entities-once"),
        pytest.param("<svg><style><img src=x onerror=alert(1)>", "", id="mutation"),
        pytest.param("a&#27;]0;b&#x9b;c", "a]0;b›c", id="entities-cannot-bring-controls"),
        pytest.param("a\ud800<p>b", "a\ufffd\nb", id="lone-surrogate"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_plain_text(given, expected):
    assert plain_text(given) == expected


def test_plain_text_reads_no_more_than_the_limit():
    assert plain_text("ab" * 100, limit=10) == "ababababab"
    assert len(plain_text("x<p>" * 100_000)) < 50_000


def test_plain_lines_keeps_lines_and_markup():
    assert plain_lines(" a < b \n\n<p>\x1bc") == "a < b\n<p>c"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("Testing &amp;amp; feiling", "Testing & feiling", id="escaped-twice"),
        pytest.param("A &lt;em&gt;b&lt;/em&gt;", "A b", id="escaped-tags"),
        pytest.param("A <em class='x'>b</EM><br/>c", "A b c", id="tags"),
        pytest.param("<p>Hei</p>", "Hei", id="paragraph"),
        pytest.param("a < b", "a < b", id="less-than"),
        pytest.param("[red]x[/red]", "[red]x[/red]", id="brackets"),
        pytest.param("C++ <T> og List<String>", "C++ <T> og List<String>", id="no-html"),
        pytest.param("The <b> tag", "The <b> tag", id="a-tag-without-end-is-meant"),
        pytest.param("x&#10;2025 ERROR", "x 2025 ERROR", id="no-forged-lines"),
        pytest.param("a&amp;#27;[2J&amp;#x9b;", "a[2J›", id="no-controls-by-entity"),
        pytest.param("<script>alert(1)</script>", "<script>alert(1)</script>", id="unknown-tags-stay-text"),
    ],
)
def test_title_text(given, expected):
    assert title_text(given) == expected


def test_title_text_without_markup_is_literal():
    assert title_text("A <em>b</em> &amp;", markup=False) == "A <em>b</em> &amp;"


def test_long_title_is_cut():
    assert title_text("ord " * 1250) == "ord " * 124 + "ord…"
    assert len(title_text("x" * 5000)) == 500


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        pytest.param("Kort.\nTo linjer.", 280, "Kort. To linjer.", id="short"),
        pytest.param("Dette er en setning, med mer", 22, "Dette er en setning…", id="cut-at-a-word"),
        pytest.param("x" * 50, 10, "x" * 9 + "…", id="one-long-word"),
        pytest.param("a " + "x" * 50, 10, "a xxxxxxx…", id="not-cut-too-short"),
        pytest.param("", 10, "", id="nothing"),
    ],
)
def test_excerpt(text, width, expected):
    assert excerpt(text, width) == expected
