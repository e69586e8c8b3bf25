import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { linkChild } from "#lib/applications/linking.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { personByIin } from "#lib/people/records.ts";
import { whoLooked } from "#lib/people/who-looked.ts";
import type { Portal } from "#lib/regions/views.ts";
import { downloadMyData } from "#lib/sign-in/my-data.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { unzipped } from "#tests/unit/documents/unzip.ts";
import { aigerim, demoPortals, hours, now } from "./door.ts";
import { demoParent, lightly } from "./demo-parent.ts";

useTestDatabase();

const ayala = "220720690004";
let oral: Portal;
let mother: PersonActor;
let father: PersonActor;
let stranger: PersonActor;

beforeAll(async () => {
  ({ oral } = await demoPortals());
  mother = await demoParent(aigerim.iin);
  father = await demoParent("850303390009");
  stranger = await demoParent("910925490000");
  const linked = await linkChild(
    father,
    { regionId: oral.id, childIin: ayala, requestId: null },
    now,
  );
  if (!linked.ok) throw new Error(linked.code);
});
beforeEach(async () => {
  await db().execute("delete from rate_limit");
});

const download = (actor: PersonActor, at = now) =>
  downloadMyData(actor, { regionId: oral.id, locale: "kk", requestId: null }, at);

/** The files of an archive as texts. */
async function unpacked(actor: PersonActor): Promise<Map<string, string>> {
  const made = await download(actor);
  if (!made.ok) throw new Error(made.code);
  const parts: Uint8Array[] = [];
  for await (const part of made.value.bytes) parts.push(part);
  const files = unzipped(Buffer.concat(parts));
  return new Map([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString("utf8")]));
}

describe("«Скачать мои данные»", () => {
  test("holds what the portal keeps, readable, and no other person's IIN or contacts", async () => {
    const files = await unpacked(father);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        "README.txt",
        "person.json",
        "children.json",
        "drafts.json",
        "messages.json",
        "sign-ins.json",
        "audit.json",
        "registers.json",
      ]),
    );
    expect(files.get("README.txt")).toContain("Kezek порталы");
    const application = [...files].find(([name]) => name.endsWith("application.json"))?.[1] ?? "";
    // What the office decided and the family objected.
    expect([...files.keys()].some((name) => name.endsWith("office.json"))).toBe(true);
    expect(JSON.parse(application)).toMatchObject({ mine: false, child: { iin: ayala } });
    expect(files.get("person.json")).toContain(father.iin);
    expect(files.get("sign-ins.json")).toContain("Chrome · Windows");
    expect(files.get("audit.json")).toContain("child.link");
    // The civil register's answer names both parents.
    expect(files.get("registers.json")).toContain("8706****0009");
    const all = [...files.values()].join("\n");
    expect(all).not.toContain(mother.iin);
    expect(all).not.toContain("7017008345");
    expect(all).not.toContain(mother.personId);
  });

  test("a stranger's archive has nothing of this family", async () => {
    const all = [...(await unpacked(stranger)).values()].join("\n");
    expect(all).not.toMatch(/САПАРОВ|220720690004|870612490009/);
    expect(all).toContain(stranger.iin);
  });

  test("is recorded before the first byte, and has its limit by the day", async () => {
    for (let n = 0; n < 5; n += 1) expect((await download(mother)).ok).toBe(true);
    expect(await download(mother)).toMatchObject({ ok: false, code: "too-many" });
    expect((await download(mother, hours(49))).ok).toBe(true);
    const rows = await db().select().from(auditEntry).where(eq(auditEntry.action, "data.download"));
    expect(rows.filter((row) => row.personId === mother.personId)).toHaveLength(6);
  });

  test("asks for a strong sign-in", async () => {
    expect(await download(lightly(mother))).toMatchObject({ code: "too-light" });
    const order = { regionId: oral.id, locale: "kk", requestId: null } as const;
    expect(await downloadMyData(anonymous("kk"), order, now)).toMatchObject({ code: "signed-out" });
  });
});

describe("«Кто смотрел мои данные»", () => {
  test("is empty until staff look; then both parents see it, and nobody else", async () => {
    expect(await whoLooked(mother)).toEqual({ ok: true, value: [] });
    const child = await personByIin(db(), ayala);
    const officer = { ...stranger, roles: [{ role: "officer" as const, regionId: oral.id }] };
    const looked = (concernsId: string | null, role = "officer") =>
      transaction((tx) =>
        recordAudit(tx, {
          actor: officer,
          action: "staff.application.read",
          role,
          regionId: oral.id,
          subject: { kind: "application", id: "1" },
          concernsId,
          at: now,
        }),
      );
    await looked(child?.id ?? null);
    await looked(mother.personId, "auditor");
    await looked(stranger.personId);
    // What a family does itself is no look of the staff.
    await looked(child?.id ?? null, "parent");
    const line = { at: now, regionId: oral.id, action: "staff.application.read" };
    expect(await whoLooked(mother)).toEqual({
      ok: true,
      value: [
        { ...line, role: "auditor", child: null },
        { ...line, role: "officer", child: "АЯЛА" },
      ],
    });
    expect(await whoLooked(lightly(father))).toEqual({
      ok: true,
      value: [{ ...line, role: "officer", child: "АЯЛА" }],
    });
    expect(await whoLooked(anonymous("ru"))).toMatchObject({ code: "signed-out" });
  });
});
