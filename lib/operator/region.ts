import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { currentInstant } from "#db/demo-clock.ts";
import { isLocalDate, localDateOf } from "#lib/calendar/local-date.ts";
import { createRegion, dateRule } from "#lib/regions/commands.ts";
import { regionInput, ruleInput } from "#lib/regions/input.ts";
import { policyAt } from "#lib/regions/policy.ts";
import { queueTypes } from "#lib/regions/queue-types.ts";
import { listPolicies } from "#lib/regions/views.ts";
import { exit, read, refused, say, textOf, withPortal, withRegion, wrong } from "./command-line.ts";

const policyUsage =
  "SLUG [--queue-type CODE] [--at DATE] [--json]\n       kezek region policy SLUG --file FILE [--apply] [--json]";

/**
 * `kezek region create`: opens the portal that a JSON file describes (docs/operations.md).
 * @returns 0 done (also where it is open already, just so), 1 refused, 2 wrong usage
 */
export async function regionCreate(argv: string[]): Promise<number> {
  const given = read(argv, { json: { type: "boolean" } });
  const [file, ...more] = given?.positionals ?? [];
  if (given === null || file === undefined || more.length > 0)
    return wrong("kezek region create FILE [--json]");
  const json = given.values["json"] === true;
  const input = await described(file, regionInput);
  if (!input.ok) return refused("malformed", input.why, json);
  return await withPortal(json, async () => {
    const done = await createRegion(input.value, await currentInstant());
    if (!done.ok)
      return refused(
        done.code,
        "A portal is open under this name or for this territory, and is described otherwise",
        json,
      );
    const { created } = done.value;
    const words = created ? `Opened: /kk/${input.value.slug}` : "It is open already.";
    say({ ok: true, slug: input.value.slug, created }, words, json);
    return exit.done;
  });
}

/**
 * `kezek region policy`: shows the rules in force with the texts they rest on, or says what a rule in a JSON file would
 * come to and, with `--apply`, dates it.
 * @returns 0 done, 1 refused, 2 wrong usage
 */
export async function regionPolicy(argv: string[]): Promise<number> {
  const given = read(argv, {
    "queue-type": { type: "string" },
    at: { type: "string" },
    file: { type: "string" },
    apply: { type: "boolean" },
    json: { type: "boolean" },
  });
  const [slug, ...more] = given?.positionals ?? [];
  const values = given?.values ?? {};
  const file = values["file"] === undefined ? null : textOf(values["file"]);
  const at = values["at"] === undefined ? null : textOf(values["at"]);
  const queueType = values["queue-type"] === undefined ? "general" : textOf(values["queue-type"]);
  const isWrong =
    slug === undefined ||
    more.length > 0 ||
    (file !== null && (at !== null || values["queue-type"] !== undefined)) ||
    (file === null && values["apply"] === true) ||
    (at !== null && !isLocalDate(at)) ||
    !queueTypes.some((each) => each === queueType);
  if (isWrong) return wrong(`kezek region policy ${policyUsage}`);
  const json = values["json"] === true;
  if (file === null) return await show(slug, { queueType, at }, json);
  const rule = await described(file, ruleInput);
  if (!rule.ok) return refused("malformed", rule.why, json);
  return await withRegion(slug, json, async (regionId) => {
    const order = { regionId, rule: rule.value, apply: values["apply"] === true };
    const done = await dateRule(order, await currentInstant());
    if (!done.ok) return refused(done.code, refusals[done.code], json);
    const { written, effect } = done.value;
    const { validFrom, parameters, queueType: only } = rule.value;
    const stated = Object.keys(parameters);
    const lines = Object.entries(effect)
      .filter(([each]) => only === null || only === each)
      .map(([each, all]) => `${each}: ${shown(all, stated)}`);
    const head = written
      ? `In force from ${validFrom}.`
      : order.apply
        ? "It is on record already."
        : `From ${validFrom} it would be (nothing is written without --apply):`;
    say({ ok: true, written, validFrom, effect }, [head, ...lines].join("\n"), json);
    return exit.done;
  });
}

async function show(
  slug: string,
  { queueType, at }: { readonly queueType: string; readonly at: string | null },
  json: boolean,
): Promise<number> {
  return await withRegion(slug, json, async (regionId) => {
    const day = at ?? localDateOf(await currentInstant());
    const inForce = policyAt(await listPolicies(), { regionId, queueType, at: day });
    const { parameters, origins } = inForce;
    const lines = Object.entries(origins)
      .toSorted(([one], [two]) => one.localeCompare(two))
      .map(([name, { code, source }]) => {
        const value = JSON.stringify(Object.entries(parameters).find(([own]) => own === name)?.[1]);
        return `${name} = ${value}  (${code}, ${source.act} ${source.date})`;
      });
    const answer = { ok: true, region: slug, queueType, at: day, parameters, origins };
    say(answer, lines.join("\n"), json);
    return exit.done;
  });
}

function shown(all: object, names: readonly string[]): string {
  return Object.entries(all)
    .filter(([name]) => names.includes(name))
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    .join(", ");
}

/** What a JSON file describes, or in words where it is wrong. */
async function described<S extends z.ZodType>(
  file: string,
  schema: S,
): Promise<
  { readonly ok: true; readonly value: z.output<S> } | { readonly ok: false; readonly why: string }
> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, "utf8"));
  } catch {
    return { ok: false, why: `${file} cannot be read as JSON` };
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return { ok: true, value: parsed.data };
  const why = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  return { ok: false, why: why.join("\n") };
}

const refusals = {
  exists: "Another rule is on record under this code: rules are history, date a new one",
  "in-the-past": "A rule begins today or later: what was decided by earlier rules stays decided",
  "ends-before-it-begins": "validTo is before validFrom",
  "unknown-act": "No page could name this act; for a decision of the region's own use `regional`",
  impossible: "Together with the rules in force it makes no whole",
} as const;
