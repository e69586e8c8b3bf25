import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { log } from "#lib/platform/log.ts";
import {
  answerBit,
  bindBody,
  command,
  type Delivery,
  encodePdu,
  type Pdu,
  PduReader,
  readDelivery,
  status,
  submittedId,
} from "./smpp-pdu.ts";
import type { SmppCentre } from "./smpp-address.ts";

export type SmppTimes = {
  readonly connectMilliseconds: number;
  /** For every answer but that to a message; a centre that is silent for longer has lost the connection. */
  readonly answerMilliseconds: number;
  /** For the answer to a message: long, for one without an answer may have to be sent twice. */
  readonly submitMilliseconds: number;
  /** While a message has waited this long for its answer no other is begun: who waits holds up other work. */
  readonly slowMilliseconds: number;
  /** Between two questions whether the other side is still there. */
  readonly enquireMilliseconds: number;
};

export type SubmitAnswer =
  | { readonly kind: "answered"; readonly status: number; readonly id: string }
  /** It never went out. */
  | { readonly kind: "not-sent"; readonly reason: "no-connection" | "slow" }
  /** It went out, and nobody knows what became of it. */
  | { readonly kind: "unanswered" };

/** Keeps what was delivered; a rejection makes the centre deliver it again. */
export type OnDelivery = (delivery: Delivery) => Promise<void>;

const farewellMilliseconds = 2_000;

type Waiting = (answer: Pdu | null) => void;

/** One connection to a centre, bound as transceiver: sends and takes receipts until it ends. */
export class SmppSession {
  readonly #socket: Socket;
  readonly #times: SmppTimes;
  readonly #window: number;
  readonly #onDelivery: OnDelivery;
  readonly #waiting = new Map<number, Waiting>();
  readonly #queue: Array<() => void> = [];
  readonly #reader = new PduReader();
  readonly #enquiring: NodeJS.Timeout;
  /** When each message that waits for its answer went out, the oldest first. */
  readonly #submitting = new Set<{ readonly at: number }>();
  #sequence = 0;
  #ended = false;
  /** Resolves when the connection is gone, however it went. */
  readonly closed: Promise<void>;

  private constructor(
    socket: Socket,
    centre: SmppCentre,
    onDelivery: OnDelivery,
    times: SmppTimes,
  ) {
    this.#socket = socket;
    this.#times = times;
    this.#window = centre.window;
    this.#onDelivery = onDelivery;
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => undefined);
    socket.once("close", () => this.#end());
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    this.#enquiring = setInterval(() => void this.#enquire(), times.enquireMilliseconds);
    this.#enquiring.unref();
  }

  /** Connects and binds. @returns null when nobody listens, or a word why the centre refuses the portal */
  static async open(
    centre: SmppCentre,
    onDelivery: OnDelivery,
    times: SmppTimes,
  ): Promise<SmppSession | string> {
    const socket = await connected(centre, times.connectMilliseconds);
    if (socket === null) return "unreachable";
    const session = new SmppSession(socket, centre, onDelivery, times);
    const answer = await session.#ask(command.bindTransceiver, bindBody(centre));
    if (answer?.status === status.ok) return session;
    socket.destroy();
    return answer === null ? "no-answer" : `bind-${answer.status.toString(16)}`;
  }

