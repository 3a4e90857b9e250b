"""Joinery: the GOV.UK Design System for Django forms and templates, on plain crispy-forms."""
