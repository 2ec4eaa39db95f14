"""Measurements of what the product does often or at scale. `python -m bench` runs them.

Each module `bench_*.py` here has `run()`, which returns its figures by name. They judge nothing:
bench/results.json is read by people, and shows in a diff what a change did.
"""
