"""The door for browsers: sessions, guard, HTTP routes, the stream and the console's files.

Answers from what the scan thread has posted and from what is at rest; hands commands to the inbox.
Never judges a command, never writes to the plant, and loads nothing from another host.
"""
