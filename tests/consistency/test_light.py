"""Whoever looks at no such figure pays for no statistics library."""

import subprocess
import sys

CODE = """
import django; django.setup()
import sys
from django.urls import get_resolver
get_resolver().url_patterns
heavy = {"scipy", "numpy", "pandas", "statsmodels", "xlsxwriter"} & set(sys.modules)
assert not heavy, heavy
"""


def test_a_web_worker_starts_without_the_statistics():
    env = {"PORTAL_MODE": "test", "DJANGO_SETTINGS_MODULE": "portal.settings", "PATH": ""}
    done = subprocess.run([sys.executable, "-c", CODE], env=env, capture_output=True, text=True)
    assert not done.returncode, done.stderr
