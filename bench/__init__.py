"""What Wakeful does, measured on the machine at hand, with machine and commit beside every figure.

One module for each thing measured; ``bench/run.py`` runs them and keeps the results. Never imported by
the package, never part of the tests' verdict: a slow machine is not a failing test.
"""
