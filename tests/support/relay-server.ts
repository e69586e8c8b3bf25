import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";

type Signing = {
  readonly description: string;
  /** What the portal sent, as it sent it. */
  data?: { documentsToSign: { document: { file: { data: string } } }[] };
  /** Base64 CMS, once the telephone has signed. */
  signed?: string;
};

export type FakeRelay = {
  readonly url: string;
  readonly signings: readonly Signing[];
  /** What the telephone does with the latest signing. */
  sign(cms: (content: Uint8Array) => Promise<Uint8Array>): Promise<void>;
  /** `elsewhere`: its answers lead to another host; `refuses`: says so by a message; `redirects`: 302. */
  mood: "well" | "elsewhere" | "refuses" | "redirects" | "silent";
};

/** SIGEX's relay as its documented answers have it: a QR code, a place for the text, a place for the signature. */
export function useFakeRelay(): FakeRelay {
  const signings: Signing[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const relay: FakeRelay = {
    get url() {
      return url();
    },
    signings,
    mood: "well",
    sign: async (cms) => {
      const latest = signings.at(-1);
      const data = latest?.data?.documentsToSign[0]?.document.file.data;
      if (latest === undefined || data === undefined) throw new Error("nothing to sign");
      const made = await cms(new Uint8Array(Buffer.from(data, "base64")));
      latest.signed = Buffer.from(made).toString("base64");
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (relay.mood === "silent") return void response.destroy();
    if (relay.mood === "redirects") {
      return void response.writeHead(302, { location: "http://127.0.0.1:9/" }).end();
    }
    if (relay.mood === "refuses") return json(response, { message: "Too many requests" });
    const path = request.url ?? "";
    if (request.method === "POST" && path === "/api/egovQr") {
      const { description } = JSON.parse(await bodyOf(request)) as { description: string };
      const id = signings.push({ description }) - 1;
      const own = relay.mood === "elsewhere" ? "http://elsewhere.example" : url();
      const link = encodeURIComponent(`${url()}/api/egovQr/${id}/phone`);
      return json(response, {
        expireAt: Date.now() + 300_000,
        qrCode: "aVZCT1J3MEtHZ28=",
        dataURL: `${own}/api/egovQr/${id}/data`,
        signURL: `${own}/api/egovQr/${id}/sign`,
        eGovMobileLaunchLink: `https://m.egov.kz/mobileSign/?link=${link}&isi=1476128386&ibi=kz.egov.mobile&apn=kz.mobile.mgov`,
        eGovBusinessLaunchLink: `https://m.egov.kz/businessSign/?link=${link}`,
      });
    }
    const [, id = "", place] = /^\/api\/egovQr\/(\d+)\/(data|sign)$/u.exec(path) ?? [];
    const signing = signings[Number(id)];
    if (signing === undefined) return void response.writeHead(404).end();
    if (place === "data" && request.method === "POST") {
      signing.data = JSON.parse(await bodyOf(request)) as NonNullable<Signing["data"]>;
      return json(response, {});
    }
    if (signing.signed === undefined || signing.data === undefined) {
      // The relay holds the line; here it is cut as by a network that lost patience.
      return void response.destroy();
    }
    const [document] = signing.data.documentsToSign;
    const signed = { ...document, document: { file: { mime: "", data: signing.signed } } };
    json(response, { documentsToSign: [signed] });
  }
  return relay;
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
