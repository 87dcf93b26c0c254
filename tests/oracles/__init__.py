"""Slow, obvious twins of the fast kernels. They define the truth; tests compare against them."""
