"""What most nouns of agg are made of: frozen records with named fields, which take part in comparisons by their values.

msgspec's, for they are declared in a twentieth of the time of Python's own dataclasses, and made in a tenth.
"""

from msgspec import Struct, field
from msgspec.structs import replace

__all__ = ["Struct", "field", "replace"]
