import { base64Of } from "#lib/transparency/base64.ts";
import { readPublicKey, type Head, type PublicKey } from "#lib/transparency/checkpoint.ts";
import { ExportAudit } from "#lib/transparency/export-audit.ts";
import { verifyReceipt } from "#lib/transparency/receipt.ts";
import {
  eachLine,
  exit,
  fileArguments,
  logArguments,
  report,
  textOf,
  unreadable,
  wrongUsage,
} from "./log-files.ts";

/*
 * What anybody checks with a receipt or an exported log, without the portal, its database or a network.
 */

const verifyUsage = "kezek log verify RECEIPT [--key PEM] [--json]";
const auditUsage = "kezek log audit EXPORT [--key PEM] [--kept FILE]… [--json]";

/**
 * `kezek log verify`: whether a receipt's event stands in the log whose signed head it carries. Without `--key` the
 * receipt's own key is used, and the report says so: whoever forged a receipt could have brought a key, too.
 * @returns 0 valid, 1 refused, 2 wrong usage
 */
export async function logVerify(argv: string[]): Promise<number> {
  const given = await fileArguments(argv, { key: { type: "string" } });
  const key = await keyOf(given?.values["key"]);
  if (given === null || key === null) return wrongUsage(verifyUsage);
  const verdict = verifyReceipt(given.text, key.pinned);
  const { valid, code } = verdict;
  report(
    verdict.valid
      ? {
          valid,
          code,
          key: key.pinned === undefined ? "receipt" : "pinned",
          leaf: verdict.leaf,
          leafIdx: verdict.leafIndex,
          head: headShape(verdict.head),
          publicKey: base64Of(verdict.publicKey),
        }
      : { valid, code },
    given.json,
  );
  return valid ? exit.done : exit.refused;
}

/**
 * `kezek log audit`: rebuilds a log from its export and holds every signed head against it. `--kept`: a receipt or a
 * signed head from before, which must be a part of this log.
 * @returns 0 sound, 1 tampered with, 2 wrong usage
 */
export async function logAudit(argv: string[]): Promise<number> {
  const given = logArguments(argv, {
    key: { type: "string" },
    kept: { type: "string", multiple: true },
  });
  const key = await keyOf(given?.values["key"]);
  const kept = await Promise.all(
    (given?.values["kept"] ?? []).map(async (file) => (await textOf(file)) ?? unreadable(file)),
  );
  const texts = kept.filter((text) => text !== null);
  if (given === null || key === null || texts.length < kept.length) return wrongUsage(auditUsage);
  const audit = new ExportAudit(key.pinned);
  if (!(await eachLine(given.file, (line) => audit.read(line)))) {
    unreadable(given.file);
    return wrongUsage(auditUsage);
  }
  const { lastHead, ...verdict } = audit.verdict(texts);
  report(
    {
      ...verdict,
      key: key.pinned === undefined ? "export" : "pinned",
      lastHead: lastHead === null ? null : headShape(lastHead),
    },
    given.json,
  );
  return verdict.valid ? exit.done : exit.refused;
}

function headShape({ origin, size, root, signedAt }: Head) {
  return { origin, size, root: base64Of(root), signedAt: signedAt.toISOString() };
}

/** Null where a key was named that cannot be read: then nothing may be called valid. */
async function keyOf(
  files: readonly string[] | undefined,
): Promise<{ readonly pinned: PublicKey | undefined } | null> {
  const [file] = files ?? [];
  if (file === undefined) return { pinned: undefined };
  const text = await textOf(file);
  if (text === null) return unreadable(file);
  const pinned = readPublicKey(text);
  if (pinned === null) process.stderr.write(`There is no Ed25519 public key in ${file}\n`);
  return pinned === null ? null : { pinned };
}
