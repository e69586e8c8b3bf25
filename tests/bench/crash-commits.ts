import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import postgres from "postgres";
import { startKillable } from "#tests/e2e/chaos/database.ts";

const writers = 8;
/** Milliseconds of writing before each death. */
const before = 300;

/**
 * How many rows of those that PostgreSQL acknowledged are gone after its deaths.
 * @param keepsCommits false: with synchronous_commit=off, which must lose some, or the measure sees nothing
 */
export async function rowsLost(keepsCommits: boolean, deaths: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "kezek-crash-commits-"));
  const database = await startKillable({ folder: join(folder, "postgres"), keepsCommits });
  try {
    await asked(database.url, (client) => client`create table written (id bigint primary key)`);
    let serial = 0;
    let lost = 0;
    for (let death = 0; death < deaths; death += 1) {
      const acknowledged: number[] = [];
      const client = postgres(database.url, {
        max: writers,
        fetch_types: false,
        onnotice: () => undefined,
      });
      const work = Array.from({ length: writers }, async () => {
        try {
          for (;;) {
            serial += 1;
            const id = serial;
            await client`insert into written values (${id})`;
            acknowledged.push(id);
          }
        } catch {
          // Its connection is dead: what was not answered was not promised.
        }
      });
      await pause(before);
      await database.kill();
      await client.end({ timeout: 1 });
      await Promise.all(work);
      const rows = await asked(
        database.url,
        (reader) => reader<{ id: string }[]>`select id from written`,
      );
      const there = new Set(rows.map(({ id }) => Number(id)));
      lost += acknowledged.filter((id) => !there.has(id)).length;
    }
    return lost;
  } finally {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function asked<T>(url: string, work: (client: postgres.Sql) => PromiseLike<T>): Promise<T> {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await work(client);
  } finally {
    await client.end({ timeout: 1 });
  }
}
