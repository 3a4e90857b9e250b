"""Drills: things are killed, frozen and broken while letters leave, and then everything is counted.

`python -m tests.drills` (make drill) runs them on servers of their own. docs/drills.md tells what
each one does. Nothing here loads Django: the portal runs in child processes, as in production.
"""
