import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseCertificate } from "#lib/eds/certificate.ts";
import { binaryOf } from "#lib/eds/encoding.ts";
import { signerOf } from "#lib/eds/profile.ts";
import type { DemoLeaf } from "#lib/eds/signing/leaf.ts";
import { openPkcs12 } from "#lib/eds/signing/pkcs12.ts";
import { ncaTestIin } from "./emulator-answer.ts";

// NCA RK publishes keys of «ТЕСТОВ ТЕСТ» for whoever connects a system to it. They are not ours to carry along: the
// demo uses them where the folder with the state's test objects lies beside the project.

// Not `new URL("…", import.meta.url)`: the bundler takes that for a file that must exist and fails where it does not.
const vectors = resolve(fileURLToPath(import.meta.url), "../../../../shared/eds-vectors");
const keyFile = "keys/individual_valid.p12";
const authorityFiles = ["root_test_gost_2022", "nca_gost2022_test"] as const;

/** The password that NCA RK published with these files. */
const password = "Qwerty12";

export type NcaTestKey = {
  readonly leaf: DemoLeaf;
  /** The authorities above it, by file name, to be trusted in the demo. */
  readonly authorities: ReadonlyMap<string, Uint8Array>;
  /** The list of revoked test keys, DER; null when there is none. */
  readonly crl: Uint8Array | null;
};

/** Whether the state's test objects lie beside the project. */
export function hasNcaTestKey(folder = vectors): boolean {
  return existsSync(join(folder, keyFile));
}

/** NCA RK's public test key with its authorities; null where the folder is absent. */
export async function ncaTestKey(folder = vectors): Promise<NcaTestKey | null> {
  if (!hasNcaTestKey(folder)) return null;
  const holder = openPkcs12(await readFile(join(folder, keyFile)), password);
  const parsed = holder === null ? null : parseCertificate(holder.certificate);
  if (holder === null || parsed === null) throw new Error("NCA RK's test key cannot be read");
  const authorities = new Map<string, Uint8Array>();
  for (const name of authorityFiles) {
    authorities.set(name, await binary(join(folder, "ca", `${name}.cer`)));
  }
  const lists = await readdir(join(folder, "crl"));
  const newest = lists
    .filter((name) => name.startsWith("nca_gost2022_test"))
    .toSorted()
    .at(-1);
  return {
    leaf: {
      ...holder,
      iin: signerOf(parsed).iin ?? ncaTestIin,
      algorithm: "gost",
      variant: "person",
      serialNumber: parsed.serialNumber,
    },
    authorities,
    crl: newest === undefined ? null : await binary(join(folder, "crl", newest)),
  };
}

async function binary(path: string): Promise<Uint8Array> {
  const content = binaryOf(await readFile(path));
  if (content === null) throw new Error(`${path} is neither DER nor PEM`);
  return content;
}
