import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { auditEntry } from "#db/schema/audit.ts";
import type { Actor, PersonActor } from "#lib/access/actor.ts";
import { anonymous } from "#lib/access/actor.ts";
import { recheckSignature } from "#lib/applications/recheck-signature.ts";
import { openEvidence } from "#lib/documents/evidence-package.ts";
import type { KeyKind } from "#lib/eds/signing/keys.ts";
import { edsVerify } from "#lib/operator/eds-verify.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { unzipped } from "#tests/unit/documents/unzip.ts";
import { desk, registeredAtDesk, useAuthorityDesk } from "../applications/authority-desk.ts";
import { beginAnew, signedIn } from "../applications/family.ts";
import { later, now, openPortals, sergey } from "../sign-in/gate.ts";

useTestDatabase();
useAuthorityDesk();

let akmola: Portal;
let oral: Portal;
let olga: PersonActor;
let stranger: PersonActor;
const folders: string[] = [];
beforeAll(async () => {
  ({ akmola, oral } = await openPortals());
  olga = await signedIn(akmola);
  stranger = await signedIn(akmola, sergey.iin);
});
beforeEach(async () => {
  desk.mode = "normal";
  await beginAnew();
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const take = (actor: Actor, which: string, regionId = akmola.id) =>
  openEvidence(actor, { regionId, which, traceId: "request-9" }, now);

/** The archive's files, unpacked into a folder as a court's expert would. */
async function unpacked(number: string) {
  const taken = await take(olga, number);
  if (!taken.ok) throw new Error(taken.code);
  const files = unzipped(taken.value.bytes);
  const folder = mkdtempSync(join(tmpdir(), "kezek-evidence-"));
  folders.push(folder);
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return { files, folder };
}

/** Changes one byte of a file, a third of the way into it, and gives back how to restore it. */
function damage(file: string, where = 1 / 3): () => void {
  const whole = readFileSync(file);
  const changed = Buffer.from(whole);
  const at = Math.floor(changed.length * where);
  changed[at] = (changed[at] ?? 0) ^ 1;
  writeFileSync(file, changed);
  return () => writeFileSync(file, whole);
}

/** The commands in the archive's own instructions. */
function instructions(folder: string, program: string): string[] {
  const text = readFileSync(join(folder, "README.ru.txt"), "utf8");
  return text
    .split("\n")
    .flatMap((line) => (line.startsWith(`  ${program} `) ? [line.trim()] : []));
}

async function kezek(folder: string): Promise<{ exit: number; code: string }> {
  const [line = ""] = instructions(folder, "npx kezek eds verify");
  const files = /\.(cms|json|der|tsr)$|^authorities$/;
  const argv = line
    .split(" ")
    .slice(4)
    .map((word) => (files.test(word) ? join(folder, word) : word));
  let output = "";
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    output += String(chunk);
    return true;
  });
  const exit = await edsVerify([...argv, "--json"]);
  spy.mockRestore();
  return { exit, code: String(JSON.parse(output).code) };
}

function runs(command: string, folder: string): boolean {
  const [program = "", ...words] = command.split(" ");
  try {
    execFileSync(program, words, { cwd: folder, stdio: "pipe" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") throw error;
    return false;
  }
}

const hasOpenssl = (): boolean => {
  try {
    return runs("openssl version", tmpdir());
  } catch {
    return false;
  }
};

describe.each(["gost", "rsa"] as const)("%s", (algorithm: KeyKind) => {
  test("the package is confirmed by the command in its own instructions, and refused after one changed byte", async () => {
    const { number, bytes } = await registeredAtDesk(olga, akmola, algorithm);
    const { files, folder } = await unpacked(number);
    expect(files.get("data.json")).toEqual(new Uint8Array(bytes));
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        "README.kk.txt",
        "README.en.txt",
        "signature.pem",
        "ocsp.der",
        "timestamp.tsr",
        "report.json",
      ]),
    );
    expect(await kezek(folder)).toEqual({ exit: 0, code: "ok" });
    const wrong: Record<string, string> = {
      "data.json": "content-mismatch",
      "signature.cms": "content-mismatch",
      "timestamp.tsr": "bad-timestamp",
      "ocsp.der": "revocation-unknown",
    };
    for (const [name, code] of Object.entries(wrong)) {
      const mend = damage(join(folder, name));
      const said = await kezek(folder);
      expect([name, said.exit, said.code]).toEqual([name, 1, code]);
      mend();
    }
    expect(await kezek(folder)).toEqual({ exit: 0, code: "ok" });
  });
});

