import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { checkQueue } from "#lib/applications/check.ts";
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
});
