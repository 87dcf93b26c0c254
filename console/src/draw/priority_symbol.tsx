/**
 * An alarm's symbol: shape and digit say the priority beside the colour. Filled means the process is
 * abnormal now; a frame, slowly blinking, means that it waits for an acknowledgement.
 */

import { type PriorityShape, priorityLook, STATE_WORDS } from "../lib/priority";
import type { ISAState } from "../schema";

const SHAPES: Record<PriorityShape, (r: number) => string> = {
  square: (r) => box(r * 0.86),
  triangle: (r) => polygon(r, -90),
  inverted: (r) => polygon(r, 90),
  circle: (r) =>
    `M${14 - r * 0.92},14a${r * 0.92},${r * 0.92} 0 1,0 ${r * 1.84},0a${r * 0.92},${r * 0.92} 0 1,0 ${-r * 1.84},0z`,
};
/** Triangles are heavier at one side: the digit sits where the shape is wide. */
const DIGIT_Y: Record<PriorityShape, number> = {
  square: 14,
  triangle: 16.2,
  inverted: 11.8,
  circle: 14,
};
const CENTRE_Y: Record<PriorityShape, number> = { square: 0, triangle: 2, inverted: -2, circle: 0 };

const box = (r: number): string => `M${14 - r},${14 - r}h${2 * r}v${2 * r}h${-2 * r}z`;

function polygon(r: number, first_deg: number): string {
  const points = [0, 120, 240].map((turn) => {
    const angle = ((first_deg + turn) * Math.PI) / 180;
    return `${(14 + 1.22 * r * Math.cos(angle)).toFixed(2)},${(14 + 1.22 * r * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join("L")}z`;
}

export function PrioritySymbol(props: {
  priority: number;
  /** ISA letter: B and D wait for an acknowledgement, B and C are active. */
  letter: ISAState;
  trusted?: boolean;
}) {
  const { letter } = props;
  const priority = Math.min(4, Math.max(1, props.priority));
  const look = priorityLook(priority);
  const active = letter === "B" || letter === "C";
  const waiting = letter === "B" || letter === "D";
  const trusted = props.trusted !== false;
  const name = `${look.name}, ${STATE_WORDS[letter].toLowerCase()}${trusted ? "" : ", input not trusted"}`;
  return (
    <svg
      class={`symbol p${priority}${active ? " active" : " returned"}`}
      viewBox="0 0 28 28"
      role="img"
      aria-label={name}
    >
      <title>{name}</title>
      <g transform={`translate(0 ${CENTRE_Y[look.shape]})`}>
        {waiting && <path class="symbol-frame" d={SHAPES[look.shape](12.4)} />}
        <path class="symbol-shape" d={SHAPES[look.shape](8.8)} />
      </g>
      <text class="symbol-digit" x="14" y={DIGIT_Y[look.shape]}>
        {priority}
      </text>
      {trusted ? null : (
        <text class="symbol-doubt" x="24" y="7">
          ?
        </text>
      )}
    </svg>
  );
}
