"""Example photos, and how they were made."""