test("RSA: OpenSSL confirms it by the instructions, and refuses one changed byte anywhere", async () => {
  if (!hasOpenssl()) return console.log("not run: no openssl here");
  const { number } = await registeredAtDesk(olga, akmola, "rsa");
  const { folder } = await unpacked(number);
  const commands = [
    ...instructions(folder, "openssl cms"),
    ...instructions(folder, "cmp"),
    ...instructions(folder, "openssl ts"),
  ];
  expect(commands).toHaveLength(3);
  const verdicts = () => commands.map((command) => runs(command, folder));
  expect(verdicts()).toEqual([true, true, true]);
  for (const where of [0.1, 0.5, 0.75, 0.98]) {
    const mend = damage(join(folder, "signature.cms"), where);
    rmSync(join(folder, "signed.bin"), { force: true });
    expect([where, verdicts()[0]]).toEqual([where, false]);
    mend();
  }
  let mend = damage(join(folder, "data.json"));
  expect(verdicts()).toEqual([true, false, true]);
  mend();
  mend = damage(join(folder, "timestamp.tsr"));
  expect(verdicts()).toEqual([true, true, false]);
  mend();
  mend = damage(join(folder, "signature-value.bin"));
  expect(verdicts()).toEqual([true, true, false]);
});

test("signed while the services were silent: the package says so, and later has the answer", async () => {
  desk.mode = "down";
  const { number, applicationId } = await registeredAtDesk(olga, akmola);
  const before = await unpacked(number);
  expect([...before.files.keys()]).not.toContain("ocsp.der");
  expect([...before.files.keys()]).not.toContain("timestamp.tsr");
  expect(readFileSync(join(before.folder, "README.ru.txt"), "utf8")).toContain(
    "При подписи центр не ответил",
  );
  expect((await kezek(before.folder)).exit).toBe(0);

  desk.mode = "normal";
  desk.clock = later(3600);
  const [row] = await db().select().from(application).where(eq(application.id, applicationId));
  await recheckSignature({ evidenceId: row?.evidenceId ?? "" }, later(3600));
  desk.clock = now;
  const after = await unpacked(number);
  expect([...after.files.keys()]).toContain("ocsp-later.der");
  expect(await kezek(after.folder)).toEqual({ exit: 0, code: "ok" });
  expect(instructions(after.folder, "npx kezek")[0]).toContain("--ocsp ocsp-later.der");
});

test("only the owner gets it, in the own region, and that is recorded", async () => {
  const { number, applicationId } = await registeredAtDesk(olga, akmola);
  expect((await take(olga, applicationId)).ok).toBe(true);
  expect(await take(stranger, number)).toMatchObject({ code: "not-yours" });
  expect(await take(olga, number, oral.id)).toMatchObject({ code: "not-yours" });
  expect(await take(olga, "no-such")).toMatchObject({ code: "not-yours" });
  expect(await take(anonymous("kk"), number)).toMatchObject({ code: "signed-out" });
  const entries = await db()
    .select()
    .from(auditEntry)
    .where(eq(auditEntry.subjectKind, "signature-evidence"));
  const taken = entries.find((each) => each.detail["number"] === number);
  expect(taken).toMatchObject({
    action: "application.read",
    personId: olga.personId,
    requestId: "request-9",
    detail: { outcome: "evidence", number },
  });
  expect(entries.filter((each) => each.personId === stranger.personId)).toEqual([]);
});
