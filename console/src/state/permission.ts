/** Whether this person may act now: the server decides in the end, but a button that cannot work says so. */

import { liveness } from "./connection";
import { desk } from "./desk";

/** Subscribes the caller. A viewer never may; nobody may while the connection is lost or the server stalled. */
export function mayAct(): boolean {
  return desk.value?.site.body.role !== "viewer" && liveness.value === "live";
}
