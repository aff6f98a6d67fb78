"""Reads the store and asks `core` for what a command shows. The only reader; opens nothing."""

from aggregator.report.lists import comments, explain, find_posts, posts, status
from aggregator.report.waiting import needs_comments
from aggregator.report.week import week_digest

__all__ = ["comments", "explain", "find_posts", "needs_comments", "posts", "status", "week_digest"]
