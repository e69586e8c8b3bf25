import { beforeAll, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { signatureEvidence, signInChallenge, signInTicket } from "#db/schema/eds.ts";
import { session } from "#db/schema/sessions.ts";
import type { Portal } from "#lib/regions/views.ts";
import { sweepSignIn } from "#lib/sign-in/sweep.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { enter, later, openPortals } from "./gate.ts";

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
