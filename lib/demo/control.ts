import { createServer } from "node:http";
import { once } from "node:events";

export type Control = { readonly url: string; close(): Promise<void> };

/**
 * Lets a test break what a visitor cannot: `POST /emulator-stop`, `/emulator-start`, `/web-crash`. Answers 204 when it
 * is done. The launcher opens it for APP_ENV=test only, on the loopback.
 */
export async function startControl(
  deeds: Readonly<Record<string, () => Promise<void>>>,
): Promise<Control> {
  const server = createServer((request, response) => {
    const deed = request.method === "POST" ? deeds[(request.url ?? "").slice(1)] : undefined;
    if (!deed) {
      response.writeHead(404).end();
      return;
    }
    deed().then(
      () => response.writeHead(204).end(),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
