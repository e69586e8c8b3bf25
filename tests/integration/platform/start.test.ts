import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { trustedAuthorities } from "#lib/eds/signing/demo-ca.ts";
import { checkTrustedAuthorities } from "#lib/eds/start-check.ts";
import { writeTrustFolder } from "#lib/eds/trust-folder.ts";
import { temporaryFolder } from "#tests/support/environment.ts";
import { productionEnvironment } from "#tests/support/production.ts";
import { demoCa } from "../../unit/eds/fixtures.ts";

// The programs themselves, started as an operator starts them, with something of the demo left in.

const folder = temporaryFolder();
const trust = join(folder, "trust");
const empty = join(folder, "empty");
beforeAll(async () => {
  await writeTrustFolder(trust, trustedAuthorities(demoCa()));
  mkdirSync(empty);
});

const production: Record<string, string> = { ...productionEnvironment, PORT: "0" };

function start(program: string, changes: Record<string, string>) {
  const { PATH = "" } = process.env;
  // In a folder of its own, so that nobody's .env is read.
  const ended = spawnSync(process.execPath, [join(process.cwd(), "bin/run.mjs"), program], {
    cwd: folder,
    env: { PATH, NODE_ENV: "production", ...production, EDS_TRUST_DIR: trust, ...changes },
    encoding: "utf8",
    timeout: 25_000,
  });
  return { status: ended.status, said: ended.stderr };
}

test.each([
  ["lib/front/main.ts", { REGISTRIES: "sandbox" }, /^REGISTRIES is sandbox/m],
  ["lib/worker/main.ts", { EDS_ALLOW_TEST_CA: "1" }, /^EDS_ALLOW_TEST_CA trusts test keys/m],
  ["lib/front/main.ts", {}, /^EDS_TRUST_DIR cannot be trusted: trust-test-authority/m],
  ["lib/worker/main.ts", {}, /^EDS_TRUST_DIR cannot be trusted: trust-test-authority/m],
  ["lib/front/main.ts", { EDS_TRUST_DIR: "/nowhere" }, /^EDS_TRUST_DIR .*trust-folder-unreadable/m],
  [
    "lib/worker/main.ts",
    { WORKING_CALENDAR_FILE: "/no.json" },
    /^WORKING_CALENDAR_FILE .*unreadable/m,
  ],
  [
    "lib/front/main.ts",
    { WORKING_CALENDAR_FILE: "/no.json" },
    /^WORKING_CALENDAR_FILE .*unreadable/m,
  ],
  ["lib/worker/main.ts", { LOG_SIGNING_KEY: "" }, /^LOG_SIGNING_KEY is missing/m],
  ["lib/front/main.ts", { NEXTAUTH_SECRET: "" }, /^NEXTAUTH_SECRET is missing/m],
  ["lib/front/dev.ts", {}, /^APP_ENV is production/m],
])("%s does not start with %o", (program, changes, reason) => {
  const { status, said } = start(program, changes);
  expect(said).toMatch(reason);
  expect(status).toBe(1);
});

test("a folder is read with what the environment allows", async () => {
  const read = (EDS_TRUST_DIR: string | undefined, EDS_ALLOW_TEST_CA: boolean) =>
    checkTrustedAuthorities({ EDS_TRUST_DIR, EDS_ALLOW_TEST_CA });
  await read(trust, true);
  await read(undefined, false);
  await expect(read(trust, false)).rejects.toThrow("EDS_TRUST_DIR");
  await expect(read(empty, true)).rejects.toThrow("trust-folder-empty");
});
