"""Which IP addresses agg may connect to: public ones, and those the course allows. Looks nothing up."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

_NAT64 = ip_network("64:ff9b::/96")
_UNICAST6 = ip_network("2000::/3")
# What some Pythons call global although it leads inside, into a tunnel or nowhere: protocol assignments,
# 6to4 relays, Teredo and its neighbours, documentation, 6to4.
_LEADS_ASTRAY = (
    *("192.0.0.0/24", "192.88.99.0/24"),
    *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
)
_NOT_PUBLIC = tuple(map(ip_network, _LEADS_ASTRAY))


def is_public(ip_text: str) -> bool:
    """Whether this is an address that everybody on the internet can reach; `False` for what is no address.

    An IPv4 address inside an IPv6 one (mapped, or translated by NAT64) counts as the IPv4 address.
    """
    ip = _read(ip_text)
    if ip is None:
        return False
    if ip in _NAT64:
        ip = IPv4Address(int(ip) & 0xFFFFFFFF)
    if not ip.is_global or ip.is_multicast or any(ip in network for network in _NOT_PUBLIC):
        return False
    return ip.version == 4 or ip in _UNICAST6


def allowed(ip_text: str, networks: Iterable[Network]) -> bool:
    """Whether agg may connect there: a public address, or one in `networks`."""
    ip = _read(ip_text)
    return ip is not None and (is_public(ip_text) or any(ip in network for network in networks))


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        ip = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(ip, "ipv4_mapped", None) or ip
