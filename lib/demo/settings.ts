import { eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Queryable, transaction } from "#db/client.ts";
import { demoSetting } from "#db/schema/platform.ts";
import {
  applyOrder,
  type EmulatorAnswer,
  type EmulatorOrder,
  type EmulatorSetting,
  readSetting,
  takeAnswer,
} from "./emulator-answer.ts";
import { type ResponderMode, responderModes } from "./responder-mode.ts";

// What the demo and the tests change while the portal runs. Rows in the database, because the web process, the worker
// and the emulator are several processes.

const emulatorKey = "emulator";
const responderKey = "responder";

/** The body of `PUT /api/demo/responder`. */
export const responderOrder = z.strictObject({ mode: z.enum(responderModes) });

/** What the emulator was told. */
export async function emulatorSetting(): Promise<EmulatorSetting> {
  return readSetting(await readDemoSetting(emulatorKey));
}

/** Tells the emulator its next answer. */
export async function tellEmulator(order: EmulatorOrder, now: Date): Promise<EmulatorSetting> {
  return await transaction(async (tx) => {
    const after = applyOrder(readSetting(await locked(tx)), order);
    await writeDemoSetting(emulatorKey, after, now, tx);
    return after;
  });
}

/** The answer to give now. An answer that was told once is given once, however many windows ask at the same moment. */
export async function takeEmulatorAnswer(now: Date): Promise<EmulatorAnswer> {
  return await transaction(async (tx) => {
    const before = readSetting(await locked(tx));
    const { answer, after } = takeAnswer(before);
    if (after !== before) await writeDemoSetting(emulatorKey, after, now, tx);
    return answer;
  });
}

/** How the OCSP responder of the demo's authority behaves. */
export async function responderMode(): Promise<ResponderMode> {
  const stored = responderOrder.safeParse(await readDemoSetting(responderKey));
  return stored.success ? stored.data.mode : "normal";
}

/** Makes the responder normal, slow or down. */
export async function setResponder(
  order: z.infer<typeof responderOrder>,
  now: Date,
): Promise<void> {
  await writeDemoSetting(responderKey, order, now);
}

/** The stored value of one setting, undefined when nothing was stored. */
export async function readDemoSetting(key: string, from: Queryable = db()): Promise<unknown> {
  const rows = await from.select().from(demoSetting).where(eq(demoSetting.key, key)).limit(1);
  return rows[0]?.value;
}

/** Stores one setting. */
export async function writeDemoSetting(
  key: string,
  value: object,
  now: Date,
  into: Queryable = db(),
): Promise<void> {
  await into
    .insert(demoSetting)
    .values({ key, value, updatedAt: now })
    .onConflictDoUpdate({ target: demoSetting.key, set: { value, updatedAt: now } });
}

async function locked(tx: Queryable): Promise<unknown> {
  const rows = await tx
    .select()
    .from(demoSetting)
    .where(eq(demoSetting.key, emulatorKey))
    .for("update");
  return rows[0]?.value;
}
