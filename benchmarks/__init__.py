"""How fast and how good: each benchmark prints one table and a one-line summary.

``python -m benchmarks NAME [--set PATH] [--seconds S] [--seeds N] [--workers N] [--instances GLOB]``
"""
