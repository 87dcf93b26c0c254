/** What is different about an alarm since somebody saw it: the words beside a refused act. */

import type { AlarmBody } from "../schema";
import { formatClock } from "./format";
import { isHidden, priorityLook, STATE_WORDS } from "./priority";

/** Facts about the present, most important first; empty when nothing that shows has changed. */
export function whatChanged(seen: AlarmBody, now: AlarmBody | undefined): string[] {
  if (now === undefined) return ["it has come to rest"];
  const changes: string[] = [];
  if (now.occurrence !== seen.occurrence)
    changes.push(`it came back at ${formatClock(now.raised_ms)} (occurrence ${now.occurrence})`);
  if (now.priority !== seen.priority)
    changes.push(
      `it is ${priorityLook(now.priority).name.toLowerCase()}, was ${priorityLook(seen.priority).name.toLowerCase()}`,
    );
  if (now.letter !== seen.letter) changes.push(letterWords(seen, now));
  else if (now.waiting && !seen.waiting) changes.push("it was annunciated again");
  if (now.latched && !seen.latched) changes.push("it is latched");
  if (now.silenced && !seen.silenced) changes.push("it is silenced");
  return changes;
}

function letterWords(seen: AlarmBody, now: AlarmBody): string {
  if (isHidden(now.letter)) {
    const override = now.overrides[0];
    const by = override === undefined || override.by === "" ? "" : ` by ${override.by}`;
    return `it is ${STATE_WORDS[now.letter].toLowerCase()}${by}`;
  }
  if (now.letter === "C" && seen.letter === "B")
    return `it was acknowledged${now.acknowledged_by === null ? "" : ` by ${now.acknowledged_by}`}`;
  if (now.letter === "A") return "it has come to rest";
  if (now.letter === "D" && seen.letter === "B") return "the process has returned to normal";
  return `it is ${STATE_WORDS[now.letter].toLowerCase()}`;
}
