"""`python -m aggregator` is `agg`."""

from aggregator.cli import main

main()
