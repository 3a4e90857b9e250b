"""What anybody may read of the catalogue. Nothing here names a person or changes anything."""

from .browse import compare, how_to_get_one, index
from .data import about_data, catalogue_csv, catalogue_json, catalogue_schema
from .feed import changes
from .scheme import ask, picture, scheme, sheet, version

__all__ = [
    "about_data",
    "ask",
    "catalogue_csv",
    "catalogue_json",
    "catalogue_schema",
    "changes",
    "compare",
    "how_to_get_one",
    "index",
    "picture",
    "scheme",
    "sheet",
    "version",
]
