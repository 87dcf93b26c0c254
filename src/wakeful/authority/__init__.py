"""Who may do what to which equipment.

Floor 2, pure. In this first slice: roles, the range and mode of a control, and whether a source may be
disturbed. Decides and gives its reason; never carries anything out, never knows a session or a credential.
"""
