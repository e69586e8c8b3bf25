import { currentInstant } from "#db/demo-clock.ts";
import { db } from "#db/client.ts";
import { previewRenewal, renewCohorts } from "#lib/applications/renew-cohorts.ts";
import { isQueueType } from "#lib/regions/queue-types.ts";
import { exit, read, say, textOf, withRegion, wrong } from "./command-line.ts";

const usage =
  "Usage: kezek queue renew --region SLUG [--queue-type CODE] [--by NAME --apply] [--json]";

/**
 * `kezek queue renew`: says what the renewal of cohorts would do, by the rule in force today; with `--apply` does it, in
 * the name of whoever orders it.
 */
export async function queueRenew(argv: string[]): Promise<number> {
  const typed = read(argv, {
    region: { type: "string" },
    "queue-type": { type: "string" },
    by: { type: "string" },
    apply: { type: "boolean" },
    json: { type: "boolean" },
  });
  const slug = textOf(typed?.values["region"]);
  const queueType = textOf(typed?.values["queue-type"]) || "general";
  const by = textOf(typed?.values["by"]).trim();
  const apply = typed?.values["apply"] === true;
  const json = typed?.values["json"] === true;
  if (typed === null || slug === "" || !isQueueType(queueType) || (apply && by === "")) {
    return wrong(usage);
  }
  return await withRegion(slug, json, async (regionId) => {
    const now = await currentInstant();
    const queue = { regionId, queueType };
    const { lines: all, ...counts } = await previewRenewal(db(), queue, now);
    const between = new Map<string, number>();
    for (const { from, to } of all.filter((line) => line.moved)) {
      const pair = `${from.key.cohort} → ${to.key.cohort}`;
      between.set(pair, (between.get(pair) ?? 0) + 1);
    }
    const told = { moves: Object.fromEntries(between), ...counts };
    const moved = apply ? await renewCohorts(queue, by, now) : null;
    const lines = [
      ...[...between].map(([pair, n]) => `${pair}: ${n}`),
      `Would move: ${counts.moved}; smaller numbers: ${counts.better}, greater: ${counts.worse}`,
      moved === null ? "Nothing was done: add --by NAME --apply" : `Moved: ${moved}`,
    ];
    say({ ok: true, ...told, moved }, lines.join("\n"), json);
    return exit.done;
  });
}
