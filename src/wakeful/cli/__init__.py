"""The command line: one module for each verb, imported when that verb is given.

Floor 7. Parses arguments, calls the rooms below and prints; decides nothing itself. Results go to
standard output, progress and errors to standard error. Exit codes: 0 done, 1 findings or failed, 2 wrong
usage or refused to start, 130 interrupted.
"""
