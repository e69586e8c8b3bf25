import { Agent, get, type IncomingHttpHeaders } from "node:http";

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came over the wire: compressed when it was. */
  readonly body: Buffer;
};

type Asking = {
  readonly encoding?: "br" | "identity";
  readonly cookie?: string;
  readonly agent?: Agent;
};

/** One request, without any of a browser's doings. */
export function ask(
  url: string,
  { encoding = "identity", cookie, agent }: Asking = {},
): Promise<Answer> {
  const headers = {
    "Accept-Encoding": encoding,
    ...(cookie === undefined ? {} : { Cookie: cookie }),
  };
  return new Promise((resolve, reject) => {
    get(url, { headers, ...(agent === undefined ? {} : { agent }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    }).on("error", reject);
  });
}

/** The page's bytes as text. @throws Error when it is not there: an error page must not be weighed in its place */
export async function pageAt(url: string, cookie?: string): Promise<string> {
  const { status, body } = await ask(url, cookie === undefined ? {} : { cookie });
  if (status !== 200) throw new Error(`${url} answers ${status}`);
  return body.toString("utf8");
}

export type Load = {
  readonly url: string;
  readonly cookie?: string;
  readonly seconds: number;
  /** Requests under way at a time. */
  readonly clients?: number;
};

/**
 * Requests answered per second, asked for as browsers do (brotli welcome), each client asking again at once.
 * @throws Error when one answer is not a 200: a fast refusal is no throughput
 */
export async function throughput({ url, cookie, seconds, clients = 16 }: Load): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const asking: Asking = { encoding: "br", agent, ...(cookie === undefined ? {} : { cookie }) };
  const began = performance.now();
  const end = began + seconds * 1000;
  let answered = 0;
  const client = async () => {
    while (performance.now() < end) {
      const { status } = await ask(url, asking);
      if (status !== 200) throw new Error(`${url} answers ${status} under load`);
      answered += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, client));
    return answered / ((performance.now() - began) / 1000);
  } finally {
    agent.destroy();
  }
}
