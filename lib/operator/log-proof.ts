import { z } from "zod";
import { bytesOfBase64 } from "#lib/transparency/base64.ts";
import { jsonOf } from "#lib/transparency/leaf.ts";
import { verifyConsistency, verifyInclusion, type ProofCode } from "#lib/transparency/proof.ts";
import { exit, fileArguments, say, wrongUsage } from "./log-files.ts";

const usage = "kezek log proof FILE [--json]";

const base64 = z.string().transform((text, context) => {
  const bytes = bytesOfBase64(text);
  if (bytes !== null) return bytes;
  context.addIssue({ code: "custom", message: "no base64" });
  return z.NEVER;
});
const path = z
  .array(base64)
  .nullable()
  .transform((given) => given ?? []);
const bareProof = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("inclusion"),
    leafIdx: z.number(),
    treeSize: z.number(),
    leafHash: base64,
    root: base64,
    proof: path,
  }),
  z.object({
    kind: z.literal("consistency"),
    size1: z.number(),
    size2: z.number(),
    root1: base64,
    root2: base64,
    proof: path,
  }),
]);

/**
 * `kezek log proof`: bare proofs of inclusion and consistency, verified by RFC 9162 alone. Prints a verdict for each.
 * @returns 0 all valid, 1 one of them not, 2 wrong usage
 */
export async function logProof(argv: string[]): Promise<number> {
  const given = await fileArguments(argv, {});
  if (given === null) return wrongUsage(usage);
  const input = jsonOf(given.text);
  const verdicts = (Array.isArray(input) ? input : [input]).map((each: unknown) => {
    const code = judge(each);
    return { valid: code === "ok", code };
  });
  if (given.json && Array.isArray(input)) say(verdicts);
  else for (const verdict of verdicts) say(verdict);
  return verdicts.every(({ valid }) => valid) ? exit.done : exit.refused;
}

function judge(given: unknown): ProofCode | "form" {
  const parsed = bareProof.safeParse(given);
  if (!parsed.success) return "form";
  const proof = parsed.data;
  if (proof.kind === "inclusion") {
    const { leafIdx, treeSize, leafHash, root } = proof;
    return verifyInclusion({ leafIndex: leafIdx, treeSize, leafHash, root, path: proof.proof });
  }
  return verifyConsistency({
    first: proof.size1,
    second: proof.size2,
    firstRoot: proof.root1,
    secondRoot: proof.root2,
    path: proof.proof,
  });
}
