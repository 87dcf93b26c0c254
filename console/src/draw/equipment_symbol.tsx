/** A small outline for a kind of equipment; a kind without a drawing of its own is a plain box. */

const OUTLINES: Record<string, string> = {
  pump: "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M8 6.5L20 12L8 17.5",
  valve: "M3 6L21 18V6L3 18z",
  tank: "M5 4h14v16h-14zM5 10h14",
  controller: "M4 4h16v16h-16zM8 15l3-5l3 3l3-5",
  fan: "M12 12a3.5 3.5 0 1 1 0-9a9 9 0 0 1 0 18a3.5 3.5 0 1 1 0-9",
  heater: "M4 4h16v16h-16zM4 14l4-4l4 4l4-4l4 4",
  motor: "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M8 16V8l4 5l4-5v8",
  compressor: "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M6 5.3L20.5 9.2M6 18.7L20.5 14.8",
};
const BOX = "M4 4h16v16h-16z";

export function EquipmentSymbol({ kind }: { kind: string }) {
  const found = Object.keys(OUTLINES).find((name) => kind.toLowerCase().includes(name));
  return (
    <svg class="equipment-symbol" viewBox="0 0 24 24" aria-hidden="true">
      <path d={found === undefined ? BOX : OUTLINES[found]} />
    </svg>
  );
}
