"""The pages, one file each.

Not here: SQL or arithmetic. A page asks `data`, hands the rows to `figures`, and what comes back to `components`.
"""
