import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, inject } from "vitest";
import { closeDb } from "#db/client.ts";
import { useTestEnvironment } from "./environment.ts";

export type TestDatabase = {
  readonly url: string;
  /** Closes the portal's pool and drops the database. */
  drop(): Promise<void>;
};

/**
 * A database of its own, copied from the migrated template; from now on `db()` and `transaction()` mean this one.
 * Use `useTestDatabase()` where hooks will do.
 */
async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(inject("templateUrl"));
  const templateName = template.pathname.slice(1);
  const name = `test_${randomBytes(8).toString("hex")}`;
  await asAdmin(
    template,
    (admin) => admin`create database ${admin(name)} template ${admin(templateName)}`,
  );
  const own = new URL(template);
  own.pathname = `/${name}`;
  await closeDb();
  useTestEnvironment({ DATABASE_URL: own.href });
  return {
    url: own.href,
    drop: async () => {
      await closeDb();
      await asAdmin(
        template,
        (admin) => admin`drop database if exists ${admin(name)} with (force)`,
      );
    },
  };
}

/** One fresh database for all tests of the file, dropped at its end. */
export function useTestDatabase(): void {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database?.drop();
  });
}

// The maintenance database that every server has: nobody may be connected to the template while it is copied.
async function asAdmin(
  template: URL,
  work: (admin: postgres.Sql) => PromiseLike<unknown>,
): Promise<void> {
  const address = new URL(template);
  address.pathname = "/postgres";
  const admin = postgres(address.href, { max: 1, onnotice: () => undefined });
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
