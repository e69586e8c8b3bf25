import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { staffRole } from "#db/schema/people.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { writeAppeal } from "#lib/applications/appeal.ts";
import { appealsAnswer, appealsList, officeDeed } from "#lib/operator/office.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { saidBy } from "#tests/support/command.ts";
import { now, openPortals } from "../sign-in/gate.ts";
import { registered, signedIn } from "./family.ts";
import { staffOf, standing } from "./office.ts";

useTestDatabase();

const officer = "800101300001";
const another = "800101300002";
let akmola: Portal;
let olga: PersonActor;
let number: string;

beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
  for (const iin of [officer, another]) {
    await staffOf(akmola, iin);
    const role = { role: "officer" as const, regionId: akmola.id, grantedAt: now };
    await db()
      .insert(staffRole)
      .values({ id: randomUUID(), iin, name: "Офисов", ...role });
  }
  ({ number } = await registered(olga, akmola));
});

const run = (command: (argv: string[]) => Promise<number>, ...argv: string[]) =>
  saidBy(command, ...argv, "--region", "akmola");

test("an operator acts in the name of an officer of the region, and of nobody else", async () => {
  const deed = (argv: string[]) => officeDeed("remove", argv);
  const why = ["--ground", "remove-moved", "--note", "выехали"];
  const stranger = await run(deed, number, "--by", "910925490000", ...why);
  expect(stranger).toMatchObject({ code: 1, said: { code: "not-granted" } });
  expect((await run(deed, number, ...why)).code).toBe(2);
  expect((await run(deed, "--by", officer, ...why)).code).toBe(2);
  const wrongGround = await run(deed, number, "--by", officer, "--ground", "anger");
  expect(wrongGround).toMatchObject({ code: 1, said: { code: "malformed" } });
  // Whoever guesses a ground is told which there are.
  expect(wrongGround.said["detail"]).toContain("remove-duplicate|remove-age|remove-moved");
  expect(await run(deed, number, "--by", officer, ...why)).toMatchObject({
    code: 0,
    said: { ok: true, number },
  });
  expect((await standing(akmola, number)).row.status).toBe("REMOVED");
});

test("objections are listed, and answered by another officer", async () => {
  const seq = (await standing(akmola, number)).events.at(-1)?.seq ?? 0;
  const order = { regionId: akmola.id, number, requestId: null };
  await writeAppeal(olga, { ...order, eventSeq: seq, words: "Мы здесь" }, now);
  const listed = await run(appealsList);
  expect(listed).toMatchObject({ code: 0, said: { appeals: [{ number, eventSeq: seq }] } });
  const words = ["--decision", String(seq), "--outcome", "upheld", "--reasons", "Верно"];
  const own = await run(appealsAnswer, number, "--by", officer, ...words);
  expect(own).toMatchObject({ code: 1, said: { code: "own-decision" } });
  expect((await run(appealsAnswer, number, "--by", another, ...words)).code).toBe(0);
  expect((await standing(akmola, number)).row.status).toBe("REGISTERED");
  expect(await run(appealsList)).toMatchObject({ said: { appeals: [] } });
  const maybe = ["--decision", String(seq), "--outcome", "maybe"];
  expect((await run(appealsAnswer, number, "--by", another, ...maybe)).code).toBe(2);
});

test("each of the other deeds is reached by its name", async () => {
  const by = ["--by", officer];
  const done: number[] = [];
  for (const [deed, ...rest] of [
    ["hold", "--ground", "hold-papers"],
    ["release"],
    ["return", "--reason", "paper-missing,wrong-contacts"],
    ["refuse", "--ground", "refuse-incomplete"],
    ["restore"],
    ["move", "--district", "113200000"],
    ["keep-instant", "--at", "2025-01-01T00:00:00Z", "--note", "Заявление 1 в Орале"],
  ] as const) {
    const answer = await run((argv) => officeDeed(deed, argv), number, ...by, ...rest);
    done.push(answer.code);
  }
  expect(done).toEqual([0, 0, 0, 0, 0, 0, 0]);
});
