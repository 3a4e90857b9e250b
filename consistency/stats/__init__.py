"""The statistics of the figures, from SciPy and statsmodels.

Both are imported where they are used: only whoever looks at such a figure pays for them.
"""
