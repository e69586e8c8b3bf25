import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fail } from "#lib/platform/result.ts";
import type { Result } from "#lib/platform/result.ts";
import { binaryOf } from "./encoding.ts";
import { isTestAuthority, trustStore } from "./trust-store.ts";
import type { TrustStore } from "./trust-store.ts";

export type TrustFolderCode =
  | "trust-folder-unreadable"
  | "trust-folder-empty"
  | "trust-file-not-pinned"
  | "trust-file-changed"
  | "trust-file-not-an-authority"
  | "trust-test-authority";

const extensions: ReadonlySet<string> = new Set([".cer", ".crt", ".pem"]);
const pinsFile = "SHA256SUMS";

/**
 * Loads a folder of authorities: .cer, .crt and .pem, in DER or PEM. If the folder holds
 * `SHA256SUMS` (what `sha256sum *.cer` prints), every certificate must be listed there with its sum: a file that was
 * added or exchanged later stops the start.
 *
 * @param allowTestAuthorities false in production: a test authority then refuses the whole folder
 * @returns the failure's detail names the folder or file
 */
export async function loadTrustFolder(
  folder: string,
  { allowTestAuthorities }: { allowTestAuthorities: boolean },
): Promise<Result<TrustStore, TrustFolderCode, string>> {
  const names = await readdir(folder).catch(() => null);
  if (names === null) return fail("trust-folder-unreadable", folder);
  const candidates = names.filter((name) => extensions.has(extname(name).toLowerCase())).toSorted();
  if (candidates.length === 0) return fail("trust-folder-empty", folder);
  const pins = names.includes(pinsFile)
    ? readPins(await readFile(join(folder, pinsFile), "utf8"))
    : null;

  const certificates: Uint8Array[] = [];
  /** The file of each certificate. */
  const files: string[] = [];
  for (const file of candidates) {
    const content = await readFile(join(folder, file)).catch(() => null);
    if (content === null) return fail("trust-folder-unreadable", join(folder, file));
    const pin = pins === null ? sha256(content) : pins.get(file);
    if (pin === undefined) return fail("trust-file-not-pinned", file);
    if (pin !== sha256(content)) return fail("trust-file-changed", file);
    const found = certificatesIn(content);
    if (found === null) return fail("trust-file-not-an-authority", file);
    certificates.push(...found);
    files.push(...found.map(() => file));
  }

  const store = trustStore(certificates);
  if (!store.ok) return fail("trust-file-not-an-authority", files[store.detail] ?? folder);
  const test = store.value.authorities.find(isTestAuthority);
  if (test !== undefined && !allowTestAuthorities) {
    return fail("trust-test-authority", test.fingerprint);
  }
  return store;
}

/** Whether the folder names the sums of its files, so that one that is added or exchanged later is noticed. */
export async function isPinned(folder: string): Promise<boolean> {
  return (await readdir(folder)).includes(pinsFile);
}

/** A file is one certificate in DER, or certificates in PEM with whatever text around them. */
function certificatesIn(content: Uint8Array): Uint8Array[] | null {
  const text = Buffer.from(content).toString("latin1");
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g);
  const sources = blocks === null ? [content] : blocks.map((block) => Buffer.from(block));
  const binaries = sources.map(binaryOf).filter((each) => each !== null);
  return binaries.length === sources.length ? binaries : null;
}

function readPins(text: string): ReadonlyMap<string, string> {
  const lines = text.matchAll(/^([0-9a-f]{64}) [ *](?:\.\/)?(.+?)\r?$/gim);
  return new Map(Array.from(lines, ([, sum = "", name = ""]) => [name, sum.toLowerCase()]));
}

/** Writes authorities (name → DER) as a trust folder with its pins. */
export async function writeTrustFolder(
  folder: string,
  authorities: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const sums: string[] = [];
  for (const [name, der] of authorities) {
    await writeFile(join(folder, `${name}.cer`), der);
    sums.push(`${sha256(der)}  ${name}.cer\n`);
  }
  await writeFile(join(folder, pinsFile), sums.join(""));
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
