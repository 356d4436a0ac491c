"""PDF reports: bytes in, bytes out. Knows no models and no Django.

`render`, `verify` and `sign` are the doors; the work on untrusted or heavy input
happens in `child`, a process with limits that imports only this package and `domain`.
"""
