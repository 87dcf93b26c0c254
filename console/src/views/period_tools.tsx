/** The head of the pages about the alarm system itself: which page, which period. */

import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { PERIODS } from "../lib/figures";
import type { Period } from "../state/api";
import { serverNow_ms } from "../state/clock";

/** The length of the period looked at, the same on every one of these pages. */
export const period_ms = signal(PERIODS[1]!.span_ms);

/** The server works an answer out once for all who ask for the same period: ends are on whole steps. */
const STEP_MS = 10_000;

export function periodNow(): Period {
  const to_ms = Math.floor(serverNow_ms() / STEP_MS) * STEP_MS;
  return { from_ms: to_ms - period_ms.peek(), to_ms };
}

export function PeriodTools(props: {
  title: string;
  /** The page is about the present, not about a period. */
  timeless?: boolean;
  children?: ComponentChildren;
}) {
  return (
    <div class="tools">
      <h1>{props.title}</h1>
      <nav class="choice" aria-label="About the alarm system">
        <Tab href="#/figures" label="Figures" on={props.title === "Figures"} />
        <Tab href="#/worklist" label="Worklist" on={props.title === "Worklist"} />
        <Tab
          href="#/rationalisation"
          label="Rationalisation"
          on={props.title === "Rationalisation"}
        />
      </nav>
      {props.timeless !== true && <Periods />}
      {props.children}
    </div>
  );
}

function Periods() {
  return (
    <div class="choice" role="group" aria-label="Period">
      {PERIODS.map(({ label, span_ms }) => (
        <button
          type="button"
          key={label}
          aria-pressed={period_ms.value === span_ms}
          onClick={() => (period_ms.value = span_ms)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function Tab({ href, label, on }: { href: string; label: string; on: boolean }) {
  return (
    <a class="tab" href={href} aria-current={on ? "page" : undefined}>
      {label}
    </a>
  );
}
