"""Made-up courses of any size, and who has answered whom there: some busy, many now and then, some never."""

import random

from aggregator.core.network import Member, Network, Tie
from tests.support.build import NOW

FIRST = (
    *("Kari", "Ola", "Ingrid", "Tor-Erik", "Amina", "Per Arild", "Siobhan", "Grethe", "Daniel", "Sunniva", "Håkon"),
    *("Line", "Bjørg", "Arvid", "Elin", "Åse", "Øystein", "Ragnhild", "Mohammed", "Anne Marie"),
)
LAST = (
    *("Nordmann", "Solbakken", "Lund", "Warsame", "Nygård", "Keane", "Haugland", "Okoro", "Eide", "Bråten", "Fossum"),
    *("Sandvik", "O’Hara", "Berg", "Kristoffersen"),
)


def made_up(people: int, seed: int = 1) -> Network:
    """A course of so many participants and two facilitators; one in eight takes no part."""
    dice = random.Random(seed)
    names = [f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}" for number in range(people)]
    names = [name if names.index(name) == place else f"{name} {place}" for place, name in enumerate(names)]
    busy = {name: dice.choice([0, 1, 1, 2, 3, 6]) for name in names}
    loud = {name: dice.choice([1, 1, 2, 3]) for name in names}
    quiet = set(names[7::8])
    found: dict[tuple[str, str], int] = {}
    for giver in [*names, "Arne", "Jens"]:
        for _time in range(len(names) // 4 if giver in ("Arne", "Jens") else busy[giver]):
            near = names[max(0, names.index(giver) - 6) :][:13] if giver in busy and dice.random() < 0.7 else names
            [receiver] = dice.choices(near, [loud[name] for name in near])
            if giver != receiver and not {giver, receiver} & quiet:
                found[giver, receiver] = found.get((giver, receiver), 0) + dice.choice([1, 1, 1, 2, 4])
    return network(names, found)


def network(names: list[str], found: dict[tuple[str, str], int], unmatched: int = 3) -> Network:
    """The network of these ties; who is named in no tie as a receiver and has an odd place has posted in vain."""
    given, received = (dict.fromkeys([*names, "Arne", "Jens"], 0) for _side in range(2))
    for (giver, receiver), count in found.items():
        given[giver] += count
        received[receiver] += count
    members = [
        Member(name, False, 3, given[name], received[name], 0, unheard=not received[name] and place % 2 == 1)
        for place, name in enumerate(names)
    ]
    teachers = [Member(name, True, None, given[name], 0) for name in ("Arne", "Jens")]
    ties = [Tie(giver, receiver, count, NOW, NOW) for (giver, receiver), count in sorted(found.items())]
    return Network("Sosiale medier i offentlig sektor", NOW, (*members, *teachers), tuple(ties), unmatched)
