import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { kindergartenChange } from "#db/schema/kindergartens.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import {
  addGroup,
  addKindergarten,
  changeGroup,
  changeKindergarten,
  closeKindergarten,
} from "#lib/kindergartens/commands.ts";
import { kindergartenBySlug } from "#lib/kindergartens/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { now, openKindergartens } from "./portals.ts";

useTestDatabase();

let oral = 0;
let akmola = 0;
beforeAll(async () => {
  const ids = await openKindergartens();
  oral = ids.get("oral") ?? 0;
  akmola = ids.get("akmola") ?? 0;
});

function officer(regionId: number, more: Partial<PersonActor> = {}): PersonActor {
  return {
    kind: "person",
    personId: randomUUID(),
    iin: "820630390001",
    strength: "two-factor",
    method: "staff",
    roles: [{ role: "officer", regionId }],
    sessionId: randomUUID(),
    onHold: false,
    locale: "kk",
    ...more,
  };
}

const order = (regionId = oral) => ({ regionId, key: randomUUID(), requestId: null });

const facts = {
  names: { kk: "№ 77 «Жаңа»", ru: "№ 77 «Жана»" },
  bin: null,
  districtKato: null,
  address: { kk: "Абай көшесі, 7-үй", ru: "ул. Абая, д. 7" },
  point: { latitude: 51.2, longitude: 51.4 },
  phone: "8 (7112) 50-00-07",
  email: null,
  site: "https://kg77.kezek.example/",
  ownership: "state",
  languages: ["ru", "kk", "kk"],
  queueTypes: ["general"],
  hours: { days: "mon-fri", from: "07:30", to: "18:30" },
  openedOn: null,
};
const group = {
  names: null,
  queueType: "general",
  language: "kk",
  cohortFrom: 2023,
  cohortTo: 2023,
  capacity: 20,
  openFrom: "2026-09-01",
  openTo: null,
};

async function added(more: object = {}) {
  const done = await addKindergarten(
    officer(oral),
    { ...order(), facts: { ...facts, ...more } },
    now,
  );
  if (!done.ok) throw new Error(done.code);
  return done.value.slug;
}

