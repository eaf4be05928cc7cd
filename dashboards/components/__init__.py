"""The building blocks of a page: numbers in Dutch, marks, cards, small pictures, chart, table, choices, downloads, states.

Not here: reading or arithmetic. What a block shows is handed to it.
"""
