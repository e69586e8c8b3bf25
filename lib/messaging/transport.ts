import { env, EnvironmentError } from "#lib/platform/env.ts";
import { processWide } from "#lib/platform/process-wide.ts";
import { ok } from "#lib/platform/result.ts";
import type { Answer, Channel, OnAnswer, OnReceipt, Receipt, Transport } from "./outgoing.ts";
import { pushTransport } from "./push.ts";
import { httpTransport } from "./sms-http.ts";
import { smppCentre } from "./smpp-address.ts";
import { smppTransport } from "./smpp.ts";
import { smtpTransport } from "./smtp.ts";
import { vapidOf } from "./vapid.ts";

// The demo and the tests have no operator: what is sent stays readable in the outbox.
const outbox: Transport = {
  name: "outbox",
  knowsRepetitions: true,
  send: () => Promise.resolve(ok({ transportId: null })),
};

type Made = { readonly address: string; readonly transport: Transport };
type State = {
  readonly made: Map<Channel, Made>;
  onReceipt: OnReceipt | undefined;
  onAnswer?: OnAnswer | undefined;
};
const state = processWide<State>("transports", () => ({ made: new Map(), onReceipt: undefined }));

/** The transport of a channel; null while the deployment has none, and messages wait in the queue. */
export function transportOf(channel: Channel): Transport | null {
  if (channel === "push") return pushWay();
  const { APP_ENV, SMS_URL, SMTP_URL } = env();
  const configured = channel === "sms" ? SMS_URL : SMTP_URL;
  if (configured === undefined) return APP_ENV === "production" ? null : outbox;
  const known = state.made.get(channel);
  if (known?.address === configured) return known.transport;
  // Only tests change it while running.
  void known?.transport.close?.();
  const transport = made(configured);
  state.made.set(channel, { address: configured, transport });
  return transport;
}

/** Whether browsers are told at all: without keys of its own the portal offers no push. */
export function pushKey(): string | null {
  return env().VAPID_PUBLIC_KEY ?? null;
}

function pushWay(): Transport | null {
  const vapid = vapidOf(env());
  if (vapid === null) return null;
  const known = state.made.get("push");
  if (known?.address === vapid.publicKey) return known.transport;
  const transport = pushTransport(vapid);
  state.made.set("push", { address: vapid.publicKey, transport });
  return transport;
}

/**
 * Makes the ways out ready for a process that sends, and takes receipts and answers from now on.
 * @throws EnvironmentError when an address cannot be understood
 */
export function openTransports(onReceipt: OnReceipt, onAnswer?: OnAnswer): void {
  state.onReceipt = onReceipt;
  state.onAnswer = onAnswer;
  transportOf("sms")?.open?.();
  transportOf("email")?.open?.();
  transportOf("push")?.open?.();
}

/** Hangs up everywhere. A message sent afterwards opens its way anew. */
export async function closeTransports(): Promise<void> {
  const open = [...state.made.values()];
  state.made.clear();
  await Promise.all(open.map(({ transport }) => transport.close?.()));
  state.onReceipt = undefined;
  state.onAnswer = undefined;
}

function made(address: string): Transport {
  const { protocol } = new URL(address);
  if (protocol.startsWith("smtp")) return named("SMTP_URL", () => smtpTransport(address));
  if (protocol.startsWith("http")) return named("SMS_URL", () => httpTransport(address));
  return named("SMS_URL", () =>
    smppTransport(smppCentre(address), keepReceipt, undefined, takeAnswer),
  );
}

async function keepReceipt(receipt: Receipt): Promise<void> {
  if (state.onReceipt === undefined) throw new Error("nobody here keeps receipts");
  await state.onReceipt(receipt);
}

async function takeAnswer(answer: Answer): Promise<void> {
  if (state.onAnswer === undefined) throw new Error("nobody here takes answers");
  await state.onAnswer(answer);
}

function named(name: string, make: () => Transport): Transport {
  try {
    return make();
  } catch (error) {
    const reason = error instanceof Error ? error.message : "cannot be understood";
    throw new EnvironmentError([{ name, reason }]);
  }
}
