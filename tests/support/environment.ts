import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resetEnv } from "#lib/platform/env.ts";

const known = {
  APP_ENV: "test",
  NEXTAUTH_URL: "http://localhost:3000",
  NEXTAUTH_SECRET: "a secret that only the tests know",
  REGISTRIES: "sandbox",
  EDS_ALLOW_TEST_CA: "1",
};

/** Gives the process the environment of a test, with `changes` on top; `env()` sees it at once. */
export function useTestEnvironment(changes: Readonly<Record<string, string>> = {}): void {
  process.env["KEZEK_DIR"] ??= temporaryFolder();
  Object.assign(process.env, known, changes);
  resetEnv();
}

/** A folder that is gone when the process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kezek-test-files-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A key for a public log, as `LOG_SIGNING_KEY` holds it. */
export function newLogKey(): string {
  return generateKeyPairSync("ed25519")
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();
}
