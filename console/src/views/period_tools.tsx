/** The head of the pages about the alarm system itself: which page, which period. */

import { computed, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { PERIODS } from "../lib/figures";
import { fieldInstant } from "../lib/journal_filter";
import { fieldText, KEPT_DAYS, periodFault } from "../lib/period";
import type { Period } from "../state/api";
import { serverNow_ms } from "../state/clock";

/** The length of the period looked at, the same on every one of these pages. */
export const period_ms = signal(PERIODS[1]!.span_ms);

/** A period between two instants; null while it is one that ends now. */
const between = signal<Period | null>(null);

/** Tells one period from another: an answer is of the period with this key. */
export const period_key = computed(() =>
  between.value === null
    ? String(period_ms.value)
    : `${between.value.from_ms} ${between.value.to_ms}`,
);

/** The server works an answer out once for all who ask for the same period: ends are on whole steps. */
const STEP_MS = 10_000;

export function periodNow(): Period {
  const fixed = between.peek();
  if (fixed !== null) return fixed;
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
  const fixed = between.value;
  const lately = (span_ms: number): void => {
    between.value = null;
    period_ms.value = span_ms;
  };
  return (
    <>
      <div class="choice" role="group" aria-label="Period">
        {PERIODS.map(({ label, span_ms }) => (
          <button
            type="button"
            key={label}
            aria-pressed={fixed === null && period_ms.value === span_ms}
            onClick={() => lately(span_ms)}
          >
            {label}
          </button>
        ))}
        <button
          type="button"
          aria-pressed={fixed !== null}
          onClick={() => (between.value = periodNow())}
        >
          Between{"\u2026"}
        </button>
      </div>
      {fixed !== null && <Between first={fixed} />}
    </>
  );
}

/** Two local times; a period that makes no sense is said, and the one before stays. */
function Between({ first }: { first: Period }) {
  const [fields, setFields] = useState({
    from: fieldText(first.from_ms),
    to: fieldText(first.to_ms),
  });
  const fault = faultOf(fields);
  const change = (part: Partial<typeof fields>): void => {
    const next = { ...fields, ...part };
    setFields(next);
    if (faultOf(next) !== "") return;
    between.value = { from_ms: fieldInstant(next.from)!, to_ms: fieldInstant(next.to)! };
  };
  return (
    <span class="between">
      {(["from", "to"] as const).map((end) => (
        <input
          key={end}
          type="datetime-local"
          aria-label={end === "from" ? "From" : "To"}
          value={fields[end]}
          onInput={(event) => change({ [end]: event.currentTarget.value })}
        />
      ))}
      {fault !== "" ? (
        <small class="refusal">{fault}</small>
      ) : (
        <small
          class="period-limit"
          title="For older and longer periods, of the whole journal: wakeful report alarms DIR --from TIME --to TIME"
        >
          within the last {KEPT_DAYS} days; older: wakeful report alarms
        </small>
      )}
    </span>
  );
}

const faultOf = ({ from, to }: { from: string; to: string }): string =>
  periodFault(fieldInstant(from), fieldInstant(to), serverNow_ms());

function Tab({ href, label, on }: { href: string; label: string; on: boolean }) {
  return (
    <a class="tab" href={href} aria-current={on ? "page" : undefined}>
      {label}
    </a>
  );
}
