import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { contact, registryAnswer } from "#db/schema/people.ts";
import { oneTimeCode } from "#db/schema/sign-in.ts";
import { personByIin } from "#lib/people/records.ts";
import type { Portal } from "#lib/regions/views.ts";
import type { Registries } from "#lib/registries/ports.ts";
import { sandboxRegistries } from "#lib/registries/sandbox.ts";
import { askCode } from "#lib/sign-in/by-code.ts";
import { tryCode } from "#lib/sign-in/codes.ts";
import { askOneTimeCode, enterByOneTimeCode } from "#lib/sign-in/one-time-code.ts";
import { sessionActor } from "#lib/sign-in/session-actor.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import {
  after,
  codeSentTo,
  demoPortals,
  entry,
  forgetCodes,
  nobodysIin,
  not,
  now,
  olga,
  visitor,
} from "./door.ts";

useTestDatabase();

let akmola: Portal;
let oral: Portal;
beforeAll(async () => {
  ({ akmola, oral } = await demoPortals());
});
beforeEach(async () => {
  await forgetCodes();
  // Other instants than the answers that are remembered: each test asks anew.
  await db().execute("alter table registry_answer disable trigger user");
  await db().delete(registryAnswer);
  await db().delete(contact);
});

const registers = sandboxRegistries({ mode: async () => ({ kind: "normal" }) });
const silent: Registries = sandboxRegistries({ mode: async () => ({ kind: "down" }) });
const noPersons: Registries = { ...registers, persons: silent.persons };

const ask = (pair: { iin: string; phone: string }, from = registers, browser = visitor(akmola)) =>
  askOneTimeCode(browser, pair, from, now);

describe("manual 004: IIN and phone", () => {
  test("a bound pair gets a code and a light session, with nothing in the portal yet", async () => {
    const browser = visitor(akmola);
    const asked = await ask(olga, registers, browser);
    expect(asked).toMatchObject({ ok: true, value: { masked: "+777****1199" } });
    const code = await codeSentTo(olga.phone);
    const entered = await enterByOneTimeCode(browser, olga, code, registers, entry, after(5));
    if (!entered.ok) throw new Error(entered.code);
    const inside = await sessionActor(db(), entered.value.sessionId, after(6));
    expect(inside?.actor).toMatchObject({
      iin: olga.iin,
      strength: "light",
      method: "one-time-code",
    });
    expect(await personByIin(db(), olga.iin)).toMatchObject({ source: "register" });
    expect(await db().select().from(contact)).toMatchObject([{ phone: olga.phone }]);
  });

  test("what the registers said is kept", async () => {
    await ask(olga);
    const rows = await db().select().from(registryAnswer);
    expect(rows.map((row) => row.registry).toSorted()).toEqual(["mobile", "person"]);
  });

  test.each([
    ["an IIN without a number", { iin: "890117390005", phone: "+77010000001" }],
    ["another's number", { iin: olga.iin, phone: "+77017008345" }],
    ["an IIN that nobody has", { iin: nobodysIin, phone: olga.phone }],
  ])("%s is not bound, and nothing is sent", async (_, pair) => {
    expect(await ask(pair)).toEqual({ ok: false, code: "unbound", detail: { until: null } });
    expect(await db().select().from(oneTimeCode)).toEqual([]);
  });

  test("a silent register is said, and it is the same for everybody", async () => {
    const down = { ok: false, code: "down", detail: { until: null } };
    expect(await ask(olga, silent)).toEqual(down);
    expect(await ask({ iin: nobodysIin, phone: olga.phone }, silent)).toEqual(down);
  });

  test("a silent register of persons keeps nobody out whom the portal knows", async () => {
    const browser = visitor(akmola);
    expect((await ask(olga, noPersons, browser)).ok).toBe(true);
    const code = await codeSentTo(olga.phone);
    expect((await enterByOneTimeCode(browser, olga, code, noPersons, entry, after(5))).ok).toBe(
      true,
    );
  });

  test("a register that falls silent before the second press does not cost the code", async () => {
    const unknown = { iin: nobodysIin, phone: "+77010000001" };
    const like = await registers.persons.personByIin(olga.iin);
    if (like.status !== "found") throw new Error(like.status);
    const found = { ...like, person: { ...like.person, iin: unknown.iin } };
    const bound: Registries = {
      ...registers,
      persons: { personByIin: async () => found },
      mobiles: { phoneOf: async () => ({ status: "found", phone: unknown.phone }) },
    };
    const browser = visitor(akmola);
    expect((await ask(unknown, bound, browser)).ok).toBe(true);
    const code = await codeSentTo(unknown.phone);
    await db().delete(registryAnswer);
    const press = (from: Registries, at: Date) =>
      enterByOneTimeCode(browser, unknown, code, from, entry, at);
    expect(await press(silent, after(5))).toMatchObject({ code: "down" });
    expect((await press(bound, after(60))).ok).toBe(true);
  });

  test("the code is this way's only: another browser, pair or way finds nothing", async () => {
    const browser = visitor(akmola);
    await ask(olga, registers, browser);
    const code = await codeSentTo(olga.phone);
    const gone = { ok: false, code: "gone" };
    expect(
      await enterByOneTimeCode(visitor(akmola), olga, code, registers, entry, now),
    ).toMatchObject(gone);
    expect(
      await enterByOneTimeCode(
        { ...browser, regionId: oral.id },
        olga,
        code,
        registers,
        entry,
        now,
      ),
    ).toMatchObject(gone);
    expect(await tryCode({ ...browser, purpose: "cabinet", code }, now)).toMatchObject(gone);
    const other = { iin: "890117390005", phone: olga.phone };
    expect(await enterByOneTimeCode(browser, other, code, registers, entry, now)).toMatchObject(
      gone,
    );
  });

  test("a wrong code tells what is left; after the last nothing opens", async () => {
    const browser = visitor(akmola);
    await ask(olga, registers, browser);
    const code = await codeSentTo(olga.phone);
    const type = (typed: string) =>
      enterByOneTimeCode(browser, olga, typed, registers, entry, after(1));
    // Akmola keeps to the default length.
    for (let left = (code.length < 6 ? 3 : 5) - 1; left > 0; left -= 1) {
      expect(await type(not(code))).toMatchObject({ code: "wrong", detail: { left } });
    }
    expect(await type(not(code))).toMatchObject({ code: "gone" });
    expect(await type(code)).toMatchObject({ code: "gone" });
  });

  test("many questions about one IIN end, and the register is not asked any more", async () => {
    let asked = 0;
    const counting: Registries = {
      ...registers,
      mobiles: {
        phoneOf: async () => {
          asked += 1;
          return { status: "not-found" };
        },
      },
    };
    const answers: string[] = [];
    for (let n = 0; n < 30; n += 1) {
      const answer = await askOneTimeCode(
        visitor(akmola),
        { iin: olga.iin, phone: `+7701000${1000 + n}` },
        counting,
        after(n * 40),
      );
      answers.push(answer.ok ? "sent" : answer.code);
    }
    expect(answers.filter((each) => each === "unbound").length).toBeLessThanOrEqual(20);
    expect(answers.at(-1)).toBe("too-many");
    expect(asked).toBeLessThanOrEqual(20);
  });

  test("its codes and those of the cabinet come out of one budget", async () => {
    for (let n = 0; n < 3; n += 1) {
      await askCode(visitor(oral), olga.iin, false, after(n));
    }
    await askOneTimeCode(visitor(oral), olga, registers, after(10));
    expect((await codeSentTo(olga.phone)).length).toBe(8);
  });
});
