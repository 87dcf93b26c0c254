"""What the server notes of itself."""

from wakeful.server.scanning.vital_signs import VitalSigns


def test_the_worst_is_kept_until_it_is_taken() -> None:
    signs = VitalSigns()
    signs.note_pass(1, 5.0, False)
    signs.note_pass(2, 250.0, True)
    signs.note_pass(3, 1.0, False)
    signs.note_scan(7.0)
    signs.note_scan(3.0)
    assert (signs.last_pass_ns, signs.scans_late, signs.scan_sequence) == (3, 1, 2)
    assert signs.last_duration_ms == 3.0
    assert signs.take_worst() == (250.0, 7.0)
    assert signs.take_worst() == (0.0, 0.0)


def test_history_has_trouble_when_writing_or_upkeep_has() -> None:
    signs = VitalSigns()
    assert signs.history_error is None
    signs.maintenance_error = "cannot seal"
    assert signs.history_error == "cannot seal"
    signs.historian_error = "disk full"
    assert signs.history_error == "disk full"
