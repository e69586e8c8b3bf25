import { z } from "zod";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { boundedFetch } from "./bounded-fetch.ts";
import { type documentAnswer, signedMessageIn } from "./mgov.ts";

/*
 * SIGEX's relay: serves API №1 and №2 of eGov Mobile from an address that the application knows already, for as long as
 * the portal has no agreement of its own. Only the configured host is ever called, whatever the answers name.
 */

/** A signing that the relay keeps for us. Plain data, kept in its row. */
export type RelayedSigning = {
  /** Where the text goes. */
  readonly dataUrl: string;
  /** Where the signature will come. */
  readonly signUrl: string;
  /** The address of API №1, for the QR code and the link. */
  readonly address: string;
};

export type RelayFailure = "relay-silent" | "relay-refused" | "relay-strange";

const answerBytes = 512 * 1024;

const opened = z.object({
  dataURL: z.string(),
  signURL: z.string(),
  eGovMobileLaunchLink: z.string(),
  message: z.string().optional(),
});

/** Asks for a new signing. @param relay scheme and host, `MGOV_RELAY_URL` */
export async function openRelayed(
  relay: string,
  description: string,
): Promise<Result<RelayedSigning, RelayFailure>> {
  const answered = await call(relay, "/api/egovQr", { description });
  if (!answered.ok) return answered;
  const parsed = opened.safeParse(answered.value);
  if (!parsed.success || parsed.data.message) return fail("relay-refused");
  const { dataURL, signURL, eGovMobileLaunchLink } = parsed.data;
  const address = linkIn(eGovMobileLaunchLink);
  if (![address, dataURL, signURL].every((each) => isOf(relay, each))) return fail("relay-strange");
  return ok({ dataUrl: dataURL, signUrl: signURL, address });
}

/** Hands over the text to sign. */
export async function sendToRelay(
  relay: string,
  signing: RelayedSigning,
  document: ReturnType<typeof documentAnswer>,
): Promise<Result<undefined, RelayFailure>> {
  if (!isOf(relay, signing.dataUrl)) return fail("relay-strange");
  const answered = await call(relay, signing.dataUrl, document);
  if (!answered.ok) return answered;
  return refusedIn(answered.value) ? fail("relay-refused") : ok();
}

/**
 * The message that the application made, or null while there is none: the relay holds the question open, and we ask
 * again rather than wait for long.
 * @param patience milliseconds
 */
export async function askRelay(
  relay: string,
  signing: RelayedSigning,
  patience: number,
): Promise<Result<string | null, RelayFailure>> {
  if (!isOf(relay, signing.signUrl)) return fail("relay-strange");
  const answer = await boundedFetch(signing.signUrl, { timeout: patience, maxBytes: answerBytes });
  if (answer === null || answer.status !== 200) return ok(null);
  const body = jsonOf(answer.body);
  if (refusedIn(body)) return fail("relay-refused");
  return ok(signedMessageIn(body));
}

async function call(
  relay: string,
  path: string,
  body: object,
): Promise<Result<unknown, RelayFailure>> {
  const answer = await boundedFetch(new URL(path, relay).href, {
    timeout: 10_000,
    maxBytes: answerBytes,
    post: { type: "application/json", body: new TextEncoder().encode(JSON.stringify(body)) },
  });
  if (answer === null) return fail("relay-silent");
  return answer.status === 200 ? ok(jsonOf(answer.body)) : fail("relay-refused");
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

// Its refusals come with 200 and a message.
function refusedIn(body: unknown): boolean {
  return typeof body === "object" && body !== null && "message" in body && Boolean(body.message);
}

function isOf(relay: string, address: string): boolean {
  return URL.canParse(address) && new URL(address).origin === new URL(relay).origin;
}

// The link for the same telephone is made anew from the address in it: a page must not lead where an answer says.
function linkIn(launch: string): string {
  return URL.canParse(launch) ? (new URL(launch).searchParams.get("link") ?? "") : "";
}
