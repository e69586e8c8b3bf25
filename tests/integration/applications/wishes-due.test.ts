import { randomUUID } from "node:crypto";
import { and, asc, eq, inArray } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { kindergarten } from "#db/schema/kindergartens.ts";
import { person } from "#db/schema/people.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { applicationView, myApplications } from "#lib/applications/journal.ts";
import { joinTwins, partTwins } from "#lib/applications/twins-deeds.ts";
import { wishesView } from "#lib/applications/wish-views.ts";
import { changeWishes } from "#lib/applications/wishes.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { after, demoPortals, gulnar } from "../sign-in/door.ts";
import { demoParent } from "../sign-in/demo-parent.ts";
import { rule } from "./asked-family.ts";

// Where places are given by wishes, a family without any is led to them.

useTestDatabase();

const twins = ["230316690004", "230316590003"];

let oral: Portal;
let mother: PersonActor;
let numbers: string[];
let slugs: string[];

beforeAll(async () => {
  ({ oral } = await demoPortals());
  mother = await demoParent(gulnar);
  const rows = await db()
    .select({ number: application.number })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .where(inArray(person.iin, twins))
    .orderBy(application.number);
  numbers = rows.map((row) => row.number);
  const register = await db()
    .select({ slug: kindergarten.slug, queueTypes: kindergarten.queueTypes })
    .from(kindergarten)
    .where(eq(kindergarten.regionId, oral.id))
    .orderBy(asc(kindergarten.slug));
  slugs = register
    .filter(({ queueTypes }) => queueTypes.includes("general"))
    .map(({ slug }) => slug);
});

const where = (number: string) => ({ regionId: oral.id, number, requestId: null });
const one = () => numbers[0] ?? "";
const other = () => numbers[1] ?? "";
const inList = async () => {
  const found = await myApplications(mother, oral.id, after(30));
  const lines = found.ok ? found.value.filter(({ wishesDue }) => wishesDue) : [];
  return lines.map(({ number }) => number).toSorted();
};
const onPages = async () => {
  const pages = numbers.map((number) =>
    applicationView(mother, { regionId: oral.id, number }, after(30)),
  );
  return (await Promise.all(pages)).map((page) => page.ok && page.value.wishesDue);
};
const wish = async (number: string, wished: readonly string[], minutes: number) => {
  const seen = await wishesView(mother, { regionId: oral.id, number }, after(minutes));
  const version = seen.ok ? (seen.value?.version ?? 0) : 0;
  const order = { ...where(number), slugs: [...wished], version, idempotencyKey: randomUUID() };
  expect(await changeWishes(mother, order, after(minutes))).toMatchObject({ ok: true });
};
const setStatus = async (status: string) => {
  await db()
    .update(application)
    .set({ status })
    .where(and(eq(application.regionId, oral.id), inArray(application.number, numbers)));
};

test("not where a list only says more, asked or not", async () => {
  expect([await inList(), await onPages()]).toEqual([[], [false, false]]);
  await rule(oral.id, { wishes: "asked" });
  expect([await inList(), await onPages()]).toEqual([[], [false, false]]);
  await rule(oral.id, { regime: "voucher" }, "2016-01-01");
  expect([await inList(), await onPages()]).toEqual([[], [false, false]]);
});

test("for each of the twins who stand apart, while a list can be given", async () => {
  await rule(oral.id, { regime: "choices" }, "2017-01-01");
  expect([await inList(), await onPages()]).toEqual([numbers, [true, true]]);
  await setStatus("OFFERED");
  expect([await inList(), await onPages()]).toEqual([[], [false, false]]);
  await setStatus("REGISTERED");
});

test("for twins who stand together once in the list, and on each one's page", async () => {
  expect(await joinTwins(mother, where(one()), after(1))).toMatchObject({ ok: true });
  expect(await inList()).toHaveLength(1);
  expect(await onPages()).toEqual([true, true]);
});

test("until there is a list, and again when it was emptied", async () => {
  await wish(one(), slugs.slice(0, 1), 2);
  expect([await inList(), await onPages()]).toEqual([[], [false, false]]);
  expect(await partTwins(mother, where(one()), after(3))).toMatchObject({ ok: true });
  await wish(other(), [], 4);
  expect([await inList(), await onPages()]).toEqual([[other()], [false, true]]);
});
