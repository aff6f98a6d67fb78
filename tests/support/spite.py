"""Text as nobody should be able to write it: control characters, markup of every kind, formulas, lines of its own."""

import re

from hypothesis import strategies as st

from aggregator.core.text import safe

SPITE = (
    *(
        "\x1b[2J",
        "\x1b]0;title\x07",
        "\x1b]8;;https://evil.example\x1b\\",
        "\x1b]52;c;aGk=\x07",
        "\x9b31m",
        "\x9d0;x\x9c",
    ),
    *(
        "\x00",
        "\x08\x08",
        "\x7f",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\U000e0041",
        "\u2028",
        "\x85",
        "\x0b",
        "\x1c",
    ),
    *("\n", "\r\n", "\t", "\n\n# ", "\n- ", "\n    ", "\n```\n", "\n---\n", "\n<!--\n"),
    *("[bold]", "[/]", "[link=https://evil.example]x[/link]", ":smile:", "\\", "\\[red]"),
    *("[x](javascript:alert(1))", "![x](https://evil.example/x.png)", "[x][y]", "]", "](<https://evil.example>)"),
    *("<script>alert(1)</script>", "<https://evil.example>", "<b>", "<!--", "-->", "&lt;", "&amp;", "&#x1b;"),
    *(
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(1)",
        "|",
        "| a | b |",
        "`",
        "1. `",
        "# `",
        "## x",
        "***",
        "__x__",
        "~~x~~",
    ),
    *("> x", "$x$", "1) x", "Setext\n=====", "\\\n", "  ", "👩‍👩‍👧", "Åse", "e\u0301", "Z̸̡̧̛̤̞͔̗͎͈̻̱̖ͅ", "\ud800"),
)
HOSTILE = " ".join(SPITE)
# What no output may hold but as a line break or, in TSV, between columns.
UNWANTED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)

texts = st.lists(st.one_of(st.sampled_from(SPITE), st.text(max_size=8)), min_size=1, max_size=6).map("".join)
titles = texts.filter(safe)


def spiteful(text: str) -> str:
    """A text with every spite around it."""
    return f"{HOSTILE} {text} {HOSTILE}"
