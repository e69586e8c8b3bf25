import { beforeAll, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { signatureEvidence, signInChallenge, signInTicket } from "#db/schema/eds.ts";
import { session } from "#db/schema/sessions.ts";
import { knownDevice, oneTimeCode } from "#db/schema/sign-in.ts";
import type { Portal } from "#lib/regions/views.ts";
import { rememberDevice } from "#lib/sign-in/known-devices.ts";
import { sweepSignIn } from "#lib/sign-in/sweep.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { orderOf, send } from "./door.ts";
import { enter, later, now, openPortals } from "./gate.ts";

useTestDatabase();

let akmola: Portal;
beforeAll(async () => {
  ({ akmola } = await openPortals());
});

const days = (count: number) => later(count * 24 * 3600);
const left = async () => ({
  challenges: (await db().select().from(signInChallenge)).length,
  tickets: (await db().select().from(signInTicket)).length,
  sessions: (await db().select().from(session)).length,
  evidence: (await db().select().from(signatureEvidence)).length,
});

test("questions go after a month, ended sessions after a year, evidence never", async () => {
  await enter(akmola);
  await sweepSignIn(days(29));
  expect(await left()).toEqual({ challenges: 1, tickets: 1, sessions: 1, evidence: 1 });
  await sweepSignIn(days(31));
  expect(await left()).toEqual({ challenges: 0, tickets: 0, sessions: 1, evidence: 1 });
  await sweepSignIn(days(366));
  expect(await left()).toEqual({ challenges: 0, tickets: 0, sessions: 0, evidence: 1 });
});

test("codes go after the days in which they count, browsers unseen for four hundred days too", async () => {
  const { personId } = await enter(akmola);
  await transaction((tx) =>
    rememberDevice(tx, { personId, deviceSecret: "secret", device: "Chrome" }, now),
  );
  await send(orderOf(akmola));
  const kept = async () => ({
    codes: (await db().select().from(oneTimeCode)).length,
    devices: (await db().select().from(knownDevice)).length,
  });
  await sweepSignIn(days(2));
  expect(await kept()).toEqual({ codes: 1, devices: 1 });
  await sweepSignIn(days(4));
  expect(await kept()).toEqual({ codes: 0, devices: 1 });
  await sweepSignIn(days(401));
  expect(await kept()).toEqual({ codes: 0, devices: 0 });
});
