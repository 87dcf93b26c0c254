/** A verdict on a figure: a shape, a colour and a word, each enough by itself. */

import { VERDICT_WORDS, type Verdict } from "../lib/figures";

const SHAPES: Record<Verdict, string> = {
  acceptable: "M12 3a9 9 0 1 0 .01 0M7.5 12.5l3 3 6-7",
  attention: "M12 3L22 20H2zM12 9v5M12 16.5v1",
  plan: "M3 3h18v18H3zM7.5 7.5l9 9M16.5 7.5l-9 9",
  none: "M6 12h12",
  short: "M6 12h12",
  few: "M6 12h12",
  shared: "M6 12h12",
};

export function VerdictMark({ verdict }: { verdict: Verdict }) {
  return (
    <span class={`verdict verdict-${verdict}`}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={SHAPES[verdict]} />
      </svg>
      {VERDICT_WORDS[verdict]}
    </span>
  );
}