  /** Sends the body of a submit_sm as soon as the window has room for it. */
  async submit(body: Buffer): Promise<SubmitAnswer> {
    if (this.#isSlow()) return { kind: "not-sent", reason: "slow" };
    if (this.#submitting.size >= this.#window)
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    if (this.#ended) return { kind: "not-sent", reason: "no-connection" };
    const mark = { at: performance.now() };
    this.#submitting.add(mark);
    const answer = await this.#ask(command.submitSm, body, this.#times.submitMilliseconds);
    this.#submitting.delete(mark);
    this.#queue.shift()?.();
    if (answer !== null)
      return { kind: "answered", status: answer.status, id: submittedId(answer.body) };
    // Whoever is this slow may have taken it all the same; what else waits here must not wait as long.
    this.#socket.destroy();
    return { kind: "unanswered" };
  }

  #isSlow(): boolean {
    const [oldest] = this.#submitting;
    return oldest !== undefined && performance.now() - oldest.at > this.#times.slowMilliseconds;
  }

  /** Says good-bye and hangs up. */
  async close(): Promise<void> {
    if (!this.#ended) {
      await this.#ask(command.unbind, Buffer.alloc(0), farewellMilliseconds);
      this.#socket.destroy();
    }
    await this.closed;
  }

  async #enquire(): Promise<void> {
    if ((await this.#ask(command.enquireLink, Buffer.alloc(0))) === null) this.#socket.destroy();
  }

  /** Null: no answer in time, or the connection went. */
  #ask(
    what: number,
    body: Buffer,
    milliseconds = this.#times.answerMilliseconds,
  ): Promise<Pdu | null> {
    if (this.#ended) return Promise.resolve(null);
    this.#sequence = (this.#sequence % 0x7fff_fffe) + 1;
    const sequence = this.#sequence;
    return new Promise((resolve) => {
      const late = setTimeout(() => settle(null), milliseconds);
      const settle: Waiting = (answer) => {
        clearTimeout(late);
        this.#waiting.delete(sequence);
        resolve(answer);
      };
      this.#waiting.set(sequence, settle);
      this.#socket.write(encodePdu({ command: what, status: status.ok, sequence, body }));
    });
  }

  #read(chunk: Buffer): void {
    try {
      for (const pdu of this.#reader.read(chunk)) this.#take(pdu);
    } catch (error) {
      log.error("The SMS centre does not speak SMPP", { error });
      this.#socket.destroy();
    }
  }

  #take(pdu: Pdu): void {
    // A number above 2³¹ is an answer; generic_nack is one that names no request.
    if (pdu.command >= answerBit) return this.#waiting.get(pdu.sequence)?.(pdu);
    if (pdu.command === command.deliverSm) return void this.#keep(pdu);
    if (pdu.command === command.unbind) {
      this.#answer(pdu, status.ok);
      this.#socket.end();
    } else if (pdu.command === command.enquireLink) this.#answer(pdu, status.ok);
    else this.#answer({ ...pdu, command: command.genericNack }, status.invalidCommand);
  }

  // The centre forgets a receipt once it is answered for: not before it is written down here.
  async #keep(pdu: Pdu): Promise<void> {
    try {
      await this.#onDelivery(readDelivery(pdu.body));
      this.#answer(pdu, status.ok, Buffer.alloc(1));
    } catch (error) {
      log.warn("A receipt could not be kept", { error });
      this.#answer(pdu, status.temporaryAtReceiver, Buffer.alloc(1));
    }
  }

  #answer({ command: to, sequence }: Pdu, code: number, body = Buffer.alloc(0)): void {
    const answer = (to | answerBit) >>> 0;
    if (!this.#ended)
      this.#socket.write(encodePdu({ command: answer, status: code, sequence, body }));
  }

  #end(): void {
    this.#ended = true;
    clearInterval(this.#enquiring);
    for (const settle of [...this.#waiting.values()]) settle(null);
    for (const go of this.#queue.splice(0)) go();
  }
}

function connected(centre: SmppCentre, milliseconds: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const { host, port, tls } = centre;
    const socket = tls
      ? connectTls({ host, port }, () => settle(socket))
      : connectTcp({ host, port }, () => settle(socket));
    const settle = (result: Socket | null) => {
      socket.setTimeout(0).removeAllListeners("timeout").removeListener("error", refuse);
      if (result === null) socket.on("error", () => undefined).destroy();
      resolve(result);
    };
    const refuse = () => settle(null);
    socket.setNoDelay(true).once("error", refuse);
    socket.setTimeout(milliseconds).once("timeout", refuse);
  });
}
