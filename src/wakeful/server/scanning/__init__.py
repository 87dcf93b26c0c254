"""The scan thread and everything on its way: intake, inbox, sources, journal, history, checkpoint, board.

Runs the engine and its effects in the order of the house: journal first, then outputs, historian, stream.
Never decides about an alarm or a command, never speaks HTTP, and never waits for a browser.
"""
