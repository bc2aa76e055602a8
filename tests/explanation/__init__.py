"""Tests of the grounded explanation."""
