/** Starts the console in the page. */

import { render } from "preact";
import "uplot/dist/uPlot.min.css";
import "./style/base.css";
import "./style/symbols.css";
import "./style/frame.css";
import "./style/wall.css";
import "./style/system.css";
import "./style/tag.css";
import "./style/lists.css";
import "./style/alarms.css";
import "./style/acts.css";
import "./style/flood.css";
import "./style/sheet.css";
import "./style/figures.css";
import { startWatchingAway } from "./state/away";
import { startClock } from "./state/clock";
import { startTheme } from "./state/preferences";
import { startRouting } from "./state/route";
import { startSession } from "./state/session";
import { startSound } from "./state/sound";
import { App } from "./views/app";

startTheme();
startRouting();
startClock();
startWatchingAway();
startSound();
render(<App />, document.getElementById("console")!);
void startSession();
