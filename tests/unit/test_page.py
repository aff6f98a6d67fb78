"""A web page as comment sources look at it."""

import time

from aggregator.core.page import Element, Page, read_page

HOME = "https://kari.example/post/"


def test_elements_stand_in_order_with_their_attributes_and_first_words() -> None:
    page = read_page('<DIV Class=" a b "  data-x=1>One &amp; two<b>three</b> four</DIV><p>', HOME)
    assert page.elements == (
        Element("div", {"class": " a b ", "data-x": "1"}, "One & two"),
        Element("b", {}, "three"),
        Element("p", {}),
    )
    first = page.elements[0]
    assert (first.get("class"), first.get("data-x"), first.get("id")) == ("a b", "1", "")
    assert first.has_class("b")
    assert not first.has_class("a b")
    assert not page.elements[1].has_class("b")


def test_of_an_attribute_that_stands_twice_the_first_counts() -> None:
    assert read_page('<a href="/1" href="/2">', HOME).elements[0].get("href") == "/1"


def test_elements_are_found_by_name() -> None:
    page = read_page("<p>1</p><a>2</a><p>3</p>", HOME)
    assert [one.text for one in page.find("p")] == ["1", "3"]
    assert [one.text for one in page.find("a", "p")] == ["1", "2", "3"]
    assert len(list(page.find())) == 3


def test_a_script_is_kept_whole_and_other_words_are_cut() -> None:
    page = read_page(f"<script>{'a' * 5_000}<b></script><p>{'b' * 5_000}</p>", HOME)
    assert [(one.tag, len(one.text)) for one in page.elements] == [("script", 5_003), ("p", 200)]


def test_words_come_in_pieces_and_are_cut_all_the_same() -> None:
    page = read_page(f"<p>{'a' * 150}&eacute;{'b' * 150}&lt;c</p>", HOME)
    assert page.elements[0].text == "a" * 150 + "é" + "b" * 49
    assert read_page(f"<p>{'a' * 250}<!-- b -->c</p>", HOME).elements[0].text == "a" * 200
    long = read_page(f"<script>{'a' * 300_000}</script>", HOME)
    assert len(long.elements[0].text) == 200_000


def test_addresses_mean_what_the_page_s_base_says() -> None:
    page = read_page('<base href="/folder/"><a href="x">', HOME)
    assert (page.url, page.base) == (HOME, "https://kari.example/folder/")
    assert page.address("x") == "https://kari.example/folder/x"
    assert page.address("javascript:x") is None
    assert Page(HOME).address("x") == HOME + "x"
    assert read_page("<base href='mailto:x'>", HOME).base == HOME


def test_broken_pages_are_read_as_far_as_they_go() -> None:
    assert [one.tag for one in read_page("<p>1<![<x<p>2", HOME).elements][:1] == ["p"]
    assert read_page("", HOME).elements == ()
    assert read_page("<p", HOME).elements == ()


def test_a_page_without_end_ends() -> None:
    began = time.process_time()
    assert len(read_page("<a>" * 100_000, HOME).elements) == 30_000
    read_page("<" * 2_000_000, HOME)
    assert time.process_time() - began < 20
