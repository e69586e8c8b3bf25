import { setTimeout as pause } from "node:timers/promises";
import { log } from "#lib/platform/log.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { type SmppCentre, subscriber } from "./smpp-address.ts";
import { type Delivery, status, submitBody, tag } from "./smpp-pdu.ts";
import { readAnswer } from "./smpp-answer.ts";
import { readReceipt } from "./smpp-receipt.ts";
import { SmppSession, type SmppTimes, type SubmitAnswer } from "./smpp-session.ts";
import { splitSms } from "./sms-parts.ts";
import type { Accepted, Envelope, OnAnswer, OnReceipt, Refusal, Transport } from "./outgoing.ts";

export type SmppPatience = SmppTimes & {
  /** Between two tries to connect: the first pause, doubled up to the longest. */
  readonly firstPauseMilliseconds: number;
  readonly longestPauseMilliseconds: number;
  /** What a centre that is asked too fast is given to breathe, one pause after another. */
  readonly throttleMilliseconds: readonly number[];
};

const patience: SmppPatience = {
  connectMilliseconds: 10_000,
  answerMilliseconds: 30_000,
  submitMilliseconds: 60_000,
  slowMilliseconds: 5_000,
  enquireMilliseconds: 30_000,
  firstPauseMilliseconds: 1_000,
  longestPauseMilliseconds: 30_000,
  throttleMilliseconds: [500, 1_000, 2_000, 4_000],
};

const wrongRecipient: ReadonlySet<number> = new Set([
  status.invalidDestination,
  status.invalidDestinationType,
  status.invalidDestinationPlan,
]);
const tooFast: ReadonlySet<number> = new Set([status.throttled, status.queueFull]);
// A day: longer ends are left to the centre, which may refuse them.
const longestValidity = 24 * 3600;

/**
 * SMS by SMPP 3.4: one connection per process, bound as transceiver, kept open and opened again with growing pauses.
 */
export function smppTransport(
  centre: SmppCentre,
  onReceipt: OnReceipt,
  times: SmppPatience = patience,
  onAnswer: OnAnswer = () => Promise.resolve(),
): Transport {
  let session: SmppSession | null = null;
  let opening: Promise<SmppSession | null> | null = null;
  let reopening: NodeJS.Timeout | undefined;
  let failures = 0;
  let notBefore = 0;
  let kept = false;
  let closed = false;

  const deliver = async (delivery: Delivery) => {
    const receipt = readReceipt(delivery);
    if (receipt?.state === null) return;
    if (receipt === null) {
      const answer = readAnswer(delivery);
      return answer === null
        ? log.info("A subscriber wrote to the portal: not read")
        : await onAnswer(answer);
    }
    const id = centre.decimalReceipts ? hexadecimal(receipt.id) : receipt.id;
    await onReceipt({ transport: "smpp", id: id.toLowerCase(), state: receipt.state });
  };

  const open = async (): Promise<SmppSession | null> => {
    const opened = await SmppSession.open(centre, deliver, times);
    if (typeof opened === "string") {
      const wait = times.firstPauseMilliseconds * 2 ** Math.min(failures, 20);
      notBefore = Date.now() + Math.min(wait, times.longestPauseMilliseconds);
      failures += 1;
      log.warn("No way to the SMS centre", { reason: opened, failures });
      reopenLater();
      return null;
    }
    if (closed) {
      await opened.close();
      return null;
    }
    failures = 0;
    session = opened;
    log.info("Bound to the SMS centre");
    void opened.closed.then(() => {
      session = null;
      if (!closed) log.warn("The SMS centre hung up");
      notBefore = Date.now() + times.firstPauseMilliseconds;
      reopenLater();
    });
    return opened;
  };

  // Receipts come without anything being sent: whoever keeps the line does not wait for the next message.
  const reopenLater = () => {
    clearTimeout(reopening);
    if (!kept || closed) return;
    reopening = setTimeout(() => void line(), Math.max(0, notBefore - Date.now()));
    reopening.unref();
  };

  const line = (): Promise<SmppSession | null> => {
    if (session !== null) return Promise.resolve(session);
    if (closed || (opening === null && Date.now() < notBefore)) return Promise.resolve(null);
    opening ??= open().finally(() => {
      opening = null;
    });
    return opening;
  };

  return {
    name: "smpp",
    knowsRepetitions: false,
    send: async (message, envelope) => {
      const bodies = bodiesOf(message, envelope, centre);
      let id: string | null = null;
      for (const body of bodies) {
        const answer = await submit(line, body, times);
        const refused = refusalOf(answer);
        // Parts that went before are with the centre already: the next try repeats them under the same reference, and
        // what a telephone never had whole it shows once.
        if (refused) return refused;
        id = answer.kind === "answered" ? answer.id : null;
      }
      return ok<Accepted>({ transportId: id === null || id === "" ? null : id.toLowerCase() });
    },
    open: () => {
      kept = true;
      void line();
    },
    close: async () => {
      closed = true;
      clearTimeout(reopening);
      // A connection that is only being made ends by itself when it stands.
      await session?.close();
    },
  };
}

