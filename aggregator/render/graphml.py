"""The network as GraphML, which Gephi, yEd and others open."""

from datetime import datetime

from aggregator.core.network import Network
from aggregator.core.text import safe


def network(found: Network) -> str:
    """A directed graph: nodes with `label` and `part`, edges with `weight`, the number of comments."""
    from networkx import DiGraph, generate_graphml

    graph = DiGraph()
    numbers = {one.name: f"n{number}" for number, one in enumerate(found.members)}
    for one in found.members:
        numbered = {"given": one.given, "received": one.received, "unmatched": one.unmatched}
        known = {} if one.posts is None else {"posts": one.posts}
        part = "facilitator" if one.facilitator else "participant"
        graph.add_node(numbers[one.name], label=safe(one.name), part=part, unheard=one.unheard, **numbered, **known)
    for tie in found.ties:
        times = {"first": _time(tie.first), "last": _time(tie.last)}
        graph.add_edge(numbers[tie.source], numbers[tie.target], weight=tie.comments, **times)
    return "\n".join(generate_graphml(graph)) + "\n"


def _time(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
