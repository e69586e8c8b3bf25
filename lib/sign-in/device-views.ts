import { and, desc, eq, gt } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { knownDevice } from "#db/schema/sign-in.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { pseudonym } from "#lib/platform/pseudonym.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { deviceDays } from "./known-devices.ts";

export type DeviceView = {
  /** Names the device to its owner; opens nothing. */
  readonly id: string;
  /** «Chrome · Windows», or empty. */
  readonly device: string;
  /** The one that asks. */
  readonly current: boolean;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
};

const idOf = (personId: string, deviceHash: string) =>
  pseudonym("device", `${personId}\n${deviceHash}`);

/** The browsers that the account knows again, the latest used first. */
export async function listDevices(
  actor: Actor,
  deviceSecret: string | null,
  now: Date,
): Promise<Result<DeviceView[], Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  const { personId } = actor;
  const allowed = authorize(actor, "session.list", { ownerIds: [personId] });
  if (!allowed.ok) return allowed;
  const since = new Date(now.getTime() - deviceDays * 24 * 60 * 60_000);
  const rows = await db()
    .select()
    .from(knownDevice)
    .where(and(eq(knownDevice.personId, personId), gt(knownDevice.lastSeenAt, since)))
    .orderBy(desc(knownDevice.lastSeenAt));
  const own = deviceSecret === null ? null : sha256Hex(deviceSecret);
  return ok(
    rows.map(({ deviceHash, device, firstSeenAt, lastSeenAt }) => ({
      id: idOf(personId, deviceHash),
      device,
      current: deviceHash === own,
      firstSeenAt,
      lastSeenAt,
    })),
  );
}

/** «Забыть»: the browser is a stranger's from now on. One that is not there is forgotten already. */
export async function forgetDevice(
  actor: Actor,
  id: string,
  now: Date,
): Promise<Result<undefined, Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  const { personId } = actor;
  const allowed = authorize(actor, "session.revoke", { ownerIds: [personId] });
  if (!allowed.ok) return allowed;
  return transaction(async (tx) => {
    const rows = await tx.select().from(knownDevice).where(eq(knownDevice.personId, personId));
    const found = rows.find((row) => idOf(personId, row.deviceHash) === id);
    if (found === undefined) return ok();
    await tx
      .delete(knownDevice)
      .where(and(eq(knownDevice.personId, personId), eq(knownDevice.deviceHash, found.deviceHash)));
    await recordAudit(tx, {
      actor,
      action: "session.revoke",
      role: "parent",
      regionId: null,
      subject: { kind: "device", id },
      concernsId: personId,
      at: now,
    });
    return ok();
  });
}
