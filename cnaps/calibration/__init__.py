"""Fits and measures the estimators of the diagnosis against known truth. Nobody imports this package."""
