"""Who may see the figures: managers and administrators."""


def may_see_figures(user) -> bool:
    return user.is_manager or user.is_staff
