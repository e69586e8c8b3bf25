import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { parseCertificate } from "#lib/eds/certificate.ts";
import type { Certificate } from "#lib/eds/certificate.ts";
import { binaryOf } from "#lib/eds/encoding.ts";
import { signerOf } from "#lib/eds/profile.ts";
import type { Purpose, Signer } from "#lib/eds/profile.ts";
import { loadTrustFolder } from "#lib/eds/trust-folder.ts";
import { trustStore } from "#lib/eds/trust-store.ts";
import type { TrustStore } from "#lib/eds/trust-store.ts";
import { verifySignedMessage } from "#lib/eds/verify.ts";
import type { Verification } from "#lib/eds/verify.ts";

/*
 * `kezek eds …`: what anybody can check with a signature and the authorities' certificates, without the portal, its
 * database or a network.
 */

const verifyUsage =
  "kezek eds verify FILE [--content FILE] [--trust DIR] [--at INSTANT] [--purpose sign|auth] [--crl FILE]… [--ocsp FILE] [--timestamp FILE] [--json]";
const certUsage = "kezek eds cert FILE [--json]";

const exit = { done: 0, refused: 1, usage: 2 } as const;

/** A file may hold a whole scanned dossier. */
const maxBytes = 256 * 1024 * 1024;

class WrongUsage extends Error {}

/**
 * Verifies a CMS in a file and prints the verdict.
 *
 * @param argv what follows `kezek eds verify`
 * @returns 0 valid, 1 refused, 2 wrong usage
 */
export async function edsVerify(argv: string[]): Promise<number> {
  return withUsage(verifyUsage, async () => {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        content: { type: "string" },
        trust: { type: "string" },
        at: { type: "string" },
        purpose: { type: "string" },
        crl: { type: "string", multiple: true },
        ocsp: { type: "string" },
        timestamp: { type: "string" },
        json: { type: "boolean" },
      },
    });
    const content = values.content === undefined ? undefined : await readInput(values.content);
    const ocsp = values.ocsp === undefined ? undefined : await readInput(values.ocsp);
    const verification = verifySignedMessage({
      cms: await readInput(onlyFile(positionals)),
      ...(content === undefined ? {} : { content }),
      purpose: purposeOf(values.purpose),
      holder: "any",
      trust: await trustOf(values.trust ?? process.env["EDS_TRUST_DIR"]),
      at: instantOf(values.at),
      ...(ocsp === undefined ? {} : { ocsp: binaryOf(ocsp) ?? ocsp }),
      ...(values.timestamp === undefined ? {} : { timestamp: await readBinary(values.timestamp) }),
      crls: await Promise.all((values.crl ?? []).map(readBinary)),
      maxBytes,
    });
    print(verdict(verification), values.json === true);
    return verification.valid ? exit.done : exit.refused;
  });
}

/**
 * Prints what a certificate says.
 *
 * @param argv what follows `kezek eds cert`
 * @returns 0 done, 1 not a certificate, 2 wrong usage
 */
export async function edsCert(argv: string[]): Promise<number> {
  return withUsage(certUsage, async () => {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { json: { type: "boolean" } },
    });
    const certificate = parseCertificate(await readBinary(onlyFile(positionals)));
    const json = values.json === true;
    if (certificate === null) {
      print({ code: "malformed" }, json);
      return exit.refused;
    }
    print(description(certificate), json);
    return exit.done;
  });
}

/** The report of `contract.md`. */
function verdict(verification: Verification) {
  const { valid, code, signer, signedAt, checks } = verification;
  return {
    valid,
    code,
    signer: signer === null ? null : signerShape(signer),
    signedAt: signedAt?.toISOString() ?? null,
    checks,
  };
}

function signerShape(signer: Signer) {
  const { iin, bin, commonName, surname, patronymic, keyUser, algorithm } = signer;
  return { iin, bin, commonName, surname, patronymic, keyUser, algorithm };
}

function description(certificate: Certificate) {
  const signer = signerShape(signerOf(certificate));
  return {
    ...signer,
    signer,
    serialNumber: certificate.serialNumber,
    issuer: certificate.issuer.attributes.map(({ value }) => value).join(", "),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    keyUsage: certificate.keyUsage,
    extendedKeyUsage: certificate.extendedKeyUsage,
    policies: certificate.policies,
    isAuthority: certificate.isCa,
    fingerprint: certificate.fingerprint,
  };
}

/** JSON, or one `name: value` a line for the eye and for grep. */
function print(report: object, json: boolean): void {
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : lines(report, "").join(""));
}

function lines(value: unknown, name: string): string[] {
  if (Array.isArray(value) && value.every((each) => typeof each !== "object")) {
    return [`${name}: ${value.join(" ")}\n`];
  }
  if (typeof value !== "object" || value === null) return [`${name}: ${value ?? "-"}\n`];
  if ("result" in value && "detail" in value && "name" in value) {
    return [`${String(value.name)}: ${String(value.result)} (${String(value.detail)})\n`];
  }
  const dot = name === "" || Array.isArray(value) ? "" : `${name}.`;
  return Object.entries(value).flatMap(([key, each]) => lines(each, `${dot}${key}`));
}

async function withUsage(usage: string, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    const ours = error instanceof WrongUsage || isArgumentError(error);
    if (!ours || !(error instanceof Error)) throw error;
    process.stderr.write(`${error.message}\n${usage}\n`);
    return exit.usage;
  }
}

function isArgumentError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && code.startsWith("ERR_PARSE_ARGS");
}

function onlyFile(positionals: readonly string[]): string {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new WrongUsage("FILE");
  return file;
}

function purposeOf(text: string | undefined): Purpose {
  if (text === undefined) return null;
  if (text === "sign" || text === "auth") return text;
  throw new WrongUsage(`--purpose ${text}`);
}

/** An ISO 8601 date or instant; without a zone it is UTC. */
function instantOf(text: string | undefined): Date {
  if (text === undefined) return new Date();
  const zoned = /T.*(Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes("T") ? text : `${text}Z`;
  const instant = new Date(zoned);
  if (!/^\d{4}-\d\d/.test(text) || Number.isNaN(instant.getTime()))
    throw new WrongUsage(`--at ${text}`);
  return instant;
}

async function readInput(file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file));
  } catch {
    throw new WrongUsage(`Cannot read ${file}`);
  }
}

async function readBinary(file: string): Promise<Uint8Array> {
  const bytes = await readInput(file);
  return binaryOf(bytes) ?? bytes;
}

/** Without a folder nothing is trusted, and the report says so. An operator may look at test keys, too. */
async function trustOf(folder: string | undefined): Promise<TrustStore> {
  const loaded =
    folder === undefined
      ? trustStore([])
      : await loadTrustFolder(folder, { allowTestAuthorities: true });
  if (loaded.ok) return loaded.value;
  throw new WrongUsage(`${loaded.code} ${loaded.detail}`);
}
