"""How fast agg is: the same course fetched cold, unchanged and changed, asked for lists, beside other programs.

`python -m tools.bench` measures agg alone, `--peers` also the others that are installed. Linux only.
"""
