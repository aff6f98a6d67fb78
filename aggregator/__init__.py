"""agg: which posts of a blogging course nobody has answered yet, and what was written each week."""

__version__ = "0.1.0"
