/** The order of the worklist: what makes a nuisance of itself before what merely stands. */

import type { WorklistEntry } from "../schema";

/**
 * As the server gives them, the greatest share of the load first, but alarms that stand and are not stale last:
 * in a flood there are many, and none of them is a bad actor for that.
 */
export const worklistOrder = (entries: readonly WorklistEntry[]): WorklistEntry[] =>
  entries.toSorted((a, b) => Number(a.fault === "standing") - Number(b.fault === "standing"));
