"""Networks and nothing else: torch in, torch out, no files, no settings."""
