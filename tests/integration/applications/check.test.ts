import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { checkQueue } from "#lib/applications/check.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later, now, openPortals } from "../sign-in/gate.ts";
import { artyom, registered, signedIn } from "./family.ts";

useTestDatabase();

let akmola: Portal;
let oral: Portal;
let code: string;
beforeAll(async () => {
  ({ akmola, oral } = await openPortals());
  const olga = await signedIn(akmola);
  const done = await registered(olga, akmola);
  const [row] = await db().select().from(application).where(eq(application.id, done.applicationId));
  code = row?.entryCode ?? "";
});

const ask = (secondFact: string, changes: object = {}, at = now) =>
  checkQueue(
    { regionId: akmola.id, childIin: artyom, secondFact, address: "203.0.113.9", ...changes },
    at,
  );

describe("the public check of the queue", () => {
  test("answers to the entry code and to the last digits of the applicant's phone", async () => {
    for (const fact of [code, code.toLowerCase(), `${code.slice(0, 4)}-${code.slice(4)}`, "1199"]) {
      const answer = await ask(fact, { childIin: "230315 590008" });
      expect(answer).toMatchObject({
        ok: true,
        value: [{ status: "REGISTERED", place: { position: 1, total: 1, class: "ordinary" } }],
      });
      expect(JSON.stringify(answer)).not.toMatch(/КИМ|АРТЁМ|7770001199|910925490000/);
    }
  });

  test("says the same to a wrong fact, to an unknown child and in another region", async () => {
    const wrong = await ask("0000", {}, later(4000));
    const unknown = await ask("1199", { childIin: "240902690007" }, later(4000));
    const elsewhere = await ask("1199", { regionId: oral.id }, later(4000));
    expect(wrong).toEqual({ ok: false, code: "none", detail: undefined });
    expect(unknown).toEqual(wrong);
    expect(elsewhere).toEqual(wrong);
  });

  test("names what was mistyped", async () => {
    expect(await ask("1199", { childIin: "123" })).toMatchObject({
      code: "iin-length",
      detail: { n: 3 },
    });
    expect(await ask("1199", { childIin: "230315590009" })).toMatchObject({
      code: "iin-check-digit",
    });
    expect(await ask("")).toMatchObject({ code: "second-fact" });
    expect(await ask("' or 1=1 --")).toMatchObject({ code: "second-fact" });
  });

  test("does not let four digits be guessed, from however many addresses", async () => {
    const results = [];
    for (let n = 0; n < 15; n += 1) {
      results.push(await ask(String(2000 + n), { address: `198.51.100.${n}` }, later(20_000)));
    }
    const refused = results.filter((each) => !each.ok && each.code === "too-many");
    expect(refused.length).toBeGreaterThanOrEqual(5);
    // The right answer is no exception while the child is shut: a guesser must not see where the guess was right.
    expect(await ask("1199", {}, later(20_000))).toMatchObject({ ok: false, code: "too-many" });
    expect((await ask("1199", {}, later(20_000 + 2 * 3600))).ok).toBe(true);
  });

  test("does not let the public codes be tried on one child: a few wrong ones a month, and the phone's digits stay", async () => {
    const day = 24 * 3600;
    const wrong = (n: number) => `ZZZZ${String(n).padStart(4, "2")}`;
    const refused: number[] = [];
    for (let n = 0; n < 30; n += 1) {
      const address = `198.51.100.${n}`;
      const answer = await ask(wrong(n), { address }, later(30 * day + n * 8_000));
      if (!answer.ok && answer.code === "too-many") refused.push(n);
    }
    expect(refused).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
    const then = later(36 * day);
    expect(await ask(code, {}, then)).toMatchObject({ code: "too-many" });
    expect((await ask("1199", {}, then)).ok).toBe(true);
    expect((await ask(code, {}, later(120 * day))).ok).toBe(true);
  });

  test("lets a family look every day by its code", async () => {
    for (let n = 0; n < 60; n += 1) {
      const at = later((200 + n / 2) * 24 * 3600);
      expect((await ask(code, { address: `198.51.100.${n}` }, at)).ok).toBe(true);
    }
  });

  test("does not let a list of children be tried with one code", async () => {
    const results = [];
    for (let n = 0; n < 12; n += 1) {
      const childIin = ["240902690007", "211130590001", "910925490000", "890117390005"][n % 4];
      const changes = { childIin, address: `198.51.100.${n}` };
      results.push(await ask("ZZZZ7777", changes, later(300 * 24 * 3600)));
    }
    expect(results.slice(0, 10).every((each) => !each.ok && each.code === "none")).toBe(true);
    expect(results.slice(10).every((each) => !each.ok && each.code === "too-many")).toBe(true);
  });

  test("counts a household's IPv6 addresses as one", async () => {
    const results = [];
    for (let n = 0; n < 31; n += 1) {
      const childIin = ["240902690007", "211130590001", "910925490000", "890117390005"][n % 4];
      const address = `2001:db8:1:2::${n.toString(16)}`;
      results.push(await ask("0000", { childIin, address }, later(500_000)));
    }
    expect(results.at(-1)).toMatchObject({ ok: false, code: "too-many" });
    const neighbour = { childIin: "910925490000", address: "2001:db8:1:3::1" };
    expect(await ask("0000", neighbour, later(500_000))).toMatchObject({ code: "none" });
  });

  test("leaves no IIN behind, nor a hash that anybody could compute from one", async () => {
    await ask("1199", {}, later(700_000));
    const kept = JSON.stringify([
      await db().execute(sql`select key from rate_limit`),
      await db().execute(sql`select subject_id, detail from audit_entry`),
    ]);
    expect(kept).toContain("queue-check:child:");
    expect(kept).toContain("child-seen:");
    for (const text of [artyom, `${akmola.id}:${artyom}`]) {
      expect(kept).not.toContain(text);
      expect(kept).not.toContain(sha256Hex(text));
    }
  });
});
