import { sql } from "drizzle-orm";
import { pgTable, text } from "drizzle-orm/pg-core";
import { describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { DatabaseError, violatedConstraint } from "#db/database-error.ts";
import { useTestDatabase } from "#tests/support/database.ts";

useTestDatabase();

const iin = "870612490009";
const family = pgTable("family", { iin: text("iin").primaryKey() });

async function failure(work: PromiseLike<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("expected a failure");
}

// Everything a logger could print: message, stack, own properties, and the chain of causes.
function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = Object.getOwnPropertyNames(error).map((name) => String(Reflect.get(error, name)));
  return [error.message, ...own, error.cause ? everythingOf(error.cause) : ""].join("\n");
}

describe("errors of the database", () => {
  test("name the constraint and carry no value", async () => {
    await db().execute(sql`create table family (iin text constraint family_iin primary key)`);
    await db().insert(family).values({ iin });
    const error = await failure(db().insert(family).values({ iin }));
    expect(error).toBeInstanceOf(DatabaseError);
    expect(violatedConstraint(error)).toBe("family_iin");
    expect(everythingOf(error)).not.toContain(iin);
    expect(everythingOf(error)).toContain("insert into");
  });

  test("carry no value when a cast fails inside a transaction", async () => {
    const error = await failure(transaction((tx) => tx.execute(sql`select ${iin}::text::integer`)));
    expect(error).toMatchObject({ code: "22003" });
    expect(everythingOf(error)).not.toContain(iin);
  });

  test("carry no value when only the commit finds out", async () => {
    await db().execute(sql`create table late (iin text unique deferrable initially deferred)`);
    const error = await failure(
      transaction((tx) => tx.execute(sql`insert into late values (${iin}), (${iin})`)),
    );
    expect(violatedConstraint(error)).toBe("late_iin_key");
    expect(everythingOf(error)).not.toContain(iin);
  });

  test("still say what is wrong with the statement", async () => {
    const error = await failure(db().execute(sql`select nothing_like_this from family`));
    expect(error).toMatchObject({ code: "42703" });
    expect(everythingOf(error)).toContain("nothing_like_this");
  });
});

describe("transaction", () => {
  test("keeps nothing of a work that throws", async () => {
    await db().execute(sql`create table kept (n integer)`);
    await failure(
      transaction(async (tx) => {
        await tx.execute(sql`insert into kept values (1)`);
        throw new Error("changed my mind");
      }),
    );
    expect(await db().execute(sql`select n from kept`)).toHaveLength(0);
  });

  test("serializable: two that meet both succeed in the end", async () => {
    await db().execute(sql`create table counter as select 0 as n`);
    const increment = () =>
      transaction(
        async (tx) => {
          const [row] = await tx.execute<{ n: number }>(sql`select n from counter`);
          await tx.execute(sql`update counter set n = ${(row?.n ?? 0) + 1}`);
        },
        { isolationLevel: "serializable" },
      );
    await Promise.all([increment(), increment()]);
    expect([...(await db().execute(sql`select n from counter`))]).toEqual([{ n: 2 }]);
  });

  test("tried again where it is asked for: two that wait for each other both succeed", async () => {
    await db().execute(
      sql`create table pair as select g as id, 0 as n from generate_series(1, 2) g`,
    );
    // Each holds its first row until the other has its own too: then each wants the other's.
    const holding = [0, 1].map(() => Promise.withResolvers<void>());
    const cross = (own: 0 | 1) =>
      transaction(
        async (tx) => {
          await tx.execute(sql`update pair set n = n + 1 where id = ${own + 1}`);
          holding[own]?.resolve();
          await holding[1 - own]?.promise;
          await tx.execute(sql`update pair set n = n + 1 where id = ${2 - own}`);
        },
        { tries: 3 },
      );
    await Promise.all([cross(0), cross(1)]);
    expect([...(await db().execute(sql`select n from pair`))]).toEqual([{ n: 2 }, { n: 2 }]);
  });
});
