import { once } from "node:events";
import type { Server } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { log } from "#lib/platform/log.ts";

/** Opens the port and tells the launcher, when there is one. @returns the port, also where 0 asked for any */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  log.info("The portal is ready", { host, port: actual });
  process.send?.({ ready: actual });
  return actual;
}

/**
 * Stops taking connections and waits for the answers under way, at most ten seconds.
 * @param delaySeconds goes on serving for so long, while `/api/health/ready` already tells the balancer to look elsewhere
 */
export async function finishServing(server: Server, delaySeconds: number): Promise<void> {
  await pause(delaySeconds * 1000);
  const closed = once(server, "close");
  server.close();
  // A connection whose answer was under way becomes idle later, and would be kept open for its next request.
  const tidying = setInterval(() => server.closeIdleConnections(), 50);
  const patience = setTimeout(() => server.closeAllConnections(), 10_000);
  await closed;
  clearInterval(tidying);
  clearTimeout(patience);
}
