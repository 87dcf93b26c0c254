"""Killed with 10,000 alarms in every mix of states: a real server has them again, in all it says of each."""

from collections import Counter
from pathlib import Path

import msgspec
import numpy as np
import pytest

from tests.server.house import Console, write_site
from tests.server.server_process import ServerProcess, serving
from tests.server.waiting import wait_until
from wakeful.server.alarm_room.alarm_sheet import AlarmSheetBody
from wakeful.server.wire import AlarmBody, LinkBody, SiteBody

ALARMS = 10_000
ACTS_AT_ONCE = 500
HOUR_MS = 3_600_000
PARTS = {
    "untouched": "B",
    "silenced": "B",
    "acknowledged": "C",
    "returned": "D",
    "latched": "C",
    "shelved": "E",
    "shelved one-shot": "E",
    "shelved and returned": "E",
    "suppressed": "F",
    "out of service": "G",
    "shelved and out of service": "G",
    "over": "A",
}
"""What becomes of every twelfth alarm, and the letter it is shown by in the end."""
RETURNING = ("returned", "latched", "shelved and returned", "over")
AT_REST_LOOKED_AT = 12
SITE = """\
name = "Works"
scan_period_ms = 50

[sources.plant]
driver = "scripted"
system = "works"
discover = true

[sources.plant.settings]
tags = {tags}
file = "{file}"

[sources.plant.settings.handling]
{handling}
"""


