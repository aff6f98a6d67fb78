"""The colours of the picture: Okabe and Ito's, which colour-blind people can tell apart, on light and dark ground.

The light ones stand at the shapes themselves, for programs that know no style sheet; the style sheet has the dark ones.
"""

from collections.abc import Mapping

FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

# class: (light, dark). The classes are also what each colour is for.
GROUND = ("#ffffff", "#14171b")
TEXT: Mapping[str, tuple[str, str]] = {
    "text": ("#1b1f24", "#e8eaed"),
    "quiet": ("#525a65", "#adb4be"),
    "alarm": ("#a33c00", "#ff9c5f"),
}
SHAPES: Mapping[str, tuple[str, str]] = {
    "answered": ("#0072b2", "#56b4e9"),
    "unanswered": ("#d55e00", "#d55e00"),
    "unsure": ("#0072b2", "#56b4e9"),
    "facilitator": ("#cc79a7", "#cc79a7"),
    "by-participant": ("#4b5563", "#b8c0cb"),
    "by-facilitator": ("#cc79a7", "#cc79a7"),
}


def sheet(people: int) -> str:
    """The style sheet: dark ground where that is wished, and whoever is pointed at with their comments alone."""
    dark = [f".ground{{fill:{GROUND[1]}}}.hollow{{fill:{GROUND[1]}!important}}.halo{{stroke:{GROUND[1]}}}"]
    dark += [f".{name}{{fill:{colours[1]}}}" for name, colours in {**TEXT, **SHAPES}.items()]
    dark += [f".rule{{stroke:{TEXT['quiet'][1]}}}"]
    dark += [f".line.{name}{{stroke:{colours[1]}}}" for name, colours in SHAPES.items()]
    alone = "".join(f"svg:has(#agg-p{one}:hover) .tie:not(.p{one}){{opacity:.04}}" for one in range(people))
    return f"@media screen and (prefers-color-scheme:dark){{{''.join(dark)}}}@media screen{{{alone}}}"
