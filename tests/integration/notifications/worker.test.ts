import { type ChildProcess, spawn } from "node:child_process";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { notify } from "#lib/notifications/notify.ts";
import { newId } from "#lib/platform/ids.ts";
import { type RunningWorker, startWorker } from "#lib/worker/runner.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import {
  readText,
  receiptBody,
  type SmppServer,
  startSmppServer,
} from "#tests/support/smpp-server.ts";
import { type Household, settle } from "../documents/household.ts";
import { neverQuiet } from "./working-off.ts";

useTestDatabase();

const patience = { timeout: 25_000, interval: 50 };
let house: Household;
let centre: SmppServer;
let worker: RunningWorker | undefined;
let child: ChildProcess | undefined;

beforeAll(async () => {
  house = await settle();
  await neverQuiet();
});
beforeEach(async () => {
  centre = await startSmppServer();
  useTestEnvironment({ SMS_URL: centre.url() });
});
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  child?.kill("SIGKILL");
  await centre.stop();
  await db().delete(message);
  await db().execute(sql`delete from graphile_worker._private_jobs`);
});

async function write(what: "registered" | "code"): Promise<string> {
  const cause = `${what}:${newId()}`;
  const common = {
    personId: house.olga.personId,
    regionId: house.akmola,
    cause,
    phone: "+77770001199",
    email: null,
    locale: "kk" as const,
  };
  const params = { number: "111-26-000042", n: 17, code: "7KXR24BD" };
  const now = new Date();
  await transaction((tx) =>
    what === "code"
      ? notify(tx, { ...common, template: "code", params: { code: "4711" } }, now)
      : notify(tx, { ...common, template: "registered", params }, now),
  );
  const [row] = await db().select().from(message).where(eq(message.cause, cause));
  return row?.id ?? "";
}

const state = async (id: string) =>
  (await db().select().from(message).where(eq(message.id, id)))[0]?.state;

describe("the worker", () => {
  test("sends while the centre is up, waits while it is down, and says good-bye", async () => {
    worker = await startWorker();
    const first = await write("registered");
    await expect.poll(() => state(first), patience).toBe("sent");
    expect(await centre.deliver(receiptBody("ABC1", "DELIVRD"))).toEqual([0]);
    await expect.poll(() => state(first), patience).toBe("delivered");

    const { port } = centre;
    await centre.stop();
    const second = await write("registered");
    await expect
      .poll(
        async () => (await db().select().from(message).where(eq(message.id, second)))[0],
        patience,
      )
      .toMatchObject({ state: "queued", failure: "no-connection" });
    centre = await startSmppServer(port);
    await expect.poll(() => state(second), patience).toBe("sent");
    expect(centre.taken.map(readText)).toHaveLength(1);
    await worker.stop();
    worker = undefined;
    expect(centre.commands.at(-1)).toBe(0x06);
  });

  test.each([
    // The protocol has no name for a repetition: after such a death nothing is said again.
    ["registered", "failed"],
    ["code", "failed"],
  ] as const)(
    "that is killed while it hands over: %s is %s in the end, and does not come twice",
    async (what, outcome) => {
      let killed = false;
      centre.before = async () => {
        if (killed) return;
        killed = true;
        const gone = new Promise((resolve) => child?.once("exit", resolve));
        child?.kill("SIGKILL");
        await gone;
      };
      const id = await write(what);
      child = spawn(process.execPath, ["bin/run.mjs", "lib/worker/main.ts"], {
        env: { ...process.env, EDS_TRUST_DIR: "" },
        stdio: "ignore",
      });
      await expect.poll(() => killed, patience).toBe(true);
      expect(await state(id)).toBe("queued");
      // The next one takes over when the time of the first one's call is over: here at once.
      await db().execute(sql`update worker_heartbeat set last_seen_at = now() - interval '1 hour'`);
      await db().execute(sql`
        update graphile_worker._private_jobs set locked_at = now() - interval '1 hour'
        where locked_at is not null`);
      await db().execute(sql`
        update message set handing_over_since = now() - interval '1 hour' where id = ${id}`);
      worker = await startWorker();
      await expect.poll(() => state(id), patience).toBe(outcome);
      expect(centre.came).toHaveLength(1);
    },
  );
});