class Plant:
    """A generated site whose values the test writes; the last tag switches the suppression."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "values.npy"
        self.part = np.array([list(PARTS)[index % len(PARTS)] for index in range(ALARMS)])
        handling = "\n".join(line for index in range(ALARMS) if (line := self._handling(index)))
        text = SITE.format(tags=ALARMS + 1, file=self.file.as_posix(), handling=handling)
        self.site = write_site(folder / "site", text, '[systems.works]\nname = "The works"\n')

    def bring(self, *returned: str) -> None:
        """All alarms beyond their limits but those of these parts; the suppression on."""
        values = np.full(ALARMS + 1, 90.0)
        values[:ALARMS][np.isin(self.part, returned)] = 20.0
        written = self.file.with_name("new.npy")
        np.save(written, values)
        written.replace(self.file)

    def of(self, *parts: str) -> list[int]:
        """Numbers of the alarms of these parts."""
        return np.flatnonzero(np.isin(self.part, parts)).tolist()

    def _handling(self, index: int) -> str:
        part = self.part[index]
        if part == "latched":
            return f"t{index} = {{ latching = true }}"
        if part == "suppressed":
            return f't{index} = {{ suppress_when = "plant.{ALARMS} > 50" }}'
        return f't{index} = {{ group = "g{index // 100}" }}' if part == "untouched" else ""


class Shift:
    """Two people at the consoles of one run of the server."""

    def __init__(self, server: ServerProcess) -> None:
        self.ada = server.sign_in()
        secret = (server.data / "secret").read_text()
        answer = self.ada.http.post(
            "/api/link",
            json={"name": "Bo", "role": "engineer"},
            headers={"Authorization": f"Bearer {secret}"},
        )
        link = msgspec.json.decode(answer.content, type=LinkBody).link
        self.bo = Console(self.ada.address, link)
        server.consoles.append(self.bo)
        names = [alarm.name for alarm in self.ada.get("/api/site", SiteBody).alarms]
        self._number = {names.index(f"plant.{number}.high"): number for number in range(ALARMS)}
        self._place = {number: place for place, number in self._number.items()}

    def shown(self) -> dict[int, AlarmBody]:
        """Alarms of the plant that are not at rest, by number."""
        bodies = self.ada.alarms()
        return {self._number[place]: body for place, body in bodies.items() if place in self._number}

    def letters(self) -> Counter[str]:
        """How many alarms of the plant are shown by each letter."""
        return Counter(body.letter for body in self.shown().values())

    def at_rest(self, number: int) -> AlarmBody:
        """How an alarm is that is in no list."""
        return self.ada.get("/api/alarm-sheet", AlarmSheetBody, alarm=self._place[number]).state

    def act(self, console: Console, verb: str, numbers: list[int], **more: object) -> None:
        """One act on each of these alarms as it is shown now; none may be refused."""
        seen = self.shown()
        for start in range(0, len(numbers), ACTS_AT_ONCE):
            some = [seen[number] for number in numbers[start : start + ACTS_AT_ONCE]]
            acknowledging = verb == "acknowledge"
            done = console.acknowledge(*some) if acknowledging else console.act(verb, *some, **more)
            assert {result.reason for result in done.results} == {""}


@pytest.mark.usefixtures("kernels")
def test_ten_thousand_alarms_come_back_as_they_were(tmp_path: Path) -> None:
    plant, data = Plant(tmp_path), tmp_path / "data"
    plant.bring()
    with serving(plant.site, data, "--role", "engineer", "--name", "Ada") as server:
        shift = Shift(server)
        wait_until(lambda: len(shift.shown()) == ALARMS, "all alarms are raised")
        bring_to_every_state(plant, shift)
        before, rested = shift.shown(), look_at_rest(plant, shift)
        server.kill()
    assert {body.acknowledged_by for body in before.values()} == {None, "Ada", "Bo"}
    assert {override.by for body in before.values() for override in body.overrides} >= {"Ada", "Bo"}

    plant.file.unlink()
    with serving(plant.site, data) as server:
        shift = Shift(server)
        restored = shift.shown()
        assert not any(body.trusted for body in restored.values()), "the plant has not spoken"
        assert {
            number: msgspec.structs.replace(body, trusted=True) for number, body in restored.items()
        } == before
        assert look_at_rest(plant, shift, trusted=False) == rested
        # Nor does the plant move any of them when it speaks again and says the same.
        plant.bring(*RETURNING)
        wait_until(lambda: all(body.trusted for body in shift.shown().values()), "the plant is heard")
        assert shift.shown() == before
        assert look_at_rest(plant, shift) == rested
        server.kill()


def bring_to_every_state(plant: Plant, shift: Shift) -> None:
    """People act, some conditions return; returns when all of it is shown."""
    shift.act(shift.ada, "acknowledge", plant.of("acknowledged", "over"))
    shift.act(shift.bo, "acknowledge", plant.of("latched"))
    shift.act(shift.ada, "silence", plant.of("silenced"))
    shelved = plant.of("shelved", "shelved and returned", "shelved and out of service")
    shift.act(shift.ada, "shelve", shelved, reason="spare part", duration_ms=HOUR_MS)
    one_shot = plant.of("shelved one-shot")
    shift.act(shift.bo, "shelve", one_shot, reason="test", duration_ms=2 * HOUR_MS, one_shot=True)
    out = plant.of("out of service", "shelved and out of service")
    shift.act(shift.bo, "remove_from_service", out, reason="calibration")
    plant.bring(*RETURNING)
    expected = Counter(PARTS[part] for part in plant.part.tolist())
    expected.pop("A")
    wait_until(lambda: shift.letters() == expected, "every alarm is in its state")
    shown = shift.shown().values()
    assert any(body.first_out for body in shown) and any(body.latched and not body.active for body in shown)
    assert any(body.silenced for body in shown) and {len(body.overrides) for body in shown} == {0, 1, 2}


def look_at_rest(plant: Plant, shift: Shift, *, trusted: bool = True) -> list[AlarmBody]:
    """Some of those whose trouble is over; what they are trusted for is looked at apart."""
    found = [
        shift.at_rest(number) for number in plant.of("over")[:: len(plant.of("over")) // AT_REST_LOOKED_AT]
    ]
    assert {(body.letter, body.occurrence, body.trusted) for body in found} == {("A", 1, trusted)}
    return [msgspec.structs.replace(body, trusted=True) for body in found]
