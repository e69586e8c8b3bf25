import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { compress } from "#lib/front/encoding.ts";
import { withoutScripts } from "./script-free.ts";

export type Stripping = { readonly url: string; close(): Promise<void> };

/**
 * Stands before a portal and hands its pages on, without their scripts or (`strip` false) as they are: the two sides of
 * a comparison then take the same way. Everything leaves it in brotli, also what its server has not compressed so.
 */
export async function startStripping(target: string, strip: boolean): Promise<Stripping> {
  const { hostname, port, host } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const headers = { ...incoming.headers, host, "accept-encoding": "identity" };
    const onward = request({
      hostname,
      port,
      path: incoming.url,
      method: incoming.method,
      headers,
    });
    onward.on("response", (answer) => {
      handOn(answer, outgoing, strip).catch(() => outgoing.destroy());
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    // The portal's own name: its cookies belong to it.
    url: `http://${hostname}:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

const text = /^(text\/|application\/(javascript|json|manifest\+json)|image\/svg)/;
const compressed = new Map<string, Buffer>();

async function handOn(
  answer: IncomingMessage,
  outgoing: ServerResponse,
  strip: boolean,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  let body: Buffer = Buffer.concat(chunks);
  const type = answer.headers["content-type"] ?? "";
  const { "content-length": _, "transfer-encoding": __, ...headers } = answer.headers;
  if (strip && type.startsWith("text/html"))
    body = Buffer.from(withoutScripts(body.toString("utf8")));
  if (text.test(type)) {
    // The servers' own work must not be timed with the network: the same bytes are compressed once.
    const key = body.toString("base64");
    const ready = compressed.get(key) ?? (await compress(body, "br", true));
    compressed.set(key, ready);
    body = ready;
    headers["content-encoding"] = "br";
  }
  outgoing.writeHead(answer.statusCode ?? 502, { ...headers, "content-length": body.length });
  outgoing.end(body);
}
