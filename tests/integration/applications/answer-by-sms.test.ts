import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST } from "#app/api/messages/answers/route.ts";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { smsAnswerCount } from "#db/schema/interest.ts";
import { message } from "#db/schema/notifications.ts";
import { takeSmsAnswer } from "#lib/applications/answer-by-sms.ts";
import { watchInterest } from "#lib/applications/watch-interest.ts";
import { endOfDay, localDateOf, startOfDay } from "#lib/calendar/local-date.ts";
import { closeTransports, openTransports, transportOf } from "#lib/messaging/transport.ts";
import { writeMessage } from "#lib/notifications/write-message.ts";
import { resetEnv } from "#lib/platform/env.ts";
import { portalById } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { gatewaySignature, startGateway } from "#tests/support/sms-gateway.ts";
import { answerBody, startSmppServer } from "#tests/support/smpp-server.ts";
import { type Household, settle } from "../documents/household.ts";
import {
  applicationOf,
  type AskedFamily,
  eventsOf,
  nextPhone,
  rule,
  saidOf,
  somebody,
  standing,
} from "./asked-family.ts";

useTestDatabase();

const due = "2026-11-23";
const asked = startOfDay("2026-11-16");
const now = startOfDay("2026-11-20");
let house: Household;
beforeAll(async () => {
  house = await settle();
  await rule(house.oral, { interestBySms: true });
});

/** A family in the region that takes answers, reminded by SMS. */
async function reminded(wanted: Partial<Parameters<typeof standing>[1]> = {}) {
  const phone = nextPhone();
  const mother = wanted.mother ?? (await somebody({ phone }));
  const family = await standing(house.oral, { due, mother, ...wanted });
  await watchInterest(asked);
  return { family, phone };
}

const answer = (from: string, text = "1", at = now) => takeSmsAnswer({ from, text }, at);
const isConfirmed = async (family: AskedFamily) =>
  localDateOf((await applicationOf(family)).interestDueAt ?? asked) === "2027-11-23";

describe("«1» in answer to a reminder", () => {
  test("is answered once where the family has no account", async () => {
    const { family } = await reminded();
    const phone = nextPhone();
    await db()
      .update(application)
      .set({ applicantId: null, phone, interestDueAt: endOfDay("2026-11-25") })
      .where(eq(application.id, family.applicationId));
    await watchInterest(asked);
    expect(await answer(phone)).toBe("confirmed");
    const told = await db().select().from(message).where(eq(message.recipient, phone));
    expect(told.map(({ template }) => template).toSorted()).toEqual([
      "interest-confirmed",
      "interest-reply",
    ]);
  });

  test("keeps the place; the reminder says how, and the answer says until when", async () => {
    const father = await somebody({ phone: nextPhone() });
    const { family, phone } = await reminded({ father });
    const [row] = await db().select().from(message).where(eq(message.recipient, phone));
    const text = row && writeMessage(row, await portalById(house.oral)).text;
    expect(text).toBe("Место в саду еще нужно? Ответьте 1 на эту SMS до 23.11");
    expect(await answer(phone.replace("+7", "8"))).toBe("confirmed");
    expect(await isConfirmed(family)).toBe(true);
    expect(await answer(phone)).toBe("confirmed");
    expect(await eventsOf(family)).toEqual(["interest-confirmed"]);
    const told = (await saidOf(family)).filter((line) => line.startsWith("interest-confirmed"));
    // The other parent, and the answer to who has answered.
    expect(told).toHaveLength(2);
    expect(new Set(told).size).toBe(2);
    const rows = await db().select().from(message).where(eq(message.recipient, phone));
    const answers = rows.filter((each) => each.template === "interest-confirmed");
    expect(answers).toHaveLength(1);
    const words = answers[0] && writeMessage(answers[0], await portalById(house.oral)).text;
    expect(words).toBe("Место нужно: подтверждено. Следующий раз: 23.11.2027");
    const audits = await db()
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.subjectId, family.applicationId));
    expect(audits).toMatchObject([
      { action: "interest.answer", role: "anonymous", personId: null, detail: { way: "sms" } },
    ]);
  });

  test("confirms every child whose reminder went to that phone, and says how many", async () => {
    const phone = nextPhone();
    const mother = await somebody({ phone });
    const first = await standing(house.oral, { due, mother });
    const second = await standing(house.oral, { due: "2026-11-25", mother });
    const other = await standing(house.oral, { due });
    await watchInterest(asked);
    await watchInterest(startOfDay("2026-11-18"));
    expect(await answer(phone, "Иә.")).toBe("confirmed");
    expect(await isConfirmed(first)).toBe(true);
    expect(localDateOf((await applicationOf(second)).interestDueAt ?? now)).toBe("2027-11-25");
    expect(await isConfirmed(other)).toBe(false);
    const rows = await db().select().from(message).where(eq(message.recipient, phone));
    const words = rows
      .filter((row) => row.template === "interest-confirmed")
      .map((row) => row.params);
    expect(words).toMatchObject([{ n: 2, number: expect.stringContaining(first.number) }]);
  });

  test("for a child who is asked about later the same day is answered too", async () => {
    const phone = nextPhone();
    const mother = await somebody({ phone });
    await standing(house.oral, { due, mother });
    const second = await standing(house.oral, { due: "2026-12-20", mother });
    await watchInterest(asked);
    expect(await answer(phone)).toBe("confirmed");
    await watchInterest(now);
    expect(await answer(phone)).toBe("confirmed");
    expect(localDateOf((await applicationOf(second)).interestDueAt ?? now)).toBe("2027-12-20");
    const rows = await db().select().from(message).where(eq(message.recipient, phone));
    const told = rows.filter((row) => row.template === "interest-confirmed");
    expect(told.map((row) => row.params["n"])).toEqual([1, 2]);
  });

  test("from another phone, in other words, too late, or after an end does nothing", async () => {
    const { family, phone } = await reminded();
    expect(await answer(nextPhone())).toBe("unknown");
    expect(await answer("KEZEK")).toBe("unknown");
    expect(await answer(phone, "нет")).toBe("not-yes");
    expect(await answer(phone, "1", endOfDay("2026-11-24"))).toBe("late");
    await db()
      .update(application)
      .set({ status: "WITHDRAWN" })
      .where(eq(application.id, family.applicationId));
    expect(await answer(phone)).toBe("late");
    expect(await eventsOf(family)).toEqual([]);
    const counts = await db()
      .select()
      .from(smsAnswerCount)
      .where(eq(smsAnswerCount.day, localDateOf(now)));
    const n = Object.fromEntries(counts.map((each) => [each.outcome, each.n]));
    expect(n).toEqual({ confirmed: 6, unknown: 2, "not-yes": 1, late: 1 });
    // Neither number nor text is kept of what nobody asked for.
    expect(JSON.stringify(counts)).not.toContain("777");
  });

  test("a region that takes no answers by SMS asks by link, and hears none", async () => {
    const phone = nextPhone();
    const mother = await somebody({ phone });
    const family = await standing(house.akmola, { due, mother });
    await watchInterest(asked);
    expect((await saidOf(family))[0]).toBe(`interest sms ${phone}`);
    expect(await answer(phone)).toBe("unknown");
    expect(await eventsOf(family)).toEqual([]);
  });

  test("both parents at the same moment are one confirmation", async () => {
    const [one, two] = [nextPhone(), nextPhone()];
    const mother = await somebody({ phone: one });
    const father = await somebody({ phone: two });
    const families = [
      await standing(house.oral, { due, mother, father }),
      await standing(house.oral, { due, mother, father }),
    ];
    await watchInterest(asked);
    expect(await Promise.all([answer(one), answer(two)])).toEqual(["confirmed", "confirmed"]);
    for (const family of families) expect(await eventsOf(family)).toEqual(["interest-confirmed"]);
  });
});

