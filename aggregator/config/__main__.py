"""Writes the JSON Schema of feeds.toml: python -m aggregator.config > feeds.schema.json."""

import json
import sys

from aggregator.config import schema

sys.stdout.write(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
