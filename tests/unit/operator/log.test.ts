import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { logProof } from "#lib/operator/log-proof.ts";
import { logAudit, logVerify } from "#lib/operator/log-verify.ts";
import { base64Of } from "#lib/transparency/base64.ts";
import { pemOf, publicKeyOf } from "#lib/transparency/checkpoint.ts";
import { emptyRoot, hashLeaf } from "#lib/transparency/tree.ts";
import { temporaryFolder } from "#tests/support/environment.ts";
import { ran } from "#tests/support/command.ts";
import { naivePath, naiveProof, naiveRoot } from "../transparency/naive-tree.ts";
import { logKey, otherKey, sampleLog } from "../transparency/sample-log.ts";

const folder = temporaryFolder();
function fileWith(content: unknown, name = "input.json"): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

async function run(command: (argv: string[]) => Promise<number>, ...argv: string[]) {
  const told = await ran(command, ...argv);
  return { ...told, lines: told.out.split("\n").filter(Boolean) };
}

const leaves = Array.from({ length: 7 }, (_, i) => Buffer.from(`leaf ${i}`));
const inclusion = {
  kind: "inclusion",
  leafIdx: 3,
  treeSize: 7,
  leafHash: base64Of(hashLeaf(leaves[3] ?? Buffer.alloc(0))),
  root: base64Of(naiveRoot(leaves)),
  proof: naivePath(3, leaves).map(base64Of),
};
const consistency = {
  kind: "consistency",
  size1: 3,
  size2: 7,
  root1: base64Of(naiveRoot(leaves.slice(0, 3))),
  root2: inclusion.root,
  proof: naiveProof(3, leaves).map(base64Of),
};
const only = { ...inclusion, leafIdx: 0, treeSize: 1, root: inclusion.leafHash };

describe("kezek log proof", () => {
  test("one", async () => {
    const { code, out } = await run(logProof, fileWith(inclusion), "--json");
    expect([code, JSON.parse(out)]).toEqual([0, { valid: true, code: "ok" }]);
  });

  test("several: a line for each, or one list for a program", async () => {
    const file = fileWith([
      inclusion,
      consistency,
      { ...only, proof: null },
      { ...only, proof: [] },
    ]);
    const right = { valid: true, code: "ok" };
    expect((await run(logProof, file)).lines.map((line) => JSON.parse(line))).toEqual(
      Array.from({ length: 4 }, () => right),
    );
    const asList = await run(logProof, file, "--json");
    expect([asList.code, JSON.parse(asList.out)]).toEqual([
      0,
      Array.from({ length: 4 }, () => right),
    ]);
  });

  test.each([
    ["no proof at all", { ...inclusion, proof: undefined }, "form"],
    ["an unknown kind", { ...inclusion, kind: "presence" }, "form"],
    ["a number as a word", { ...inclusion, leafIdx: "3" }, "form"],
    ["a hash that is no base64", { ...inclusion, root: `${inclusion.root} ` }, "form"],
    ["a hash in other base64", { ...inclusion, root: inclusion.root.replace(/.=$/, "/=") }, "form"],
    ["another leaf", { ...inclusion, leafHash: base64Of(emptyRoot()) }, "root"],
    ["an index outside", { ...inclusion, leafIdx: 7 }, "index-outside"],
    ["null where hashes are due", { ...inclusion, proof: null }, "proof-length"],
    ["equal sizes and other roots", { ...consistency, size1: 7, proof: null }, "root"],
    ["nothing before", { ...consistency, size1: 0, proof: [] }, "sizes"],
    ["an empty proof", { ...consistency, proof: [] }, "empty-proof"],
    ["nothing", null, "form"],
  ])("%s", async (_, proof, expected) => {
    const { code, out } = await run(logProof, fileWith([inclusion, proof]), "--json");
    const verdicts = [
      { valid: true, code: "ok" },
      { valid: false, code: expected },
    ];
    expect([code, JSON.parse(out)]).toEqual([1, verdicts]);
  });

  test("a file that is no JSON is refused, one that is not there is wrong usage", async () => {
    expect((await run(logProof, fileWith("{"), "--json")).code).toBe(1);
    expect((await run(logProof, join(folder, "nowhere"))).code).toBe(2);
    expect((await run(logProof)).code).toBe(2);
  });
});

