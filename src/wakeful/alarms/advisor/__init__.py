"""The advisor: what other deadbands and delays would have made of the recorded history of an alarm.

Floor 2, pure. ``replay`` runs one alarm's process condition over recorded samples exactly as the engine does;
``stretches`` says when the process really was abnormal by today's settings; ``comparison`` replays many
settings at once and holds each against today's; ``candidates`` chooses which are worth replaying; ``advice``
recommends one of them and ``reasons`` says why. Decides nothing for anybody, reads no journal, changes no
definition.
"""
