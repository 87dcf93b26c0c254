"""The words of the plant: tag, quality, samples, alarm, equipment, command, effect, errors.

Floor 1. Plain data that every other room speaks; no behaviour beyond checking itself.
Never does I/O, never reads a clock, never imports another room.
"""
