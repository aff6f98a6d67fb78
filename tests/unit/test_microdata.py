"""What markup says of the things on a page; see also the sources that use it."""

import pytest

from aggregator.core.microdata import read_things

ONE = "<div itemscope><meta itemprop=commentCount content=3></div>"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        pytest.param(ONE * 2_000, 2_000, id="many"),
        pytest.param(ONE * 2_001, 0, id="too many"),
        pytest.param("<p>" * 290 + ONE, 1, id="deep"),
        pytest.param("<p>" * 300 + ONE, 0, id="too deep"),
        pytest.param("<p>no thing</p>", 0, id="none"),
    ],
)
def test_so_many_things_are_told(html: str, found: int) -> None:
    assert len(read_things(html)) == found
