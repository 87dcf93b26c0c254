"""The load an alarm system puts on people: counted, judged by published targets, and traced to its causes.

``table`` keeps every move of every alarm as columns; ``period`` reads one stretch of time out of it;
``figures``, ``floods`` and ``worklist`` say what it was like, ``definitions`` what each figure means.
Never decides what sounds, never hides a move, never reads a clock; nothing in here knows of samples.
"""
