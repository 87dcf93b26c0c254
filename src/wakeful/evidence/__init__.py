"""Is this normal? By how much is it not?

Floor 2, pure. What normal is, is learned from a record of normal running, unit by unit: ``preparation`` finds
the scale, resolution and rhythm of each tag, ``prediction`` explains every tag by the recent past of all of
them, ``memory`` takes out what a tag still remembers of itself, ``slack`` says how far an unknown truth may
be from what was learned. What is left over is followed by a few detectors (``detectors``), each a sequential
test of its own; ``rates`` turns what they reach into one currency, the time that normal running would take to
reach it, and ``merging`` averages it from detector to tag and from tag to unit. ``calibration`` does all of
this for a record, ``detection`` for rows as they come. Decides nothing about alarms; knows no clock, file or
network.
"""