describe("an officer of the region", () => {
  test("adds a kindergarten, changes and closes it, and the whole way can be read", async () => {
    const slug = await added();
    expect(slug).toBe("77-zhana");
    const seen = await kindergartenBySlug(oral, slug, now);
    expect(seen).toMatchObject({ phone: "+77112500007", languages: ["kk", "ru"] });

    const named = () => ({ ...order(), slug, version: 1 });
    const joined = await addGroup(officer(oral), { ...named(), facts: group }, now);
    if (!joined.ok) throw new Error(joined.code);
    const groupId = joined.value.groupId ?? "";
    const smaller = { ...named(), groupId, facts: { ...group, capacity: 15 } };
    expect((await changeGroup(officer(oral), smaller, now)).ok).toBe(true);
    expect((await kindergartenBySlug(oral, slug, now))?.groups).toMatchObject([{ capacity: 15 }]);
    expect(await changeGroup(officer(oral), smaller, now)).toMatchObject({ ok: true });

    const renamed = { ...facts, names: { kk: "№ 77 «Ескі»", ru: "№ 77 «Ески»" } };
    const changed = await changeKindergarten(officer(oral), { ...named(), facts: renamed }, now);
    // Its name in addresses is what others link to.
    expect(changed).toMatchObject({ ok: true, value: { slug: "77-zhana" } });
    const on = "2026-12-01";
    const closed = { ...order(), slug, version: 2, on };
    expect((await closeKindergarten(officer(oral), closed, now)).ok).toBe(true);
    const after = await kindergartenBySlug(oral, slug, new Date("2026-12-01T05:00:00+05:00"));
    expect(after).toMatchObject({ closedOn: on, groups: [] });
    expect((await kindergartenBySlug(oral, slug, now))?.groups).toHaveLength(1);

    const history = await db()
      .select()
      .from(kindergartenChange)
      .where(
        and(eq(kindergartenChange.regionId, oral), eq(kindergartenChange.actorRole, "officer")),
      );
    expect(history.map(({ kind, groupId: of }) => [kind, of === null])).toEqual([
      ["added", true],
      ["added", false],
      ["changed", false],
      ["changed", true],
      ["closed", true],
      ["closed", false],
    ]);
    expect(history[2]?.data).toEqual({ from: { capacity: 20 }, to: { capacity: 15 } });
    const audited = await db().select().from(auditEntry).where(eq(auditEntry.subjectId, slug));
    expect(audited.length).toBeGreaterThanOrEqual(5);
  });

  test("adds it once, however often the form comes, also twice at the same time", async () => {
    const sent = { ...order(), facts: { ...facts, names: { kk: "«Екі рет»", ru: "«Дважды»" } } };
    const who = officer(oral);
    const answers = await Promise.all([1, 2, 3].map(() => addKindergarten(who, sent, now)));
    expect(answers).toEqual(Array(3).fill({ ok: true, value: { slug: "eki-ret", groupId: null } }));
    const again = await addKindergarten(who, { ...sent, key: randomUUID() }, now);
    expect(again).toMatchObject({ ok: true, value: { slug: "eki-ret-2" } });
  });

  test("does not write over what another one wrote meanwhile", async () => {
    const slug = await added({ names: { kk: "«Нұсқа»", ru: "«Версия»" } });
    const send = (version: number, phone: string) =>
      changeKindergarten(
        officer(oral),
        { ...order(), slug, version, facts: { ...facts, phone } },
        now,
      );
    expect((await send(1, "87112500001")).ok).toBe(true);
    expect(await send(1, "87112500002")).toMatchObject({ code: "changed-meanwhile" });
    expect((await kindergartenBySlug(oral, slug, now))?.phone).toBe("+77112500001");
  });

  test.each([
    [{ names: { kk: "", ru: "x" } }, "names.kk", "empty"],
    [{ phone: "12345" }, "phone", "phone"],
    [{ site: "javascript:alert(1)" }, "site", "site"],
    [{ site: "data:text/html,x" }, "site", "site"],
    [{ email: "nobody" }, "email", "email"],
    [{ point: { latitude: 91, longitude: 0 } }, "point.latitude", "point"],
    [{ languages: [] }, "languages", "language"],
    [{ queueTypes: ["other"] }, "queueTypes.0", "queue-type"],
    [{ hours: { days: "mon-fri", from: "19:00", to: "07:00" } }, "hours", "hours"],
    [{ bin: "123" }, "bin", "bin"],
    [{ openedOn: "2026-02-30" }, "openedOn", "day"],
  ])("is told which field of %j is wrong", async (wrong, field, code) => {
    const answer = await addKindergarten(
      officer(oral),
      { ...order(), facts: { ...facts, ...wrong } },
      now,
    );
    expect(answer).toMatchObject({ ok: false, code: "malformed", detail: [{ field, code }] });
  });

  test("names a district where there are districts, and none where there is one queue", async () => {
    const send = (regionId: number, districtKato: string | null) =>
      addKindergarten(
        officer(regionId),
        { ...order(regionId), facts: { ...facts, districtKato } },
        now,
      );
    expect(await send(oral, "113200000")).toMatchObject({ code: "district" });
    expect(await send(akmola, null)).toMatchObject({ code: "district" });
    expect(await send(akmola, "273200000")).toMatchObject({ code: "district" });
    expect((await send(akmola, "113200000")).ok).toBe(true);
  });

  test("keeps groups and what the kindergarten says of itself together", async () => {
    const slug = await added({
      names: { kk: "«Тіл»", ru: "«Язык»" },
      languages: ["kk"],
      bin: "000140000999",
    });
    const named = { ...order(), slug, version: 1 };
    const add = (more: object) =>
      addGroup(officer(oral), { ...named, key: randomUUID(), facts: { ...group, ...more } }, now);
    expect(await add({ language: "ru" })).toMatchObject({ code: "language" });
    expect(await add({ queueType: "special" })).toMatchObject({ code: "queue-type" });
    expect(await add({ cohortFrom: 2024 })).toMatchObject({ code: "malformed" });
    expect(await add({ capacity: 0 })).toMatchObject({ code: "malformed" });
    expect((await add({})).ok).toBe(true);
    const russian = { ...facts, languages: ["ru"] };
    const changed = await changeKindergarten(officer(oral), { ...named, facts: russian }, now);
    expect(changed).toMatchObject({ code: "language-in-use" });
    const same = await addKindergarten(
      officer(oral),
      { ...order(), facts: { ...facts, bin: "000140000999" } },
      now,
    );
    expect(same).toMatchObject({ code: "bin-taken" });
  });

  test("finds nothing of another region, and nobody else comes in", async () => {
    const foreign = { ...order(), slug: "zeren", version: 1, on: "2026-12-01" };
    expect(await closeKindergarten(officer(oral), foreign, now)).toMatchObject({
      code: "not-there",
    });
    const theirs = { ...foreign, regionId: akmola };
    expect(await closeKindergarten(officer(oral), theirs, now)).toMatchObject({
      code: "not-yours",
    });
    const light = officer(akmola, { strength: "light" });
    expect(await closeKindergarten(light, theirs, now)).toMatchObject({ code: "too-light" });
    for (const role of ["kindergarten_head", "auditor", "platform_admin"] as const) {
      const other = officer(akmola, { roles: [{ role, regionId: akmola }] });
      expect(await closeKindergarten(other, theirs, now)).toMatchObject({ code: "not-yours" });
    }
    expect((await kindergartenBySlug(akmola, "zeren", now))?.closedOn).toBeNull();
  });
});
