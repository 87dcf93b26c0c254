/** One record of the journal. */

import { PrioritySymbol } from "../draw/priority_symbol";
import { formatInstant } from "../lib/format";
import type { JournalLine, LineKind } from "../lib/journal_line";
import type { JournalItem } from "../lib/journal_list";
import { formatRoute } from "../lib/route";
import { now_ms } from "../state/clock";
import { useDesk } from "../state/desk";

export const JOURNAL_ROW_PX = 30;

const WORDS: Record<LineKind, string> = {
  alarm: "Alarm",
  event: "Event",
  mode: "Mode",
  flood: "Flood",
  command: "Command",
  refused: "Refused",
  input: "Input",
  output: "Order",
  fault: "Fault",
  server: "Server",
  session: "Session",
};

/** The journal names positions and systems by id: people know them by name. */
function useSubject({ what, subject }: JournalLine): string {
  const { site } = useDesk();
  if (what === "mode") return site.systemByID.get(subject)?.name ?? subject;
  if (what !== "flood") return subject;
  return site.body.positions.find(({ id }) => id === subject)?.name ?? subject;
}

export function JournalRow({ entry }: { entry: JournalItem }) {
  const { line, sequence, letter } = entry;
  const subject = useSubject(line);
  return (
    <div class={`journal-row kind-${line.what}`}>
      <span class="right soft">{sequence}</span>
      <time>{formatInstant(line.at_ms, now_ms.peek())}</time>
      <span class="journal-kind">
        {line.priority === null ? null : (
          <PrioritySymbol priority={line.priority} letter={letter} />
        )}
        {WORDS[line.what]}
      </span>
      <span>{line.who}</span>
      <span class="journal-subject">
        {line.alarm !== "" ? (
          <a href={formatRoute({ page: "alarm", name: line.alarm })}>{subject}</a>
        ) : line.tag !== "" ? (
          <a href={formatRoute({ page: "tag", name: line.tag })}>{subject}</a>
        ) : (
          subject
        )}
      </span>
      <span class="journal-text" title={line.text}>
        {line.text}
      </span>
    </div>
  );
}
