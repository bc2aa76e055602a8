"""Training: a recipe in, a checkpoint and its card out. Nothing else imports this package."""
