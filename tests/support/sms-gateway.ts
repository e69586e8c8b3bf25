import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export type GatewayMessage = {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly from?: string;
  readonly validSeconds?: number;
  readonly receiptUrl: string;
};

export type Gateway = {
  readonly port: number;
  /** Every request, taken or not. */
  readonly came: Array<{ readonly headers: IncomingHttpHeaders; readonly body: GatewayMessage }>;
  /** What it took: each id once. */
  readonly taken: GatewayMessage[];
  /** Status of the answer to the next requests; `cut` takes the message and hangs up. Empty: 202. */
  readonly answers: Array<number | "cut">;
  /** Called with every message when it is taken or not, and before it is answered. */
  before: (message: GatewayMessage) => void | Promise<void>;
  url(options?: string): string;
  stop(): Promise<void>;
};

export const gatewayToken = "the token both know";

/** An SMS gateway on loopback that keeps to docs/messages.md. */
export async function startGateway(port = 0): Promise<Gateway> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as GatewayMessage;
      fake.came.push({ headers: request.headers, body });
      const answer = fake.answers.shift() ?? 202;
      const repeated = fake.taken.some(({ id }) => id === body.id);
      if (!repeated && (answer === "cut" || answer < 300)) fake.taken.push(body);
      await fake.before(body);
      if (answer === "cut") return void request.socket.destroy();
      response.writeHead(repeated ? 409 : answer).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const own = (server.address() as AddressInfo).port;
  const fake: Gateway = {
    port: own,
    came: [],
    taken: [],
    answers: [],
    before: () => undefined,
    url: (options = "source=KEZEK") =>
      `http://${encodeURIComponent(gatewayToken)}@127.0.0.1:${own}/v1/messages?${options}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

/** How the gateway signs what it tells the portal. */
export function gatewaySignature(body: string, token = gatewayToken): string {
  return `sha256=${createHmac("sha256", token).update(body).digest("hex")}`;
}
