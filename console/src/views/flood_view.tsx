/** A flood: the same alarms by system, the most urgent first, first-out on top, and what may be another fault. */

import { useEffect, useRef } from "preact/hooks";
import { type AlarmGroup, totalOf } from "../lib/alarm_groups";
import { shownPriority } from "../lib/alarm_state";
import { firstOutGroups, sourceTime } from "../lib/first_out";
import { type Flood, floodEndWords, floodFacts, type TileSpace } from "../lib/flood";
import { count, formatClock } from "../lib/format";
import { isUnacknowledged, priorityPlace } from "../lib/priority";
import { formatRoute } from "../lib/route";
import { secondFaults } from "../lib/second_fault";
import type { AlarmBody } from "../schema";
import { actNow } from "../state/alarm_commands";
import { now_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { mayAct } from "../state/permission";
import { ActButton, AlarmSymbol, FirstOutMark, RefusalNote, TimeLeft } from "./alarm_line";
import { PriorityCounts } from "./alarm_row";
import { ModeMark } from "./mode_dialog";
import type { Choice } from "./use_choice";
import type { Held } from "./use_held_rows";

const LANE_MAX = 8;

export function FloodView(props: {
  rows: readonly AlarmBody[];
  groups: readonly AlarmGroup[];
  /** Lines of a tile; the rest is counted beneath and one click away. */
  lines: number;
  onSpace: (space: TileSpace) => void;
  choice: Choice;
  held: Held;
  leave: () => void;
}) {
  const { rows, groups, lines, choice, held } = props;
  const { site, floods } = useDesk();
  const tiles = useTileSpace(props.onSpace);
  const lane = secondFaults(rows, site.body.alarms, [...floods.beginnings.value.values()]);
  return (
    <div
      class="flood"
      onPointerMove={held.hold}
      onPointerDown={held.hold}
      onPointerLeave={held.release}
    >
      <FloodBanner floods={floods.now.value} rows={rows} leave={props.leave} />
      <div class="flood-tiles" ref={tiles} style={{ "--flood-lines": lines }}>
        {groups.map((group) => (
          <FloodTile key={group.system} group={group} lines={lines} choice={choice} held={held} />
        ))}
        {groups.length === 0 && <p class="nothing">No alarm matches.</p>}
      </div>
      <aside class="flood-side" aria-label="What to look at first">
        <Lane bodies={lane} choice={choice} held={held} />
        <FirstOut rows={rows} choice={choice} held={held} />
      </aside>
    </div>
  );
}

/** Tells how many tiles stand side by side and how much height they have, and again when that changes. */
function useTileSpace(onSpace: (space: TileSpace) => void) {
  const tiles = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = tiles.current!;
    const observer = new ResizeObserver(() => {
      const columns = getComputedStyle(element).gridTemplateColumns.split(" ").length;
      onSpace({ columns, height_px: element.clientHeight });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return tiles;
}

function FloodBanner(props: {
  floods: readonly Flood[];
  rows: readonly AlarmBody[];
  leave: () => void;
}) {
  const now = now_ms.value;
  const counts = [0, 0, 0, 0];
  const waiting = [0, 0, 0, 0];
  for (const body of props.rows) {
    const place = priorityPlace(shownPriority(body));
    counts[place]! += 1;
    if (isUnacknowledged(body.letter)) waiting[place]! += 1;
  }
  return (
    <section class="flood-banner" aria-label="Alarm flood">
      <b class="flood-word">ALARM FLOOD</b>
      <ul>
        {props.floods.map((flood) => (
          <li key={flood.position.id} title={floodEndWords(flood)}>
            <b>{flood.position.name}</b>
            {floodFacts(flood, now).map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          </li>
        ))}
      </ul>
      <span class="spacer" />
      <PriorityCounts counts={counts} waiting={waiting} />
      <span>
        {count(totalOf(counts), "alarm")}, {totalOf(waiting)} unacknowledged
      </span>
      <button type="button" class="small" onClick={props.leave}>
        Full list <kbd>f</kbd>
      </button>
    </section>
  );
}

interface LineProps {
  readonly body: AlarmBody;
  readonly choice: Choice;
  readonly held: Held;
  /** The time by which the lines are sorted, where that is not when the alarm was raised. */
  readonly time?: string;
}

function FloodLine({ body, choice, held, time }: LineProps) {
  const definition = useDesk().site.body.alarms[body.alarm]!;
  const chosen = choice.row(body.alarm, held.armed);
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosen.chosen) line.current?.scrollIntoView({ block: "nearest" });
  }, [chosen.chosen]);
  return (
    <div
      ref={line}
      class={`flood-line letter-${body.letter}${chosen.chosen ? " chosen" : ""}${chosen.marked ? " marked" : ""}`}
      onClickCapture={(event) => {
        if (!held.armed()) event.stopPropagation();
      }}
      onPointerUp={(event) => {
        if (!(event.target as HTMLElement).closest("a, button"))
          chosen.choose(body.alarm, event.shiftKey);
      }}
    >
      <AlarmSymbol body={body} />
      <time>{time ?? formatClock(body.raised_ms)}</time>
      <span class="flood-what">
        <FirstOutMark body={body} />
        <a href={formatRoute({ page: "alarm", name: definition.name })} title={definition.response}>
          {definition.message || definition.name}
        </a>
      </span>
      <TimeLeft body={body} short />
      <ActButton body={body} />
      <RefusalNote alarm={body.alarm} />
    </div>
  );
}

function FloodTile(props: { group: AlarmGroup; lines: number; choice: Choice; held: Held }) {
  const desk = useDesk();
  const { group, choice, held } = props;
  const system = desk.site.systemByID.get(group.system);
  const shown = group.alarms.slice(0, props.lines);
  const open = shown.filter((body) => isUnacknowledged(body.letter)).map((body) => body.alarm);
  const rest = group.alarms.length - shown.length;
  const all = formatRoute({ page: "alarms", system: group.system });
  return (
    <section class={`flood-tile p${1 + group.counts.findIndex((n) => n > 0)}`}>
      <header>
        <a href={all} title="The list of this system's alarms">
          <h2>{system?.name ?? group.system}</h2>
        </a>
        <ModeMark system={group.system} />
        <span class="spacer" />
        <PriorityCounts counts={group.counts} waiting={group.waiting} />
      </header>
      <div class="flood-lines">
        {shown.map((body) => (
          <FloodLine key={body.alarm} body={body} choice={choice} held={held} />
        ))}
      </div>
      <footer>
        <a href={all}>
          {rest > 0 ? `${count(rest, "more", "more")} \u203a` : count(group.alarms.length, "alarm")}
        </a>
        <span class="spacer" />
        {open.length > 1 && (
          <button
            type="button"
            class="small"
            disabled={!mayAct()}
            onClick={() => held.armed() && void actNow(desk, "acknowledge", open)}
          >
            Acknowledge {open.length} shown
          </button>
        )}
      </footer>
    </section>
  );
}

function Lane(props: { bodies: readonly AlarmBody[]; choice: Choice; held: Held }) {
  const { site } = useDesk();
  const shown = props.bodies.slice(0, LANE_MAX);
  const rest = props.bodies.length - shown.length;
  const systems = [...new Set(props.bodies.map((body) => site.body.alarms[body.alarm]!.system))];
  return (
    <section class="panel lane">
      <h2>
        Second fault elsewhere? <small>{props.bodies.length}</small>
      </h2>
      <p class="soft">
        New critical and high alarms of systems that were calm when the flood began.
      </p>
      {props.bodies.length === 0 && <p class="none">None so far.</p>}
      {systems.map((id) => {
        const own = shown.filter((body) => site.body.alarms[body.alarm]!.system === id);
        if (own.length === 0) return null;
        return (
          <div key={id} class="lane-system">
            <a href={formatRoute({ page: "system", id })}>
              <b>{site.systemByID.get(id)?.name ?? id}</b>
            </a>
            {own.map((body) => (
              <FloodLine key={body.alarm} body={body} choice={props.choice} held={props.held} />
            ))}
          </div>
        );
      })}
      {rest > 0 && <p class="soft">and {count(rest, "more", "more")} in the tiles</p>}
    </section>
  );
}

function FirstOut(props: { rows: readonly AlarmBody[]; choice: Choice; held: Held }) {
  const groups = useDesk().sheets.groups.value;
  const found = firstOutGroups(props.rows, (alarm) => groups.get(alarm));
  if (found.length === 0) return null;
  return (
    <section class="panel">
      <h2>
        First out <small>{found.reduce((n, { alarms }) => n + alarms.length, 0)}</small>
      </h2>
      <p class="soft">What came first of its group, by the time that its source stamped.</p>
      {found.map(({ group, alarms }) => (
        <div key={group} class="lane-system">
          {group !== "" && <b class="lane-name">{group}</b>}
          {alarms.slice(0, LANE_MAX).map((body) => (
            <FloodLine
              key={body.alarm}
              body={body}
              choice={props.choice}
              held={props.held}
              time={sourceTime(body.onset_ms)}
            />
          ))}
        </div>
      ))}
    </section>
  );
}
