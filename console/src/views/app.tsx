/** The frame around every page: top bar, alarm strip, the page, and the bars that must not be missed. */

import { signal } from "@preact/signals";
import { formatRoute } from "../lib/route";
import { signedOut } from "../state/api";
import { liveness } from "../state/connection";
import { desk } from "../state/desk";
import { route } from "../state/route";
import { loadError } from "../state/session";
import { Advice } from "./advice";
import { AlarmDialog } from "./alarm_dialog";
import { AlarmList } from "./alarm_list";
import { AlarmSheet } from "./alarm_sheet";
import { AlarmStrip } from "./alarm_strip";
import { AwayBar, ConnectionBar, SilentBar, StorageBar } from "./bars";
import { ConfirmDialog } from "./confirm_dialog";
import { Figures } from "./figures";
import { Help, helpOpen } from "./help";
import { Journal } from "./journal";
import { useKeys } from "./keys";
import { ModeDialog } from "./mode_dialog";
import { Rationalisation } from "./rationalisation";
import { Shelf } from "./shelf";
import { SignIn } from "./sign_in";
import { SoundCheck } from "./sound_check";
import { System } from "./system";
import { Tag } from "./tag";
import { TopBar } from "./top_bar";
import { Wall } from "./wall";
import { Worklist } from "./worklist";

function Page() {
  const to = route.value;
  if (to.page === "system") return <System key={to.id} id={to.id} />;
  if (to.page === "tag") return <Tag key={to.name} name={to.name} />;
  if (to.page === "alarms") return <AlarmList key={to.system} system={to.system} />;
  if (to.page === "alarm") return <AlarmSheet key={to.name} name={to.name} />;
  if (to.page === "shelf") return <Shelf key={to.system} system={to.system} />;
  if (to.page === "journal")
    return <Journal key={formatRoute(to)} system={to.system} about={to.about} />;
  if (to.page === "figures") return <Figures />;
  if (to.page === "worklist") return <Worklist />;
  if (to.page === "rationalisation") return <Rationalisation />;
  if (to.page === "advice") return <Advice key={to.name} name={to.name} />;
  if (to.page === "sound") return <SoundCheck />;
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
      <AlarmDialog />
      <ModeDialog />
      {helpOpen.value && <Help />}
    </div>
  );
}
