"""Where media may be fetched from: https on public addresses, and hosts that the settings trust.

The address itself is checked at the last moment, when the socket for it is made. Whatever led there (a name, a literal,
`2130706433`, a name that changes its answer, a redirect), nothing connects to an address that has not passed.
"""

import ipaddress
import socket

from aiohttp import AddrInfoType
from yarl import URL

_UNICAST_6 = ipaddress.ip_network("2000::/3")  # all of IPv6 that is given out; mapped, NAT64 and local ones lie outside
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",  # documentation
    )
)


class NotPublic(OSError):
    """The address is private, local or otherwise none of the public internet."""

    def __init__(self) -> None:
        super().__init__("not a public address")


def is_public(address: str) -> bool:
    """Whether `address`, as the socket would get it, belongs to a host on the public internet."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _UNICAST_6:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _NOT_PUBLIC)


def public_socket(info: AddrInfoType) -> socket.socket:
    """A socket for the address in `info` (a socket factory of aiohttp); raises NotPublic."""
    family, kind, protocol, _, address = info
    if not is_public(address[0]):
        raise NotPublic
    return socket.socket(family, kind, protocol)


def is_trusted(url: URL, trusted: frozenset[str]) -> bool:
    """Whether the settings name the host of `url`, with or without its port."""
    host = (url.host or "").lower()
    host = f"[{host}]" if ":" in host else host
    return host in trusted or f"{host}:{url.port}" in trusted
