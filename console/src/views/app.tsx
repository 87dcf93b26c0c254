/** The frame around every page: top bar, alarm strip, the page, and the bars that must not be missed. */

import { signal } from "@preact/signals";
import { signedOut } from "../state/api";
import { liveness } from "../state/connection";
import { desk } from "../state/desk";
import { route } from "../state/route";
import { loadError } from "../state/session";
import { AlarmList } from "./alarm_list";
import { AlarmStrip } from "./alarm_strip";
import { AwayBar, ConnectionBar, SilentBar, StorageBar } from "./bars";
import { ConfirmDialog } from "./confirm_dialog";
import { Help, helpOpen } from "./help";
import { Journal } from "./journal";
import { useKeys } from "./keys";
import { SignIn } from "./sign_in";
import { System } from "./system";
import { Tag } from "./tag";
import { TopBar } from "./top_bar";
import { Wall } from "./wall";

function Page() {
  const to = route.value;
  if (to.page === "system") return <System key={to.id} id={to.id} />;
  if (to.page === "tag") return <Tag key={to.name} name={to.name} />;
  if (to.page === "alarms") return <AlarmList key={to.system} system={to.system} />;
  if (to.page === "journal") return <Journal key={to.system} system={to.system} />;
  return <Wall />;
}

function Opening() {
  return (
    <main class="opening">
      <p>
        {loadError.value === ""
          ? "Loading the site\u2026"
          : `The site could not be loaded: ${loadError.value}.`}
      </p>
      {loadError.value !== "" && <p class="soft">Trying again every two seconds.</p>}
    </main>
  );
}

/** The page is drawn anew when another desk is opened: indices of the old one mean nothing on it. */
const deskKeys = new WeakMap<object, number>();
const desksOpened = signal(0);

function deskKey(open: object): number {
  const known = deskKeys.get(open);
  if (known !== undefined) return known;
  const next = desksOpened.peek() + 1;
  desksOpened.value = next;
  deskKeys.set(open, next);
  return next;
}

export function App() {
  useKeys();
  if (signedOut.value) return <SignIn />;
  const open = desk.value;
  if (open === null) return <Opening />;
  const live = liveness.value === "live" || liveness.value === "connecting";
  return (
    <div class={`app${live ? "" : " not-live"}`} data-liveness={liveness.value}>
      <a class="skip" href="#page">
        Skip to the page
      </a>
      <TopBar />
      <div class="strip-place">
        <AlarmStrip />
        <ConnectionBar />
      </div>
      <main id="page" key={deskKey(open)}>
        <Page />
      </main>
      <div class="bottom-bars">
        <StorageBar />
        <AwayBar />
        <SilentBar />
      </div>
      <ConfirmDialog />
      {helpOpen.value && <Help />}
    </div>
  );
}
