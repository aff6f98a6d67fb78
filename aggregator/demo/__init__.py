"""A sample course with its own small web server, so that `agg demo` shows the main job without a network."""

from aggregator.demo.course import course_toml
from aggregator.demo.server import DemoServer

__all__ = ["DemoServer", "course_toml"]
