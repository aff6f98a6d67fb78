"""What a database file tells of itself in its header, so that most runs need not look any further."""

APPLICATION_ID = 0x61676731  # "agg1"
"""Marks the file as agg's (`pragma application_id`)."""

NEWEST = 7
"""How many migrations this version of agg has; `pragma user_version` counts those in the file."""
