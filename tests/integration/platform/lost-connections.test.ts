import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, databaseUrl, db, type Queryable, transaction, type Tx } from "#db/client.ts";
import { freePort } from "#lib/platform/free-port.ts";
import { useTestDatabase } from "#tests/support/database.ts";

// A transaction whose connection is gone asks nothing more: not of nobody, and not in somebody else's transaction.

useTestDatabase();

beforeAll(async () => {
  await db().execute(sql`create table written (what text)`);
});
beforeEach(async () => {
  await db().execute(sql`delete from written`);
});

const write = (to: Queryable, what: string) =>
  to.execute(sql`insert into written values (${what})`);

async function written(): Promise<string[]> {
  const rows = await db().execute<{ what: string }>(sql`select what from written order by what`);
  return rows.map(({ what }) => what);
}

/** As an operator does it, or a server that dies. */
async function end(tx: Tx): Promise<void> {
  const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  const other = connect(databaseUrl(), 1);
  try {
    await other.db.execute(sql`select pg_terminate_backend(${row?.pid ?? 0}::int)`);
  } finally {
    await other.close();
  }
}

type Begun = {
  /** What became of the transaction, as its caller hears it. */
  readonly outcome: Promise<unknown>;
  /** Lets the work go on, which knows nothing of it. @returns what became of its next steps */
  goOn(): Promise<readonly unknown[]>;
};

/** A deed that is busy with something else while its connection is lost, and goes on afterwards. */
function deed(run: (work: (tx: Tx) => Promise<void>) => Promise<void>): Begun {
  const { promise: ready, resolve: goOn } = Promise.withResolvers<void>();
  const { promise: steps, resolve: done } = Promise.withResolvers<readonly unknown[]>();
  const outcome = run(async (tx) => {
    await write(tx, "first");
    await end(tx);
    await ready;
    const first: unknown = await write(tx, "late").catch((error: unknown) => error);
    const second: unknown = await tx
      .transaction((inner) => write(inner, "inner"))
      .catch((error: unknown) => error);
    done([first, second]);
    throw new Error("so it is rolled back");
  });
  const failed = outcome.catch((error: unknown) => error);
  return {
    outcome: failed,
    goOn: () => {
      goOn();
      return steps;
    },
  };
}

const lost = expect.objectContaining({ code: "CONNECTION_CLOSED" });

describe("a connection that is lost in the middle of a transaction", () => {
  test("fails it; what the work asks later is refused, and the process lives", async () => {
    const before = db();
    const { outcome, goOn } = deed((work) => transaction(work));
    expect(await outcome).toMatchObject({ code: expect.stringMatching(/CONNECTION_CLOSED|57P01/) });
    expect(await goOn()).toEqual([lost, lost]);
    expect(await written()).toEqual([]);
    // The pool that lost it has given way to a new one.
    expect(db()).not.toBe(before);
    const kept = db();
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => transaction((tx) => write(tx, `after ${i}`))),
    );
    expect(await written()).toHaveLength(20);
    expect(db()).toBe(kept);
  });

  test("does not let it write into, or roll back, what somebody else does on it now", async () => {
    const small = connect(databaseUrl(), 1);
    try {
      const { outcome, goOn } = deed((work) => small.db.transaction(work));
      await outcome;
      // The only connection of the pool, opened again.
      await small.db.transaction(async (tx) => {
        await write(tx, "theirs");
        expect(await goOn()).toEqual([lost, lost]);
        await write(tx, "theirs too");
      });
      expect(await written()).toEqual(["theirs", "theirs too"]);
    } finally {
      await small.close();
    }
  });
});

test(
  "the next of several hosts is asked where the first is away",
  { timeout: 30_000 },
  async () => {
    const address = new URL(databaseUrl());
    const away = `127.0.0.1:${await freePort()}`;
    const several = connect(address.href.replace(address.host, `${away},${address.host}`), 1);
    try {
      await several.db.transaction((tx) => write(tx, "by the second"));
      expect(await written()).toEqual(["by the second"]);
    } finally {
      await several.close();
    }
  },
);
