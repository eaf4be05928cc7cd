"""Benchmarks with their baselines, run by `make bench` and never by the tests.

Not here: anything the product uses. The product is measured from outside, through its command.
"""
