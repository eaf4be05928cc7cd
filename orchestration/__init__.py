"""The roof: the `daadkracht` command and the Dagster assets, checks, sensor and schedule around the verbs below.

Not here: any rule about data; nothing imports this package.
"""