async function submit(
  line: () => Promise<SmppSession | null>,
  body: Buffer,
  times: SmppPatience,
): Promise<SubmitAnswer> {
  for (let attempt = 0; ; attempt += 1) {
    const session = await line();
    if (session === null) return { kind: "not-sent", reason: "no-connection" };
    const answer = await session.submit(body);
    const wait = times.throttleMilliseconds[attempt];
    const throttled = answer.kind === "answered" && tooFast.has(answer.status);
    if (!throttled || wait === undefined) return answer;
    await pause(wait);
  }
}

function refusalOf(
  answer: SubmitAnswer,
): Extract<Result<never, Refusal, string>, { ok: false }> | null {
  if (answer.kind === "not-sent") return fail("later", answer.reason);
  if (answer.kind === "unanswered") return fail("unknown", "no-answer");
  if (answer.status === status.ok) return null;
  const detail = `smpp-${answer.status.toString(16).padStart(2, "0")}`;
  return fail(wrongRecipient.has(answer.status) ? "rejected" : "later", detail);
}

/** One body of submit_sm for every part. Only the last asks for a receipt: with it the whole text has arrived. */
function bodiesOf(
  message: { readonly to: string; readonly text: string },
  { id, validSeconds }: Envelope,
  centre: SmppCentre,
): Buffer[] {
  const { alphabet, parts } = splitSms(
    message.text,
    centre.alphabet === "ucs2" ? "ucs2" : undefined,
  );
  const common = {
    source: centre.source,
    destination: subscriber(message.to),
    validSeconds: validSeconds !== null && validSeconds < longestValidity ? validSeconds : null,
    dataCoding: alphabet === "gsm" ? 0 : 8,
  };
  if (parts.length > 1 && centre.long === "payload") {
    const whole = Buffer.concat(parts);
    const options = [[tag.messagePayload, whole] as const];
    return [
      submitBody({ ...common, esmClass: 0, receipt: true, message: Buffer.alloc(0), options }),
    ];
  }
  // The same at every try, so that a telephone that has the first part already does not start another text.
  const reference = Number.parseInt(id.replaceAll("-", "").slice(0, 2), 16);
  return parts.map((part, index) => {
    const receipt = index === parts.length - 1;
    const [total, sequence] = [parts.length, index + 1];
    if (total === 1)
      return submitBody({ ...common, esmClass: 0, receipt, message: part, options: [] });
    if (centre.long === "sar") {
      const options = [
        [tag.sarReference, Buffer.from([0, reference])],
        [tag.sarTotal, Buffer.from([total])],
        [tag.sarSequence, Buffer.from([sequence])],
      ] as const;
      return submitBody({ ...common, esmClass: 0, receipt, message: part, options });
    }
    // 3GPP TS 23.040, 9.2.3.24.1: five bytes follow, concatenation, three bytes of it.
    const header = Buffer.from([5, 0, 3, reference, total, sequence]);
    return submitBody({
      ...common,
      esmClass: 0x40,
      receipt,
      message: Buffer.concat([header, part]),
      options: [],
    });
  });
}

function hexadecimal(id: string): string {
  return /^\d{1,20}$/.test(id) ? BigInt(id).toString(16) : id;
}
