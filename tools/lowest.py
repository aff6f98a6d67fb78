"""Prints constraints that hold every dependency in pyproject.toml to its lowest version: `python -m tools.lowest`."""

import re
import sys
import tomllib
from pathlib import Path


def lowest(dependencies: list[str]) -> list[str]:
    """`name==version` for each that has a `>=`."""
    found = (re.match(r"([\w.-]+)(?:\[[^\]]*\])?>=([\w.]+)", one) for one in dependencies)
    return [f"{one[1]}=={one[2]}" for one in found if one]


if __name__ == "__main__":
    project = tomllib.loads(Path(sys.argv[1] if len(sys.argv) > 1 else "pyproject.toml").read_text("utf-8"))["project"]
    print("\n".join(lowest(project["dependencies"])))
