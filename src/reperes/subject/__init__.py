"""What was typed, and which project it points to.

`parse` is the grammar of addresses: pure, it looks neither at the disk nor at the network.
"""

from reperes.subject.address import parse
from reperes.subject.model import Address, AddressError, AddressKind, Forge

__all__ = ["Address", "AddressError", "AddressKind", "Forge", "parse"]
