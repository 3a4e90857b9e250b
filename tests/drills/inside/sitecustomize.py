"""Python imports this by itself in every program that a drill starts, and in no other."""

import os

if os.environ.get("DRILL_INSIDE"):
    import drill_inside

    drill_inside.arm(os.environ)
