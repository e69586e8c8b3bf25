import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "#db/embedded.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { processWide } from "#lib/platform/process-wide.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the migrated database that every test database is a copy of. */
    templateUrl: string;
  }
}

type Server = { readonly url: string; stop(): Promise<void> };

// The projects of one run share one server, and each loads this module for itself.
const shared = processWide<{ users: number; running: Promise<Server> | undefined }>(
  "test-database",
  () => ({
    users: 0,
    running: undefined,
  }),
);

/**
 * Once per run: a real PostgreSQL with one migrated database. `DATABASE_URL` names a server to use instead of the
 * embedded one (CI runs the same tests on PostgreSQL 15); its role must be allowed to create databases.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.users += 1;
  shared.running ??= start();
  const server = await shared.running;
  project.provide("templateUrl", server.url);
  return async () => {
    shared.users -= 1;
    if (shared.users === 0) await server.stop();
  };
}

async function start() {
  const given = process.env["DATABASE_URL"];
  const server = given ? await onServer(given) : await onEmbedded();
  await migrateDatabase(server.url);
  return server;
}

async function onEmbedded() {
  const folder = mkdtempSync(join(tmpdir(), "kezek-test-"));
  const server = await startEmbedded({ folder: join(folder, "postgres"), disposable: true });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function onServer(url: string) {
  const name = `kezek_template_${process.pid}`;
  const admin = postgres(url, { max: 1, onnotice: () => undefined });
  await admin`create database ${admin(name)}`;
  const template = new URL(url);
  template.pathname = `/${name}`;
  return {
    url: template.href,
    stop: async () => {
      await admin`drop database if exists ${admin(name)} with (force)`;
      await admin.end();
    },
  };
}