const log = sampleLog();
const pem = (key: typeof logKey, name: string) => fileWith(pemOf(publicKeyOf(key)), name);

describe("kezek log verify", () => {
  test("a receipt, with its own key and with the one expected", async () => {
    const file = fileWith(log.receiptOf(3), "receipt.json");
    const own = await run(logVerify, file, "--json");
    expect([own.code, JSON.parse(own.out)]).toMatchObject([
      0,
      {
        valid: true,
        code: "ok",
        key: "receipt",
        leafIdx: 3,
        leaf: { region: "oral" },
        head: { size: 13 },
      },
    ]);
    const pinned = await run(logVerify, file, "--key", pem(logKey, "log.pem"), "--json");
    expect(JSON.parse(pinned.out)).toMatchObject({ valid: true, key: "pinned" });
    expect((await run(logVerify, file)).out).toContain("valid: true\ncode: ok\n");
  });

  test("another key, another leaf, no key where one was named", async () => {
    const file = fileWith(log.receiptOf(3), "receipt.json");
    const other = await run(logVerify, file, "--key", pem(otherKey, "other.pem"), "--json");
    expect([other.code, JSON.parse(other.out)]).toEqual([1, { valid: false, code: "key" }]);
    const changed = fileWith(log.receiptOf(3).replace("CD1003KP", "CD1004KP"));
    expect((await run(logVerify, changed)).code).toBe(1);
    expect((await run(logVerify, file, "--key", fileWith("no key", "no.pem"))).code).toBe(2);
    expect((await run(logVerify, file, "--key", join(folder, "nowhere"))).code).toBe(2);
  });
});

describe("kezek log audit", () => {
  const whole = `${log.lines.join("\n")}\n`;

  test("a sound log, with what somebody kept from it", async () => {
    const kept = [
      "--kept",
      fileWith(log.receiptOf(2, 5), "kept.json"),
      "--kept",
      fileWith(log.noteAt(8), "kept.txt"),
    ];
    const { code, out } = await run(
      logAudit,
      fileWith(whole),
      "--key",
      pem(logKey, "k.pem"),
      ...kept,
      "--json",
    );
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { valid: true, code: "ok", leaves: 13, heads: 4, key: "pinned", lastHead: { size: 13 } },
    ]);
  });

  test("a changed leaf, a line ended otherwise, a file that is not there", async () => {
    const changed = await run(logAudit, fileWith(whole.replace("CD1003KP", "CD1004KP")), "--json");
    expect([changed.code, JSON.parse(changed.out)]).toMatchObject([1, { code: "head-root" }]);
    expect((await run(logAudit, fileWith(whole.replace("\n", "\r\n")))).code).toBe(1);
    expect((await run(logAudit, join(folder, "nowhere"))).code).toBe(2);
    expect((await run(logAudit, fileWith(whole), "--kept", join(folder, "nowhere"))).code).toBe(2);
  });
});

test("a file that cannot be read is named, whichever of them it is", async () => {
  const nowhere = join(folder, "nowhere");
  const whole = fileWith(log.lines.join("\n"), "whole.jsonl");
  const receipt = fileWith(log.receiptOf(3), "receipt.json");
  for (const [command, ...argv] of [
    [logProof, nowhere],
    [logVerify, nowhere],
    [logVerify, receipt, "--key", nowhere],
    [logAudit, nowhere],
    [logAudit, whole, "--kept", nowhere],
    [logAudit, whole, "--key", nowhere],
  ] as const) {
    const { code, out, err } = await run(command, ...argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`Cannot read ${nowhere}\n`);
  }
  const keyless = await run(logVerify, receipt, "--key", fileWith("no key", "no.pem"));
  expect(keyless.err).toContain("There is no Ed25519 public key in ");
});
