"""Documents: HTML in, PDF bytes out, in a process of its own; see `rendering`, `cache`, `fonts`.

This file imports nothing: the worker process starts through it and must stay light.
"""
