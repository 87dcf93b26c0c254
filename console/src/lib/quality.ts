/** OPC UA status codes as people read them: severity, NE107 letter, words. Twin of `wakeful.terms.quality`. */

export type Severity = "good" | "uncertain" | "bad";
/** NAMUR NE 107: Good, Maintenance required, out of Specification, function Check, Failure. */
export type NE107 = "G" | "M" | "S" | "C" | "F";

export const GOOD = 0x0000_0000;
export const GOOD_LOCAL_OVERRIDE = 0x0096_0000;
export const BAD_NO_COMMUNICATION = 0x8031_0000;
export const BAD_WAITING_FOR_INITIAL_DATA = 0x8032_0000;
export const BAD_OUT_OF_SERVICE = 0x808d_0000;

const WORDS = new Map<number, string>([
  [0x0000_0000, "good"],
  [0x0030_0000, "good, clamped"],
  [0x0096_0000, "local override"],
  [0x408f_0000, "no communication, last usable value"],
  [0x4090_0000, "last usable value"],
  [0x4091_0000, "substitute value"],
  [0x4092_0000, "initial value"],
  [0x4093_0000, "sensor not accurate"],
  [0x4094_0000, "engineering units exceeded"],
  [0x4095_0000, "sub-normal"],
  [0x8023_0000, "invalid time stamp"],
  [0x8031_0000, "no communication"],
  [0x8032_0000, "waiting for first sample"],
  [0x8089_0000, "configuration error"],
  [0x808a_0000, "not connected"],
  [0x808b_0000, "device failure"],
  [0x808c_0000, "sensor failure"],
  [0x808d_0000, "out of service"],
  [0x809b_0000, "no data"],
  [0x809d_0000, "data lost"],
]);

const meaning = (code: number): number => (code & 0xffff_0000) >>> 0;

/** The top two bits decide; the reserved severity 11 counts as bad. */
export function severity(code: number): Severity {
  const top = code >>> 30;
  return top === 0 ? "good" : top === 1 ? "uncertain" : "bad";
}

export function ne107(code: number): NE107 {
  const bare = meaning(code);
  if (bare === BAD_OUT_OF_SERVICE || bare === GOOD_LOCAL_OVERRIDE) return "C";
  const level = severity(code);
  return level === "good" ? "G" : level === "uncertain" ? "S" : "F";
}

/** A few words for a tooltip or a label; an unknown code is shown by its number. */
export function qualityWords(code: number): string {
  const words = WORDS.get(meaning(code));
  if (words !== undefined) return words;
  return `${severity(code)} (0x${meaning(code).toString(16).toUpperCase().padStart(8, "0")})`;
}

export const NE107_WORDS: Record<NE107, string> = {
  G: "Good",
  M: "Maintenance required",
  S: "Out of specification",
  C: "Function check",
  F: "Failure",
};
