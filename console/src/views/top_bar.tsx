/** Always visible: where one is, what waits, whether screen and sound are alive, who is signed in, what time it is. */

import { PrioritySymbol } from "../draw/priority_symbol";
import { formatAge, formatClock, formatDate, formatDuration } from "../lib/format";
import { hiddenWords } from "../lib/hidden_list";
import { PRIORITIES, priorityLook } from "../lib/priority";
import { formatRoute, type Route } from "../lib/route";
import { postSignOut } from "../state/api";
import { now_ms, steady_ms } from "../state/clock";
import { liveness, silence_ms } from "../state/connection";
import { useDesk } from "../state/desk";
import { switchTheme, theme } from "../state/preferences";
import { route } from "../state/route";
import { enableSound, mutedUntil_ms, muteOrUnmute, sound, soundWithoutClick } from "../state/sound";
import { helpOpen } from "./help";

const PAGES: readonly {
  readonly pages: readonly Route["page"][];
  readonly label: string;
  readonly href: string;
}[] = [
  { pages: ["wall", "system", "tag"], label: "Wall", href: "#/" },
  { pages: ["alarms", "alarm"], label: "Alarms", href: "#/alarms" },
  { pages: ["shelf"], label: "Shelf", href: "#/shelf" },
  { pages: ["journal"], label: "Journal", href: "#/journal" },
  {
    pages: ["figures", "worklist", "rationalisation", "advice"],
    label: "Figures",
    href: "#/figures",
  },
];

export function TopBar() {
  const { site } = useDesk();
  return (
    <header class="top-bar">
      <a class="site-name" href="#/" title="To the wall">
        <Mark />
        <span>{site.body.name}</span>
      </a>
      <nav aria-label="Pages">
        {PAGES.map(({ pages, label, href }) => (
          <a
            key={label}
            href={href}
            aria-current={pages.includes(route.value.page) ? "page" : undefined}
          >
            {label}
            {label === "Shelf" && <HiddenCount />}
          </a>
        ))}
      </nav>
      <Waiting />
      <span class="spacer" />
      <ConnectionState />
      <SoundState />
      <User />
      <Clock />
    </header>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M3 16c4-7 8-9 13-9s9 2 13 9c-4 7-8 9-13 9s-9-2-13-9z" />
      <circle cx="16" cy="16" r="4.4" />
    </svg>
  );
}

/** Every alarm that is out of sight is counted here, on every page. */
function HiddenCount() {
  const counts = useDesk().alarms.hidden.value;
  const total = counts.reduce((sum, n) => sum + n, 0);
  const words = hiddenWords(counts);
  return (
    <span class={total === 0 ? "hidden-total none" : "hidden-total"} title={words}>
      {total}
    </span>
  );
}

/** Unacknowledged alarms by priority; a zero is quiet. */
function Waiting() {
  const counts = useDesk().alarms.unacknowledged.value;
  const total = counts.reduce((sum, n) => sum + n, 0);
  const label = `${total} unacknowledged alarms`;
  return (
    <a
      class="waiting"
      href={formatRoute({ page: "alarms", system: null })}
      title={label}
      aria-label={label}
    >
      {PRIORITIES.map((priority) => {
        const n = counts[priority - 1]!;
        return (
          <span
            key={priority}
            class={n === 0 ? "waiting-count none" : "waiting-count"}
            title={`${priorityLook(priority).name}: ${n} unacknowledged`}
          >
            <PrioritySymbol priority={priority} letter={n === 0 ? "A" : "B"} />
            <b>{n}</b>
          </span>
        );
      })}
    </a>
  );
}

const CONNECTION_WORDS = {
  connecting: "Connecting",
  live: "Live",
  lost: "No connection",
  stalled: "Stalled",
};

function ConnectionState() {
  void now_ms.value;
  const state = liveness.value;
  return (
    <span class={`state connection ${state}`} title={`Last heard ${formatAge(silence_ms())} ago`}>
      <i aria-hidden="true" />
      {CONNECTION_WORDS[state]}
    </span>
  );
}

function SoundState() {
  void now_ms.value;
  const state = sound.value;
  const left_ms = mutedUntil_ms.value - steady_ms();
  const words =
    state === "on"
      ? "Sound on"
      : state === "muted"
        ? `Muted ${formatDuration(left_ms + 999)}`
        : "Silent";
  const note = soundWithoutClick.value
    ? ""
    : " Allowed by a click: it will have to be enabled again after a reload.";
  const advice =
    state === "blocked"
      ? "This console cannot be heard. Press to enable sound."
      : state === "muted"
        ? "Press (m) to end the mute."
        : `Press (m) to mute for two minutes.${note}`;
  return (
    <button
      type="button"
      class={`state sound ${state}`}
      title={advice}
      onClick={() => (state === "blocked" ? void enableSound() : muteOrUnmute())}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path class="speaker" d="M4 9h4l5-4v14l-5-4H4z" />
        {state === "on" ? (
          <path d="M16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11" />
        ) : (
          <path d="M16 9.5l5 5M21 9.5l-5 5" />
        )}
      </svg>
      {words}
    </button>
  );
}

function User() {
  const { user, role } = useDesk().site.body;
  return (
    <details class="user">
      <summary title="User, theme, keys">
        <b>{user}</b>
        <small>{role}</small>
      </summary>
      <div class="menu">
        <button type="button" onClick={switchTheme}>
          {theme.value === "grey" ? "Dark" : "Light"} theme <kbd>t</kbd>
        </button>
        <a href="#/sound">Sound check</a>
        <button type="button" onClick={() => (helpOpen.value = true)}>
          Keys and symbols <kbd>?</kbd>
        </button>
        <button type="button" onClick={() => void postSignOut()}>
          Sign out
        </button>
      </div>
    </details>
  );
}

function Clock() {
  const time_ms = now_ms.value;
  return (
    <time class="clock" dateTime={new Date(time_ms).toISOString()} title="Time of the server">
      <b>{formatClock(time_ms)}</b>
      <small>{formatDate(time_ms)}</small>
    </time>
  );
}
