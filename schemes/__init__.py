"""A roads to Zebras: the costed catalogue of traffic schemes, as living data.

Editors change a working copy; what the public reads is a version, frozen when it was published.
"""
