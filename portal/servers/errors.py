class LauncherError(Exception):
    """Something the person who typed the command can put right; the text is written for them."""
