/** Full-width bars for what must not be missed. At the bottom, so that nothing shifts under the pointer. */

import { count, formatClock, formatDuration } from "../lib/format";
import { away } from "../state/away";
import { now_ms } from "../state/clock";
import { heartbeat, liveness, silence_ms } from "../state/connection";
import { enableSound, silentBecause, sound } from "../state/sound";

/** Lies over the alarm strip: what the strip shows is out of date anyhow. */
export function ConnectionBar() {
  void now_ms.value;
  const state = liveness.value;
  if (state === "live" || state === "connecting") return null;
  const last = heartbeat.value;
  const since = last === null ? "" : ` since ${formatClock(last.last_scan_ms)}`;
  return (
    <div class="bar connection-bar" role="alert">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 3L22 21H2zM12 10v5M12 17.5v1.5" />
      </svg>
      {state === "lost" ? (
        <>
          <b>NO CONNECTION TO THE SERVER</b>
          <span>
            What you see is frozen{since}. Nothing heard for {formatDuration(silence_ms())}. Trying
            to connect.
          </span>
        </>
      ) : (
        <>
          <b>THE SERVER HAS STALLED</b>
          <span>
            It answers, but no scan has run{since}. What you see is frozen and alarms are not
            judged.
          </span>
        </>
      )}
    </div>
  );
}

export function SilentBar() {
  if (sound.value !== "blocked") return null;
  return (
    <button type="button" class="bar silent-bar" onClick={() => void enableSound()}>
      <b>THIS CONSOLE IS SILENT</b>
      <span>Press to enable sound: {silentBecause.value}.</span>
    </button>
  );
}

export function StorageBar() {
  const last = heartbeat.value;
  const faults = [
    last?.journal_error ? `Journal: ${last.journal_error}` : "",
    last?.historian_error ? `Historian: ${last.historian_error}` : "",
  ].filter((fault) => fault !== "");
  if (faults.length === 0) return null;
  return (
    <div class="bar storage-bar" role="alert">
      <b>STORAGE IS FAILING</b>
      <span>{faults.join(". ")}</span>
    </div>
  );
}

export function AwayBar() {
  const report = away.value;
  if (report === null) return null;
  return (
    <button type="button" class="bar away-bar" onClick={() => (away.value = null)}>
      <b>You were away {formatDuration(report.duration_ms)}</b>
      <span>
        {report.changes === 0
          ? "No alarm changed."
          : `${count(report.changes, "alarm change")} meanwhile.`}{" "}
        Press to dismiss.
      </span>
    </button>
  );
}
