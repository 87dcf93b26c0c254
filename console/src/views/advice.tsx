/** The advisor on one alarm: what other delays and deadbands would have made of the recorded history. */

import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { AdvicePlot } from "../draw/advice_plot";
import {
  advicePoints,
  candidateOrder,
  effectWords,
  settingWords,
  whyNoAdvice,
} from "../lib/advice";
import { formatAge, formatDelay, formatInstant, formatValue, sentence } from "../lib/format";
import { formatRoute } from "../lib/route";
import { tagOf } from "../lib/site_index";
import type { Advice as AdviceBody } from "../schema";
import { getAdvice } from "../state/api";
import { useDesk } from "../state/desk";
import { theme } from "../state/preferences";
import { wanted } from "../state/session";
import { PeriodTools, period_key, periodNow } from "./period_tools";
import { useFetched } from "./use_fetched";

export function Advice({ name }: { name: string }) {
  const alarm = useDesk().site.alarmByName.get(name);
  if (alarm === undefined) {
    return (
      <div class="nothing">
        This site has no alarm <b>{name}</b>. <a href="#/worklist">To the worklist</a>
      </div>
    );
  }
  return <KnownAdvice alarm={alarm} />;
}

function KnownAdvice({ alarm }: { alarm: number }) {
  const { name, message, kind } = useDesk().site.body.alarms[alarm]!;
  const unadvised = whyNoAdvice(kind);
  useEffect(() => {
    wanted.value = [];
  }, []);
  const head = (
    <header class="page-head">
      <h1>
        <a href={formatRoute({ page: "alarm", name })}>{message || name}</a>
      </h1>
      <span class="soft">{name}</span>
    </header>
  );
  if (unadvised === "") return <Replayed alarm={alarm} head={head} />;
  return (
    <div class="advice-page">
      <PeriodTools title="Advice" timeless />
      {head}
      <section class="panel no-advice">
        <h2>There is no advice on this alarm</h2>
        <p>{unadvised}</p>
        <p class="soft">
          How it is handled and how it went before stand on{" "}
          <a href={formatRoute({ page: "alarm", name })}>its response sheet</a>.
        </p>
      </section>
    </div>
  );
}

function Replayed({ alarm, head }: { alarm: number; head: ComponentChildren }) {
  const { site } = useDesk();
  const period = period_key.value;
  const { body, error, loading } = useFetched(
    `${alarm} ${period}`,
    (signal) => getAdvice(alarm, periodNow(), signal),
    0,
  );
  const unit = tagOf(site, site.body.alarms[alarm]!.tag)?.unit ?? "";
  return (
    <div class="advice-page">
      <PeriodTools title="Advice">
        <span class="spacer" />
        {body === null && loading && (
          <span class="soft">Replaying the recorded history{"\u2026"}</span>
        )}
        {body !== null && (
          <span class="soft">
            {formatValue(body.samples, 0)} samples replayed,{" "}
            {formatInstant(body.from_ms, body.to_ms)} to {formatInstant(body.to_ms, body.to_ms)}
          </span>
        )}
      </PeriodTools>
      {head}
      {body === null && error !== "" && <p class="nothing">{sentence(error)}</p>}
      {body !== null && body.candidates.length > 0 && <Found advice={body} unit={unit} />}
      {body !== null && body.candidates.length === 0 && (
        <p class="nothing">There is no recorded history of this alarm's tag in this period.</p>
      )}
    </div>
  );
}

