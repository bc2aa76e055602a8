"""What ships with the package: small networks, and their weights, each with its record and card."""
