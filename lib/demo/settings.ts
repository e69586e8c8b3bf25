import { eq } from "drizzle-orm";
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

// What the demo and the tests change while the portal runs. Rows in the database, because the web process, the worker
// and the emulator are several processes.

const emulatorKey = "emulator";

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
