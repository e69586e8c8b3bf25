import { setTimeout as pause } from "node:timers/promises";
import { finishServing, listen } from "#lib/front/listen.ts";
import { frontServer } from "#lib/front/server.ts";
import { parseEnv } from "#lib/platform/env.ts";
import { endOnSignals, isStopping } from "#lib/platform/lifecycle.ts";

// A process of its own with a front whose answers take half a second, for the test that stops it.
const environment = parseEnv({
  APP_ENV: "test",
  NEXTAUTH_URL: "http://localhost:3000",
  NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
  REGISTRIES: "sandbox",
});
const server = frontServer(environment, async (_request, response) => {
  process.send?.("begun");
  await pause(500);
  response.end(isStopping() ? "finished while stopping" : "finished");
});
endOnSignals(() => finishServing(server, 0));
await listen(server, "127.0.0.1", 0);
