"""The shell: site configuration, wiring, scan loop, HTTP, stream and sessions.

Floor 6. Runs the effects of a scan in the order the house demands: journal (durable first), outputs,
historian, console. Decides nothing about an alarm or a command: the engine does.
"""
