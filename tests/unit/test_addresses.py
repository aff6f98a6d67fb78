from ipaddress import ip_network

import pytest

from aggregator.core.addresses import allowed, is_public

PUBLIC = ["8.8.8.8", "2606:4700::6810:84e5", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2a00:1450::1%eth0"]

NOT_PUBLIC = [
    ("127.0.0.1", "loopback"),
    ("127.66.6.6", "loopback, another"),
    ("0.0.0.0", "this machine"),
    ("10.66.66.66", "private"),
    ("172.16.0.1", "private"),
    ("192.168.1.1", "private"),
    ("100.64.0.1", "carrier's own"),
    ("169.254.169.254", "link-local, metadata"),
    ("192.0.0.8", "protocol assignment"),
    ("192.0.2.1", "documentation"),
    ("192.88.99.1", "6to4 relay"),
    ("198.18.0.1", "benchmarks"),
    ("224.0.0.1", "multicast"),
    ("255.255.255.255", "broadcast"),
    ("240.0.0.1", "reserved"),
    ("::", "unspecified"),
    ("::1", "loopback"),
    ("::1%lo", "loopback with a zone"),
    ("::127.0.0.1", "IPv4-compatible"),
    ("::ffff:127.0.0.1", "mapped loopback"),
    ("::ffff:10.0.0.1", "mapped private"),
    ("64:ff9b::7f00:1", "NAT64 of loopback"),
    ("64:ff9b::a9fe:a9fe", "NAT64 of metadata"),
    ("64:ff9b:1::1", "local NAT64"),
    ("2001::1", "Teredo"),
    ("2001:db8::1", "documentation"),
    ("2002:7f00:1::", "6to4 of loopback"),
    ("3fff::1", "documentation"),
    ("fc00::1", "unique local"),
    ("fe80::1", "link-local"),
    ("fec0::1", "site-local"),
    ("ff02::1", "multicast"),
    ("kari.example", "a name"),
    ("", "nothing"),
    ("1.2.3", "too short"),
]


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_addresses_are_public(ip: str) -> None:
    assert is_public(ip)
    assert allowed(ip, ())


@pytest.mark.parametrize(("ip", "what"), NOT_PUBLIC)
def test_other_addresses_are_not_public(ip: str, what: str) -> None:
    assert not is_public(ip), what
    assert not allowed(ip, ()), what


@pytest.mark.parametrize(
    ("ip", "network", "expected"),
    [
        ("127.0.0.1", "127.0.0.1/32", True),
        ("::ffff:127.0.0.1", "127.0.0.1/32", True),
        ("127.66.6.6", "127.0.0.1/32", False),
        ("10.1.2.3", "10.0.0.0/8", True),
        ("::1", "::1/128", True),
        ("::1", "127.0.0.1/32", False),
        ("127.0.0.1", "::/0", False),
        ("64:ff9b::7f00:1", "127.0.0.1/32", False),
        ("no address", "0.0.0.0/0", False),
    ],
)
def test_a_network_allows_its_own_addresses_only(ip: str, network: str, expected: bool) -> None:
    assert allowed(ip, [ip_network("192.0.2.0/24"), ip_network(network)]) is expected
