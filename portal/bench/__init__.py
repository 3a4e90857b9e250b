"""Benchmarks: our pages beside minimal ones, in one process, under the production middleware.

`python -m portal.bench` makes its own PostgreSQL and broker in var/bench-<rows>, kept between runs,
and prints one JSON object a line. ONLY chooses the benches whose names begin with it, and ROWS a
size; without ROWS two sizes run and their growth is printed.
"""
