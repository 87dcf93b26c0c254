/** Whether this person may act now: the server decides in the end, but a button that cannot work says so. */

import { SERVICE_ROLES } from "../lib/alarm_acts";
import { liveness } from "./connection";
import { desk } from "./desk";

/** Subscribes the caller. A viewer never may; nobody may while the connection is lost or the server stalled. */
export function mayAct(): boolean {
  return desk.value?.site.body.role !== "viewer" && liveness.value === "live";
}

/** Whether this person may take alarms out of service and return them. Subscribes the caller. */
export function mayService(): boolean {
  const role = desk.value?.site.body.role;
  return role !== undefined && SERVICE_ROLES.includes(role) && mayAct();
}
