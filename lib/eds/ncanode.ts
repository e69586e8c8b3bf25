import { z } from "zod";
import { boundedFetch } from "./bounded-fetch.ts";

/*
 * NCANode (github.com/ncanode-kz/NCANode, version 3): the state's own library behind http, as a second opinion. It can
 * only refuse. What it says «valid» to is not believed without a look: it calls a message without signers valid, so its
 * answer must name one signer, and that one must be ours. It judges at its own «now», and is not asked about revocation:
 * it does not check who signed an OCSP answer, and a silent responder must not turn into a refusal.
 */

export type SecondOpinion = {
  /** «silent»: it could not be asked, or did not answer as NCANode does. That is no refusal. */
  readonly verdict: "agrees" | "disagrees" | "silent";
  /** For logs and the report. */
  readonly detail: string;
};

export type OpinionQuestion = {
  /** The address of `NCANODE_URL`, with or without a slash at its end. */
  readonly url: string;
  /** The message, DER. */
  readonly cms: Uint8Array;
  /** What was signed, when it is not inside. */
  readonly detached: Uint8Array | null;
  /** Whom our own verifier found. */
  readonly serialNumber: string;
  readonly iin: string | null;
  /** Milliseconds. */
  readonly timeout?: number;
};

const maxBytes = 1024 * 1024;

const answerSchema = z.object({
  status: z.number(),
  message: z.string().optional(),
  valid: z.boolean().optional(),
  signers: z
    .array(
      z.object({
        certificates: z.array(
          z.object({
            serialNumber: z.string(),
            subject: z.object({ iin: z.string().nullish() }).nullish(),
          }),
        ),
      }),
    )
    .nullish(),
});

export async function askNcanode(question: OpinionQuestion): Promise<SecondOpinion> {
  const { url, cms, detached, timeout = 5_000 } = question;
  const body = {
    cms: Buffer.from(cms).toString("base64"),
    ...(detached === null ? {} : { data: Buffer.from(detached).toString("base64") }),
    revocationCheck: [],
  };
  const answer = await boundedFetch(`${url.replace(/\/+$/, "")}/cms/verify`, {
    timeout,
    maxBytes,
    post: { type: "application/json", body: new TextEncoder().encode(JSON.stringify(body)) },
  });
  if (answer === null) return { verdict: "silent", detail: "unreachable" };
  return judgeNcanode(answer.status, readJson(answer.body), question);
}

/** What an answer of NCANode is worth. */
export function judgeNcanode(
  httpStatus: number,
  body: unknown,
  expected: Pick<OpinionQuestion, "serialNumber" | "iin">,
): SecondOpinion {
  const disagrees = (detail: string): SecondOpinion => ({ verdict: "disagrees", detail });
  const parsed = answerSchema.safeParse(body);
  // A proxy's page, or an error inside: it has not looked at the signature.
  if (!parsed.success || httpStatus >= 500)
    return { verdict: "silent", detail: `http ${httpStatus}` };
  const { status, valid, signers } = parsed.data;
  if (httpStatus !== 200 || status !== 200) return disagrees(`status ${status}`);
  if (valid !== true) return disagrees("not valid");
  const [signer, ...others] = signers ?? [];
  if (signer === undefined) return disagrees("no signer");
  if (others.length > 0) return disagrees("several signers");
  const ours = signer.certificates.find(
    (each) => plain(each.serialNumber) === plain(expected.serialNumber),
  );
  if (ours === undefined) return disagrees("another certificate");
  const { iin } = ours.subject ?? {};
  if (iin && expected.iin !== null && iin !== expected.iin) return disagrees("another person");
  return { verdict: "agrees", detail: "ncanode" };
}

/** Hex without what differs in writing. */
const plain = (serialNumber: string) =>
  serialNumber
    .toLowerCase()
    .replaceAll(/[^0-9a-f]/g, "")
    .replace(/^0+/, "");

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return undefined;
  }
}