function Found({ advice, unit }: { advice: AdviceBody; unit: string }) {
  const [pointed, setPointed] = useState<number | null>(null);
  const today = advice.candidates[0]!;
  const best = advice.candidates[advice.recommended]!;
  return (
    <div class="advice-body">
      <section class="panel recommendation">
        <h2>
          {advice.recommended === 0 ? "Recommended: leave it as it is" : "Recommended"}
          {advice.protected && <span class="protected">PROTECTED: never slowed</span>}
        </h2>
        <p class="setting">{settingWords(best, unit)}</p>
        {advice.recommended !== 0 && (
          <p class="soft">
            It {effectWords(best, today)}. Today: {settingWords(today, unit).toLowerCase()}.
          </p>
        )}
        <ul>
          {advice.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
        {advice.protected && (
          <p>
            This alarm is so urgent that the advisor offers nothing that would delay it by any time.
          </p>
        )}
        <h2>Why this page never changes a setting</h2>
        <p class="soft">
          A delay or deadband decides what a person is told, and when. Whether {"\u201c"}later
          {"\u201d"} is acceptable depends on the process, not on how often the alarm came. So the
          advisor shows what its candidates would have done with the recorded history; changing the
          setting is rationalisation and belongs into the site's alarms.csv, with a name and a
          reason.
        </p>
      </section>
      {advice.candidates.length > 1 ? (
        <Scatter advice={advice} unit={unit} pointed={pointed} setPointed={setPointed} />
      ) : (
        <section class="panel">
          <p class="none">No other setting was worth replaying.</p>
        </section>
      )}
      <Candidates advice={advice} unit={unit} pointed={pointed} setPointed={setPointed} />
    </div>
  );
}

interface PartProps {
  readonly advice: AdviceBody;
  readonly unit: string;
  readonly pointed: number | null;
  readonly setPointed: (candidate: number | null) => void;
}

function Scatter({ advice, unit, pointed, setPointed }: PartProps) {
  const host = useRef<HTMLDivElement>(null);
  const name = theme.value;
  const points = useMemo(() => advicePoints(advice), [advice]);
  useEffect(() => {
    const plot = new AdvicePlot(host.current!, points, { pointed: setPointed });
    return () => plot.destroy();
  }, [points, name]);
  const one = pointed === null ? undefined : advice.candidates[pointed];
  return (
    <section class="panel scatter">
      <h2>
        Saved against delayed
        <small>
          {one === undefined
            ? "diamond: recommended, square: today, cross: would have missed something"
            : `${settingWords(one, unit)}: ${effectWords(one, advice.candidates[0]!)}`}
        </small>
      </h2>
      <div class="scatter-plot" ref={host} />
    </section>
  );
}

function Candidates({ advice, unit, pointed, setPointed }: PartProps) {
  return (
    <section class="panel candidates" aria-label="Candidates">
      <table>
        <thead>
          <tr>
            <th />
            <th class="right">Deadband{unit === "" ? "" : `, ${unit}`}</th>
            <th class="right">On-delay</th>
            <th class="right">Off-delay</th>
            <th class="right">Annunciated</th>
            <th class="right">Saved</th>
            <th class="right">Delay, mean</th>
            <th class="right">Delay, longest</th>
            <th class="right">Missed</th>
          </tr>
        </thead>
        <tbody>
          {candidateOrder(advice).map((at) => {
            const one = advice.candidates[at]!;
            const role = at === 0 ? "Today" : at === advice.recommended ? "Recommended" : "";
            const classes = [role.toLowerCase(), pointed === at ? "pointed" : ""].join(" ").trim();
            return (
              <tr key={at} class={classes} onPointerEnter={() => setPointed(at)}>
                <th>{role}</th>
                <td class="right">{+one.deadband_eu.toPrecision(3)}</td>
                <td class="right">
                  {one.on_delay_ms === 0 ? "none" : formatDelay(one.on_delay_ms)}
                </td>
                <td class="right">
                  {one.off_delay_ms === 0 ? "none" : formatDelay(one.off_delay_ms)}
                </td>
                <td class="right">{one.annunciated}</td>
                <td class="right">
                  <b>{one.saved}</b>
                </td>
                <td class="right">{formatAge(one.delay_mean_s * 1_000)}</td>
                <td class="right">{formatAge(one.delay_max_s * 1_000)}</td>
                <td class={one.missed > 0 ? "right bad-text" : "right"}>{one.missed}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
