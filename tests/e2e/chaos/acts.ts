import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { transaction } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { projectFolder } from "#lib/front/next-app.ts";
import { notify } from "#lib/notifications/notify.ts";
import { gatewaySignature } from "#tests/support/sms-gateway.ts";
import type { Order } from "./families.ts";
import type { World } from "./world.ts";

/** A request that may be sent again as it is: what it is answered with, read. */
type Request = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly read: (answer: Response, text: string) => string | null;
};

export type Clients = {
  /** How many answers did not come: each of them was asked for again. */
  readonly lost: number;
  /** «Подписать». @returns the number of the application */
  register(order: Order): Promise<string>;
  /** «Подать заявку» with the key of a page. @returns the draft */
  begin(cookie: string, key: string): Promise<string>;
  /** The gateway tells that a message arrived. */
  receipt(messageId: string): Promise<void>;
  /** A code, which no request asks for: written as the rooms write one. @returns its cause */
  code(serial: number, regionId: number): Promise<string>;
};

const form = "/ru/akmola/apply/general";

/**
 * People at three web processes. Whoever gets no answer sends the same again to another process, as a browser does that
 * is reloaded. `onRequest` is told before each one.
 */
export function clients(
  { fleet, database }: Pick<World, "fleet" | "database">,
  onRequest: () => void,
): Clients {
  const actionId = idOfAction("submitSigned");
  const counted = { lost: 0 };

  const untilAnswered = async ({ path, headers, body, read }: Request): Promise<string> => {
    for (;;) {
      const address = await fleet.address();
      onRequest();
      const began = Date.now();
      const answer = await answered(address, path, headers, body);
      if (answer === null) {
        counted.lost += 1;
        continue;
      }
      const result = read(answer.response, answer.text);
      if (result !== null) return result;
      // «Something broke here», because the database did: whoever reads that presses again.
      if (answer.response.status >= 500 && database.wasAwaySince(began)) {
        counted.lost += 1;
        await pause(100);
        continue;
      }
      throw new Error(`${path}: ${answer.response.status}\n${answer.text.slice(0, 2000)}`);
    }
  };

  return {
    get lost() {
      return counted.lost;
    },
    register: (order) =>
      untilAnswered({
        path: `${form}?draft=${order.draftId}&step=sign`,
        headers: {
          cookie: order.cookie,
          "next-action": actionId,
          accept: "text/x-component",
          "content-type": "text/plain;charset=UTF-8",
        },
        body: JSON.stringify(["ru", "akmola", order.requestId, order.cms]),
        read: (_, text) => /applications\/([\d-]+)\?registered=1/u.exec(text)?.[1] ?? null,
      }),
    begin: (cookie, key) =>
      untilAnswered({
        path: `${form}/start`,
        headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ key, confirmed: "on" }).toString(),
        read: ({ headers }) =>
          /draft=([0-9a-f-]{36})/u.exec(headers.get("location") ?? "")?.[1] ?? null,
      }),
    receipt: async (messageId) => {
      const body = JSON.stringify({ id: messageId, state: "delivered" });
      await untilAnswered({
        path: "/api/messages/receipts",
        headers: { "content-type": "application/json", "x-signature": gatewaySignature(body) },
        body,
        read: ({ status }) => (status === 202 ? messageId : null),
      });
    },
    code: async (serial, regionId) => {
      const cause = `code:chaos-${serial}`;
      const phone = `+7702555${String(serial).padStart(4, "0")}`;
      const code = String(1000 + serial);
      const to = { personId: null, regionId, phone, email: null, locale: "kk" as const };
      for (;;) {
        const began = Date.now();
        try {
          const now = await currentInstant();
          await transaction((tx) =>
            notify(tx, { ...to, cause, template: "code", params: { code } }, now),
          );
          return cause;
        } catch (error) {
          if (!database.wasAwaySince(began)) throw error;
          await pause(100);
        }
      }
    },
  };
}

/** Null when the line broke before the whole answer was there. Anything else that is wrong is an answer. */
async function answered(
  address: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<{ readonly response: Response; readonly text: string } | null> {
  try {
    const response = await fetch(address + path, {
      method: "POST",
      headers: { ...headers, origin: address },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(60_000),
    });
    return { response, text: await response.text() };
  } catch (error) {
    // fetch and a body that breaks off throw a TypeError; the time-out does not, and nobody may be that slow.
    if (error instanceof TypeError) return null;
    throw error;
  }
}

const manifest = z.object({ node: z.record(z.string(), z.object({ exportedName: z.string() })) });

/** The number that the build gave an action: what the page's script posts to. */
function idOfAction(name: string): string {
  const file = join(projectFolder, ".next/server/server-reference-manifest.json");
  const { node } = manifest.parse(JSON.parse(readFileSync(file, "utf8")));
  const found = Object.entries(node).find(([, { exportedName }]) => exportedName === name);
  if (found === undefined) throw new Error(`the build has no action ${name}`);
  return found[0];
}
