import { z } from "zod";
import { demoFolder, runningDemo } from "#lib/demo/running.ts";

/*
 * `kezek demo …`: the clock, the outbox and the telephones of the demo that runs on this computer, through its own HTTP addresses, so
 * that the command needs neither its database nor its secrets.
 */

const usage = `kezek demo clock [INSTANT|+DURATION|real] [--json]
kezek demo outbox [--to PHONE|EMAIL] [--json]
kezek demo answer PHONE TEXT [--json]
`;

const exit = { done: 0, refused: 1, usage: 2 } as const;

const clockAnswer = z.object({ now: z.string(), offsetMs: z.number() });
const smsAnswer = z.object({ outcome: z.string() });
const outboxAnswer = z.object({
  messages: z.array(
    z.object({
      createdAt: z.string(),
      channel: z.string(),
      to: z.string(),
      subject: z.string().nullable(),
      text: z.string(),
    }),
  ),
});

/**
 * Moves and shows the demo's clock, lists what it would have sent, or answers an SMS of it. The portal is the one that `npm run demo` started
 * in this folder (`KEZEK_DIR`, default `.kezek`), otherwise that of `NEXTAUTH_URL`.
 *
 * @param argv what follows `kezek demo`
 * @returns 0 done, 1 refused or not running, 2 wrong usage
 */
export async function demoCommand(argv: string[]): Promise<number> {
  const json = argv.includes("--json");
  const [name, ...args] = argv.filter((word) => word !== "--json");
  const address = runningDemo(demoFolder())?.address ?? process.env["NEXTAUTH_URL"];
  if (name === "clock" && args.length <= 1)
    return await withPortal(address, json, (at) => clock(at, args[0], json));
  if (name === "outbox") {
    const to = recipient(args);
    if (to !== undefined) return await withPortal(address, json, (at) => outbox(at, to, json));
  }
  const [from, text] = args;
  if (name === "answer" && from !== undefined && text !== undefined && args.length === 2)
    return await withPortal(address, json, (at) => answerSms(at, { from, text }, json));
  process.stderr.write(usage);
  return exit.usage;
}

// Without `--to`: everybody, said by an empty text.
function recipient(args: readonly string[]): string | undefined {
  if (args.length === 0) return "";
  const [first = "", second] = args;
  if (args.length === 2 && first === "--to") return second;
  return args.length === 1 && first.startsWith("--to=") ? first.slice("--to=".length) : undefined;
}

async function clock(address: string, target: string | undefined, json: boolean): Promise<number> {
  const answer = await fetch(
    new URL("/api/demo/clock", address),
    target === undefined ? {} : { method: "PUT", body: JSON.stringify(target) },
  );
  if (answer.status === 422)
    return refused("not-understood", `Not understood: ${target ?? ""}`, json);
  if (!answer.ok) return notADemo(address, answer.status, json);
  const state = clockAnswer.parse(await answer.json());
  process.stdout.write(json ? `${JSON.stringify(state)}\n` : `${state.now}\n`);
  return exit.done;
}

async function outbox(address: string, to: string, json: boolean): Promise<number> {
  const url = new URL("/api/demo/outbox", address);
  if (to !== "") url.searchParams.set("to", to);
  const answer = await fetch(url);
  if (!answer.ok) return notADemo(address, answer.status, json);
  const body: unknown = await answer.json();
  const { messages } = outboxAnswer.parse(body);
  const lines = messages.map((each) =>
    [each.createdAt, each.channel, each.to, each.subject, each.text.replaceAll("\n", " ")]
      .filter(Boolean)
      .join("  "),
  );
  process.stdout.write(
    json ? `${JSON.stringify(body)}\n` : lines.map((line) => `${line}\n`).join(""),
  );
  return exit.done;
}

/** A reminder that was not sent, a number that is none: said as the outcome, and refused. */
async function answerSms(
  address: string,
  said: { readonly from: string; readonly text: string },
  json: boolean,
): Promise<number> {
  const answer = await fetch(new URL("/api/demo/outbox", address), {
    method: "POST",
    body: JSON.stringify(said),
  });
  if (!answer.ok) return notADemo(address, answer.status, json);
  const { outcome } = smsAnswer.parse(await answer.json());
  process.stdout.write(json ? `${JSON.stringify({ outcome })}\n` : `${outcome}\n`);
  return outcome === "confirmed" ? exit.done : exit.refused;
}

async function withPortal(
  address: string | undefined,
  json: boolean,
  work: (address: string) => Promise<number>,
): Promise<number> {
  if (!address) {
    return refused("not-running", "No demo runs in this folder: start it with npm run demo", json);
  }
  try {
    return await work(address);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refused("no-answer", `No portal answers at ${address}`, json);
  }
}

function notADemo(address: string, status: number, json: boolean): number {
  return status === 404
    ? refused("no-demo", `The portal at ${address} is not a demo`, json)
    : refused("failed", `The portal at ${address} answered ${status}`, json);
}

function refused(code: string, detail: string, json: boolean): number {
  if (json) process.stdout.write(`${JSON.stringify({ ok: false, code, detail })}\n`);
  else process.stderr.write(`${detail}\n`);
  return exit.refused;
}