describe("the ways in", () => {
  test("the SMS centre delivers it, and is told to try again while nobody can write it down", async () => {
    const centre = await startSmppServer();
    useTestEnvironment({ SMS_URL: centre.url("source=1414") });
    const heard: string[] = [];
    let broken = true;
    try {
      openTransports(
        () => Promise.resolve(),
        ({ from, text }) => {
          if (broken) throw new Error("the database is away");
          heard.push(`${from} ${text}`);
          return Promise.resolve();
        },
      );
      await transportOf("sms")?.send(
        { channel: "sms", to: "+77770001199", text: "a" },
        { id: "00000000-0000-4000-8000-000000000000", validSeconds: null },
      );
      const [status = 0] = await centre.deliver(answerBody("77770001199", "Иә"));
      expect(status).not.toBe(0);
      broken = false;
      expect(await centre.deliver(answerBody("77770001199", "Иә"))).toEqual([0]);
      expect(await centre.deliver(answerBody("77770001199", "1", 0))).toEqual([0]);
      // Binary, empty and endless ones are no answers, and not delivered twice.
      expect(await centre.deliver(answerBody("77770001199", "1", 4))).toEqual([0]);
      expect(await centre.deliver(answerBody("77770001199", "", 0))).toEqual([0]);
      expect(await centre.deliver(answerBody("77770001199", "1".repeat(100), 0))).toEqual([0]);
      expect(heard).toEqual(["77770001199 Иә", "77770001199 1"]);
    } finally {
      await closeTransports();
      await centre.stop();
      delete process.env["SMS_URL"];
      resetEnv();
    }
  });

  test("the gateway brings it, signed and fresh", async () => {
    const gateway = await startGateway();
    useTestEnvironment({ SMS_URL: gateway.url() });
    try {
      const bring = async (body: string, signature = gatewaySignature(body)) => {
        const request = new Request("http://localhost:3000/api/messages/answers", {
          method: "POST",
          headers: { "x-signature": signature },
          body,
        });
        return (await POST(request)).status;
      };
      const told = (receivedAt: Date, text = "1") =>
        JSON.stringify({ from: "+77019999999", text, receivedAt: receivedAt.toISOString() });
      const fresh = told(new Date());
      expect(await bring(fresh)).toBe(202);
      expect(await bring(fresh, gatewaySignature(fresh, "guessed"))).toBe(401);
      expect(await bring(told(new Date(Date.now() - 25 * 3_600_000)))).toBe(400);
      expect(await bring("{}")).toBe(400);
      expect(await bring(told(new Date(), "1".repeat(9_000)))).toBe(413);
      const counted = await db().select().from(smsAnswerCount);
      expect(counted.filter((row) => row.day === localDateOf(new Date()))).toMatchObject([
        { outcome: "unknown", n: 1 },
      ]);
    } finally {
      await closeTransports();
      await gateway.stop();
      delete process.env["SMS_URL"];
      resetEnv();
    }
    const request = new Request("http://localhost:3000/api/messages/answers", {
      method: "POST",
      body: "{}",
    });
    expect((await POST(request)).status).toBe(404);
  });
});

afterAll(async () => {
  await closeTransports();
});
