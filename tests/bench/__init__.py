"""Measurements, never tests: machines are noisy, so every figure is compared within its own run."""
