import { currentInstant } from "#db/demo-clock.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { answerAppeal } from "#lib/applications/answer-appeal.ts";
import { holdApplication, releaseApplication } from "#lib/applications/hold.ts";
import { keepFormerInstant, moveByOffice } from "#lib/applications/office-move.ts";
import {
  holdGrounds,
  refuseGrounds,
  removeGrounds,
  returnReasons,
} from "#lib/applications/office-grounds.ts";
import { openAppeals } from "#lib/applications/office-views.ts";
import { refuseApplication, removeApplication } from "#lib/applications/remove.ts";
import { restoreApplication } from "#lib/applications/restore.ts";
import { returnForCorrection } from "#lib/applications/return.ts";
import type { Result } from "#lib/platform/result.ts";
import { exit, read, refused, say, textOf, withRegion, wrong } from "./command-line.ts";
import { officerOf } from "./officer.ts";

// What an officer does to applications, for as long as there is no desk for it: in the name of an officer who has seen
// the papers, by the same commands, with the same audit and the same letters.

const officeDeeds = [
  "return",
  "hold",
  "release",
  "refuse",
  "remove",
  "restore",
  "move",
  "keep-instant",
] as const;
export type OfficeDeed = (typeof officeDeeds)[number];

const named = "NUMBER --region SLUG --by OFFICER_IIN";
const reasonCodes = returnReasons.join("|");
const officeUsage: Readonly<Record<OfficeDeed | "list" | "answer", string>> = {
  return: `${named} --reason CODE[,CODE] [--note TEXT] [--json]\nCODE: ${reasonCodes}`,
  hold: `${named} --ground ${holdGrounds.join("|")} [--until INSTANT] [--note TEXT] [--json]`,
  release: `${named} [--json]`,
  refuse: `${named} --ground ${refuseGrounds.join("|")} [--note TEXT] [--json]`,
  remove: `${named} --ground ${removeGrounds.join("|")} [--note TEXT] [--json]`,
  restore: `${named} [--json]`,
  move: `${named} --district KATO [--json]`,
  "keep-instant": `${named} --at INSTANT --note TEXT [--json]`,
  list: "--region SLUG [--json]",
  answer: `${named} --decision SEQ --outcome upheld|refused --reasons TEXT [--json]`,
};

const options = {
  region: { type: "string" },
  by: { type: "string" },
  reason: { type: "string" },
  ground: { type: "string" },
  until: { type: "string" },
  note: { type: "string" },
  district: { type: "string" },
  at: { type: "string" },
  decision: { type: "string" },
  outcome: { type: "string" },
  reasons: { type: "string" },
  json: { type: "boolean" },
} as const;

type Values = Readonly<Record<string, unknown>>;
type Order = { readonly regionId: number; readonly number: string; readonly requestId: null };
type Answer = Promise<Result<undefined, string>>;

/** `kezek application …`. @returns 0 done (also where it had been done), 1 refused, 2 wrong usage */
export async function officeDeed(deed: OfficeDeed, argv: string[]): Promise<number> {
  return await byName(argv, `kezek application ${deed} ${officeUsage[deed]}`, (officer, order, v) =>
    doIt(deed, officer, order, v),
  );
}

/** `kezek appeals answer`. */
export async function appealsAnswer(argv: string[]): Promise<number> {
  const usage = `kezek appeals answer ${officeUsage.answer}`;
  return await byName(argv, usage, async (officer, order, values) => {
    const outcome = textOf(values["outcome"]);
    if (outcome !== "upheld" && outcome !== "refused") return null;
    const eventSeq = Number(textOf(values["decision"]));
    const reasons = textOf(values["reasons"]);
    const now = await currentInstant();
    return await answerAppeal(officer, { ...order, eventSeq, outcome, reasons }, now);
  });
}

/** `kezek appeals list`: the objections of a region that wait, the most urgent first. */
export async function appealsList(argv: string[]): Promise<number> {
  const given = read(argv, { region: { type: "string" }, json: { type: "boolean" } });
  if (given === null || given.positionals.length > 0) {
    return wrong(`kezek appeals list ${officeUsage.list}`);
  }
  const json = given.values["json"] === true;
  return await withRegion(textOf(given.values["region"]), json, async (regionId) => {
    const appeals = await openAppeals(regionId, await currentInstant());
    const lines = appeals.map(({ number, eventSeq, against, answerDueAt, late }) =>
      [answerDueAt.toISOString(), number, `decision ${eventSeq}`, against, late ? "LATE" : ""]
        .filter(Boolean)
        .join("  "),
    );
    say({ ok: true, appeals }, lines.join("\n") || "Nothing waits.", json);
    return exit.done;
  });
}

async function byName(
  argv: string[],
  usage: string,
  work: (officer: PersonActor, order: Order, values: Values) => Promise<Awaited<Answer> | null>,
): Promise<number> {
  const given = read(argv, options);
  const [number, ...more] = given?.positionals ?? [];
  const by = textOf(given?.values["by"]);
  if (given === null || number === undefined || more.length > 0 || by === "") return wrong(usage);
  const json = given.values["json"] === true;
  return await withRegion(textOf(given.values["region"]), json, async (regionId) => {
    const officer = await officerOf(regionId, by);
    if (officer === null) {
      const words = "Nobody with this IIN is an officer of the region who has signed in";
      return refused("not-granted", words, json);
    }
    const done = await work(officer, { regionId, number, requestId: null }, given.values);
    if (done === null) return wrong(usage);
    if (!done.ok) {
      const how = done.code === "malformed" ? `\n${usage}` : "";
      return refused(done.code, `Not done: ${done.code}${how}`, json);
    }
    say({ ok: true, number }, `Done: ${number}`, json);
    return exit.done;
  });
}

async function doIt(
  deed: OfficeDeed,
  officer: PersonActor,
  order: Order,
  values: Values,
): Promise<Awaited<Answer>> {
  const now = await currentInstant();
  const ground = textOf(values["ground"]);
  const note = textOf(values["note"]);
  switch (deed) {
    case "return": {
      const reasons = textOf(values["reason"]).split(",").filter(Boolean);
      return await returnForCorrection(officer, { ...order, reasons, note }, now);
    }
    case "hold": {
      const until = textOf(values["until"]);
      const end = until === "" ? null : new Date(until);
      return await holdApplication(officer, { ...order, ground, note, until: end }, now);
    }
    case "release":
      return await releaseApplication(officer, order, now);
    case "refuse":
      return await refuseApplication(officer, { ...order, ground, note }, now);
    case "remove":
      return await removeApplication(officer, { ...order, ground, note }, now);
    case "restore":
      return await restoreApplication(officer, order, now);
    case "move": {
      const districtKato = textOf(values["district"]);
      return await moveByOffice(officer, { ...order, districtKato }, now);
    }
    case "keep-instant": {
      const registeredAt = new Date(textOf(values["at"]));
      return await keepFormerInstant(officer, { ...order, registeredAt, note }, now);
    }
  }
}
