/** How a tag is configured. */

import { formatDelay } from "../lib/format";
import { formatReading } from "../lib/reading";
import type { TagBody } from "../schema";

export function ConfigurationTable({ body }: { body: TagBody }) {
  const band = [body.normal_low_eu, body.normal_high_eu].map((end) =>
    end === null ? "open" : formatReading(body, end),
  );
  const rows: [string, string][] =
    body.kind === "discrete"
      ? [["States", body.states.map((state, at) => `${at} ${state}`).join(", ")]]
      : [
          [
            "Range",
            `${formatReading(body, body.range_low_eu)} to ${formatReading(body, body.range_high_eu)} ${body.unit}`,
          ],
          [
            "Normal",
            body.normal_low_eu === null && body.normal_high_eu === null
              ? "not stated"
              : `${band[0]} to ${band[1]} ${body.unit}`,
          ],
          [
            "Resolution",
            body.resolution_eu === null ? "not stated" : `${body.resolution_eu} ${body.unit}`,
          ],
        ];
  return (
    <section class="panel">
      <h2>Tag</h2>
      <dl class="facts">
        {[...rows, ["Lost after", formatDelay(body.age_limit_ms)] as [string, string]].map(
          ([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
