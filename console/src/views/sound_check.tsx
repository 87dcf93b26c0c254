/** The sound check at the start of a shift: every alarm sound at both levels, and a person who says it was heard. */

import { useEffect, useState } from "preact/hooks";
import { PrioritySymbol } from "../draw/priority_symbol";
import { formatDate, formatInstant } from "../lib/format";
import { allPlayed, SOUND_LEVELS, soundKey } from "../lib/hearing";
import { PRIORITIES, priorityLook } from "../lib/priority";
import { burst_ms, patternOf } from "../lib/sound_pattern";
import type { ConsoleSoundBody } from "../schema";
import { getHealth } from "../state/api";
import { serverNow_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { hearing, rememberHearing } from "../state/preferences";
import { wanted } from "../state/session";
import { confirmHeard, enableSound, silentBecause, sound, tryBurst } from "../state/sound";
import { useFetched } from "./use_fetched";

const AGAIN_MS = 5_000;

const MEANINGS: Record<number, string> = {
  1: "two groups of five quick pulses",
  2: "three pulses",
  3: "two pulses",
  4: "one pulse",
};

export function SoundCheck() {
  const { site } = useDesk();
  const [played, setPlayed] = useState<ReadonlySet<string>>(new Set());
  const [confirming, setConfirming] = useState(false);
  const [refusal, setRefusal] = useState("");
  const last = hearing.value;
  useEffect(() => {
    wanted.value = [];
  }, []);
  const play = (priority: number, gain: number): void => {
    tryBurst(priority, gain);
    setPlayed((now) => new Set([...now, soundKey(priority, gain)]));
  };
  const confirm = async (): Promise<void> => {
    setConfirming(true);
    setRefusal("");
    try {
      await confirmHeard();
      rememberHearing({ by: site.body.user, at_ms: serverNow_ms() });
    } catch (fault) {
      setRefusal(fault instanceof Error ? fault.message : String(fault));
    }
    setConfirming(false);
  };
  const ready = allPlayed(played) && sound.value !== "blocked" && !confirming;
  return (
    <div class="sound-page">
      <section class="panel">
        <h1>Sound check</h1>
        <p>
          A browser cannot know how loud it is where you sit. Play every sound, at the level of a
          new alarm and at that of one left waiting for three minutes, with the room as noisy as it
          gets. Set the loudspeaker so that you hear each of them clearly and none hurts.
        </p>
        {sound.value === "blocked" && (
          <p class="refusal">
            Nothing can be heard now: {silentBecause.value}.{" "}
            <button type="button" class="small" onClick={() => void enableSound()}>
              Enable sound
            </button>
          </p>
        )}
        <table class="sounds">
          <thead>
            <tr>
              <th>Priority</th>
              <th>Sounds as</th>
              {SOUND_LEVELS.map(({ name }) => (
                <th key={name}>{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {PRIORITIES.map((priority) => (
              <tr key={priority}>
                <th>
                  <span>
                    <PrioritySymbol priority={priority} letter="B" /> {priorityLook(priority).name}
                  </span>
                </th>
                <td class="soft">
                  {MEANINGS[priority]}, {(burst_ms(patternOf(priority)) / 1_000).toFixed(1)} s
                </td>
                {SOUND_LEVELS.map(({ gain, name }) => {
                  const done = played.has(soundKey(priority, gain));
                  return (
                    <td key={gain}>
                      <button
                        type="button"
                        aria-pressed={done}
                        aria-label={`Play ${priorityLook(priority).name}, ${name.toLowerCase()}`}
                        onClick={() => play(priority, gain)}
                      >
                        {done ? "Play again" : "Play"}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
        <div class="buttons">
          <span class="soft">
            {last === null
              ? "Nobody has confirmed the sound of this browser yet."
              : `${last.by} heard all of them ${formatWhen(last.at_ms)}.`}
          </span>
          <span class="spacer" />
          <button
            type="button"
            class="primary"
            disabled={!ready}
            title={ready ? "" : "Play every sound at both levels first"}
            onClick={() => void confirm()}
          >
            I hear all of them
          </button>
        </div>
        {refusal !== "" && <p class="refusal">Not confirmed: {refusal}</p>}
        <p class="soft">
          What you confirm is journaled with your name and this console, and shown to all below.
          Whether this console is on, muted or blocked is told to the server all the time.
        </p>
      </section>
      <Consoles key={last?.at_ms ?? 0} />
    </div>
  );
}

const formatWhen = (at_ms: number): string =>
  `on ${formatDate(at_ms)} at ${formatInstant(at_ms, at_ms)}`;

/** Every console that is connected, or at which somebody confirmed the sound. */
function Consoles() {
  const { body, error } = useFetched("sounds", getHealth, AGAIN_MS);
  return (
    <section class="panel">
      <h2>All consoles</h2>
      {error !== "" && <p class="refusal">{error}</p>}
      <table class="sounds consoles">
        <thead>
          <tr>
            <th>Console</th>
            <th>Person</th>
            <th>Sound</th>
            <th>Every sound heard</th>
          </tr>
        </thead>
        <tbody>
          {body?.sounds.map((each) => (
            <tr key={each.console}>
              <td>{each.here ? `${each.console}, this one` : each.console}</td>
              <td>{each.user}</td>
              <td>{soundWords(each)}</td>
              <td class={each.heard_ms === null ? "soft" : ""}>
                {each.heard_ms === null ? "not confirmed" : formatWhen(each.heard_ms)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const soundWords = ({ connected, sound }: ConsoleSoundBody): string =>
  connected ? sound : "not connected";
