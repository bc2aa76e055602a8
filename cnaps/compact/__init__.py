"""The weights that ship with the package, each with its record and card."""
