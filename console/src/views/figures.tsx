/** What the alarm system itself is worth: figures by position and period, each with its meaning and target. */

import { useEffect, useState } from "preact/hooks";
import { VerdictMark } from "../draw/verdict_mark";
import {
  coverageText,
  figureNote,
  figureText,
  figureUnit,
  shownFigures,
  verdictOf,
} from "../lib/figures";
import { formatDate, formatInstant } from "../lib/format";
import type { AlarmFigures, FigureDefinition, FiguresBody } from "../schema";
import { getFigures } from "../state/api";
import { serverNow_ms } from "../state/clock";
import { useDesk } from "../state/desk";
import { wanted } from "../state/session";
import { AcknowledgeTimes, LoadPanel, SplitPanel, TopPanel } from "./load_panels";
import { PeriodTools, period_key, periodNow } from "./period_tools";
import { useFetched } from "./use_fetched";

/** Figures of a month change slowly: asked again once a minute. */
const AGAIN_MS = 60_000;

export function Figures() {
  const period = period_key.value;
  const [position, setPosition] = useState<string | null>(null);
  const { body, error, loading } = useFetched(
    period,
    (signal) => getFigures(periodNow(), signal),
    AGAIN_MS,
  );
  useEffect(() => {
    wanted.value = [];
  }, []);
  const figures = shownFigures(body?.figures ?? [], position);
  return (
    <div class="figures-page">
      <PeriodTools title="Figures">
        {body !== null && body.figures.length > 2 && (
          <Positions
            figures={body.figures}
            position={figures?.position ?? ""}
            setPosition={setPosition}
          />
        )}
        <span class="spacer" />
        <Status body={body} error={error} loading={loading} />
      </PeriodTools>
      {figures !== undefined && (
        <div class="figures-body">
          <FigureTable
            figures={figures}
            definitions={body!.definitions}
            shared={figures.position === "" && body!.figures.length > 2}
          />
          <div class="plots">
            <LoadPanel figures={figures} />
            <div class="plots-pair">
              <SplitPanel figures={figures} />
              <AcknowledgeTimes all={body!.figures} />
            </div>
            <TopPanel figures={figures} />
          </div>
        </div>
      )}
    </div>
  );
}

/** The name of a position; the empty one is the whole site. */
export function usePositionName(): (position: string) => string {
  const { site } = useDesk();
  return (position) =>
    position === ""
      ? "Whole site"
      : (site.body.positions.find(({ id }) => id === position)?.name ?? position);
}

function Positions(props: {
  figures: readonly AlarmFigures[];
  position: string;
  setPosition: (position: string) => void;
}) {
  const nameOf = usePositionName();
  return (
    <select
      aria-label="Position"
      value={props.position}
      onChange={(event) => props.setPosition(event.currentTarget.value)}
    >
      {props.figures.map(({ position }) => (
        <option key={position} value={position}>
          {nameOf(position)}
        </option>
      ))}
    </select>
  );
}

function Status(props: { body: FiguresBody | null; error: string; loading: boolean }) {
  const { body, error, loading } = props;
  if (error !== "") return <span class="refusal">Figures: {error}.</span>;
  if (body === null) return <span class="soft">Working them out{"\u2026"}</span>;
  const from_ms = body.figures[0]?.from_ms ?? 0;
  const short = body.complete_from_ms > from_ms;
  const coverage = body.figures[0] === undefined ? "" : coverageText(body.figures[0]);
  return (
    <span class="soft">
      {coverage !== "" && (
        <b>
          Averages: {coverage}
          {short &&
            `; it begins ${formatDate(body.complete_from_ms)} ${formatInstant(body.complete_from_ms, body.complete_from_ms)}`}
          .{" "}
        </b>
      )}
      {loading ? "Renewing\u2026" : `As of ${formatInstant(body.server_time_ms, serverNow_ms())}`}
    </span>
  );
}

function FigureTable(props: {
  figures: AlarmFigures;
  definitions: readonly FigureDefinition[];
  shared: boolean;
}) {
  return (
    <section class="panel figure-table" aria-label="Figures">
      <table>
        <thead>
          <tr>
            <th>Figure</th>
            <th class="right">In the period</th>
            <th>Verdict and target</th>
          </tr>
        </thead>
        <tbody>
          {props.definitions.map((definition) => {
            const note = figureNote(props.figures, definition.key);
            return (
              <tr key={definition.key}>
                <td>
                  <b>{definition.title}</b>
                  <small>{definition.meaning}</small>
                  {note !== "" && <small class="figure-note">Here: {note}.</small>}
                </td>
                <td
                  class={`right figure-number${definition.key === "by_priority" ? " split" : ""}`}
                >
                  {figureText(props.figures, definition)} <small>{figureUnit(definition)}</small>
                </td>
                <td class="figure-verdict">
                  <VerdictMark verdict={verdictOf(props.figures, definition, props.shared)} />
                  <small>{definition.target}</small>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
