import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import type { DemoLeaf } from "#lib/eds/signing/leaf.ts";
import { type DemoAuthority, keyOf } from "./demo-ca.ts";
import { defaultSigner, type EmulatorAnswer, type Who } from "./emulator-answer.ts";
import {
  cancelledReply,
  failedReply,
  greeting,
  keyInfoReply,
  type SignRequest,
  signedReply,
  suits,
  understand,
} from "./emulator-protocol.ts";
import { type KeyFacts, keyFacts } from "./key-info.ts";
import { listenOn, shut } from "./listening.ts";
import { phoneKeyOrder, phoneKeyPath, textIn } from "./phone-key.ts";
import { tlsCertificate } from "./tls-certificate.ts";

export type EmulatorOptions = {
  readonly ca: DemoAuthority;
  /** 0 takes a free one. */
  readonly wsPort: number;
  /** Absent: no TLS. */
  readonly wssPort?: number;
  readonly host?: string;
  /** The demo's clock: by it the keys are valid and the signatures dated. */
  readonly now: () => Promise<Date>;
  /** Takes the next answer: what was told once is given once. */
  readonly nextAnswer: () => Promise<EmulatorAnswer>;
};

export type Emulator = {
  readonly wsUrl: string;
  readonly wssUrl: string | undefined;
  /** The `Origin` of every page that connected, the last fifty. */
  readonly origins: readonly string[];
  close(): Promise<void>;
};

/**
 * NCALayer without its window: speaks its protocol on this computer's own address, chooses the key that it was told to
 * choose, and signs for real with the demo's authority.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const host = options.host ?? "127.0.0.1";
  const origins: string[] = [];
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 * 1024 });
  const servers = [createServer()];
  if (options.wssPort !== undefined) {
    const realNow = new Date();
    servers.push(
      createTlsServer(tlsCertificate(await options.ca.at(await options.now()), realNow)),
    );
  }
  for (const server of servers) {
    server.on("request", (request, response) => {
      if (request.method === "POST" && request.url === phoneKeyPath) {
        signAsPhone(request, options).then(
          (cms) => response.writeHead(200, { "content-type": "application/cms" }).end(cms),
          () => response.writeHead(422).end(),
        );
        return;
      }
      response.writeHead(200, { "content-type": "application/json" }).end(greeting);
    });
    server.on("upgrade", (request, socket, head) => {
      origins.push(request.headers.origin ?? "");
      if (origins.length > 50) origins.shift();
      sockets.handleUpgrade(request, socket, head, (line) => converse(line, options));
    });
  }
  const close = async () => {
    for (const line of sockets.clients) line.terminate();
    await Promise.all(servers.map((server) => shut(server)));
  };
  const [plain, secure] = servers;
  try {
    const wsUrl = plain ? `ws://${await listenOn(plain, options.wsPort, host)}` : "";
    const wssUrl = secure
      ? `wss://${await listenOn(secure, options.wssPort ?? 0, host)}`
      : undefined;
    return { wsUrl, wssUrl, origins, close };
  } catch (error) {
    // One port may be taken and the other already ours.
    await close();
    throw error;
  }
}

function converse(line: WebSocket, options: EmulatorOptions): void {
  line.send(greeting);
  line.on("error", () => line.terminate());
  // One window at a time on a line, as NCALayer: the next request waits for the answer to the one before.
  let before = Promise.resolve();
  line.on("message", (data: RawData) => {
    const message = textOf(data);
    before = before.then(() => answer(line, message, options)).catch(() => line.terminate());
  });
}

async function answer(line: WebSocket, message: string, options: EmulatorOptions): Promise<void> {
  const understood = understand(message);
  if (understood.kind === "reply") return say(line, understood.text);
  const request: SignRequest | undefined =
    understood.kind === "sign" ? understood.request : undefined;
  const style = request ?? {
    style: "commonUtils" as const,
    uuid: understood.kind === "key-info" ? understood.uuid : undefined,
  };

  const told = await options.nextAnswer();
  if (told.action === "stall") return;
  if (told.action === "drop") return line.terminate();
  if (told.action === "cancel") return say(line, cancelledReply(style));
  if (told.action === "error")
    return say(line, failedReply(style, told.errorCode, "Emulated failure"));
  if (told.action === "slow") await delay(told.delayMs);

  const at = await options.now();
  const ca = await options.ca.at(at);
  const who = whoSigns(told.who, request);
  const leaf = who.key === "nca-test" ? ncaTestOf(options.ca, who) : keyOf(ca, who);
  if (leaf === undefined)
    return say(line, failedReply(style, "SIGNING_FAILURE", "No suitable key: unknown person"));
  const facts = keyFacts(leaf);
  if (request === undefined) return say(line, keyInfoReply(style.uuid, facts.info));
  if (!told.force && !suits(request.filter, facts)) {
    // In NCALayer's window the list is empty and the person can only close it. The emulator says so instead.
    return say(line, failedReply(style, "SIGNING_FAILURE", "No suitable key for the filter"));
  }
  say(line, sign(request, leaf, facts, at));
}

/** Who was told to sign; otherwise whom the page asks for; otherwise the mother of the main journey. */
function whoSigns(told: Who | null, request: SignRequest | undefined): Who {
  return told ?? { iin: request?.filter.iin ?? defaultSigner, algorithm: "gost", key: "valid" };
}

function ncaTestOf({ ncaTest }: DemoAuthority, who: Who): DemoLeaf | undefined {
  return ncaTest?.leaf.iin === who.iin ? ncaTest.leaf : undefined;
}

function sign(request: SignRequest, leaf: DemoLeaf, facts: KeyFacts, at: Date): string {
  const signatures = request.contents.map((content) =>
    makeCms({
      content,
      signer: leaf,
      attached: request.attached,
      signingTime: at,
      signingCertificate: true,
      ...(request.digested ? { digest: content } : {}),
    }),
  );
  return signedReply(request, signatures, facts.certificatePem);
}

/** The finger on the demo's telephone: its keys are the same as in NCALayer's files, so they live here too. */
async function signAsPhone(
  request: IncomingMessage,
  options: EmulatorOptions,
): Promise<Uint8Array> {
  const order = phoneKeyOrder.parse(JSON.parse(await textIn(request)));
  const at = await options.now();
  const signer =
    order.who.key === "nca-test"
      ? ncaTestOf(options.ca, order.who)
      : keyOf(await options.ca.at(at), order.who);
  if (signer === undefined) throw new Error("nobody has such a key");
  const content = new Uint8Array(Buffer.from(order.content, "base64"));
  return makeCms({ content, signer, attached: true, signingTime: at, signingCertificate: true });
}

function say(line: WebSocket, text: string): void {
  if (line.readyState === line.OPEN) line.send(text);
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString("utf8");
}
