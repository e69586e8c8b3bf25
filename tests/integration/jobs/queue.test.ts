import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { db, transaction } from "#db/client.ts";
import { addJob } from "#lib/jobs/add-job.ts";
import { livingWorkers } from "#lib/jobs/living-workers.ts";
import { unlockJobsOfTheDead } from "#lib/worker/heartbeat.ts";
import { type RunningWorker, startWorker } from "#lib/worker/runner.ts";
import { useTestDatabase } from "#tests/support/database.ts";

useTestDatabase();

const messageId = "5f0d7f0e-6a1e-4a63-9a3e-0d8f0b1c2d3e";
let worker: RunningWorker | undefined;

afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  await db().execute(sql`delete from graphile_worker._private_jobs`);
  await db().execute(sql`delete from worker_heartbeat`);
});

const waiting = () =>
  db().execute<{ key: string | null; attempts: number; last_error: string | null }>(
    sql`select key, attempts, last_error from graphile_worker.jobs order by id`,
  );

describe("adding a job", () => {
  test("a rolled-back transaction leaves no job", async () => {
    const work = transaction(async (tx) => {
      await addJob(tx, "send-message", { messageId });
      throw new Error("rolled back");
    });
    await expect(work).rejects.toThrow("rolled back");
    expect(await waiting()).toHaveLength(0);
  });

  test("the same key waits once", async () => {
    await transaction((tx) => addJob(tx, "send-message", { messageId }, { key: "a" }));
    await transaction((tx) => addJob(tx, "send-message", { messageId }, { key: "a" }));
    expect(await waiting()).toMatchObject([{ key: "a" }]);
  });

  test("a payload that is not the job's is refused before it is queued", async () => {
    const work = transaction((tx) => addJob(tx, "send-message", { messageId: "870612490009" }));
    await expect(work).rejects.toThrow("messageId");
    expect(await waiting()).toHaveLength(0);
  });
});

describe("the worker", () => {
  test("runs the job with its payload and is seen alive", async () => {
    const sent = vi.fn<(payload: { messageId: string }) => Promise<void>>(async () => undefined);
    worker = await startWorker({ tasks: { "send-message": sent } });
    // At once, or a process that works by itself would not be ready when it opens.
    expect(await livingWorkers(db())).toBeGreaterThan(0);
    await transaction((tx) => addJob(tx, "send-message", { messageId }));
    await expect.poll(() => sent.mock.calls, { timeout: 30_000 }).toEqual([[{ messageId }]]);
    await expect.poll(waiting).toHaveLength(0);
    expect(await livingWorkers(db())).toBeGreaterThan(0);
    await worker.stop();
    worker = undefined;
    expect(await livingWorkers(db())).toBe(0);
  });

  test("keeps a failed job for later and writes no data of the failure into the queue", async () => {
    worker = await startWorker({
      tasks: { "send-message": () => Promise.reject(new TypeError("of 870612490009")) },
    });
    await transaction((tx) => addJob(tx, "send-message", { messageId }));
    await expect
      .poll(waiting, { timeout: 30_000 })
      .toMatchObject([{ attempts: 1, last_error: "TypeError" }]);
  });

  test("gets the job of a killed worker, and leaves that of a living one alone", async () => {
    await transaction((tx) => addJob(tx, "send-message", { messageId }, { key: "dead" }));
    await transaction((tx) => addJob(tx, "send-message", { messageId }, { key: "living" }));
    await db().execute(sql`
      update graphile_worker._private_jobs
      set locked_by = key, locked_at = now() - interval '40 seconds', attempts = 1`);
    await db().execute(sql`
      insert into worker_heartbeat values
        ('dead', now() - interval '1 hour', now() - interval '40 seconds'),
        ('living', now() - interval '1 hour', now())`);
    expect(await unlockJobsOfTheDead(db())).toEqual(["dead"]);
    const free = await db().execute(
      sql`select key from graphile_worker.jobs where locked_by is null`,
    );
    expect([...free]).toEqual([{ key: "dead" }]);
  });

  test("a worker that died before its first beat is dead too", async () => {
    await transaction((tx) => addJob(tx, "send-message", { messageId }));
    await db().execute(sql`
      update graphile_worker._private_jobs
      set locked_by = 'unknown', locked_at = now() - interval '40 seconds'`);
    expect(await unlockJobsOfTheDead(db())).toEqual(["unknown"]);
  });
});
