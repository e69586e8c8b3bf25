import { randomUUID } from "node:crypto";
import { db } from "#db/client.ts";
import { inboxItem } from "#db/schema/notifications.ts";
import { myInbox, openMessage, readEverything } from "#lib/notifications/inbox.ts";
import { pushBrowsers, subscribe, unsubscribe } from "#lib/notifications/push-subscriptions.ts";
import { now } from "#tests/integration/sign-in/gate.ts";
import type { Door } from "./doors.ts";

/** A message in the inbox of a person. */
async function messageOf(personId: string, regionId: number): Promise<string> {
  const id = randomUUID();
  const params = { number: "111-26-000042" };
  const row = { id, personId, regionId, cause: `door:${id}`, template: "linked", params };
  await db()
    .insert(inboxItem)
    .values({ ...row, createdAt: now, readAt: null });
  return id;
}

export const inboxDoors: readonly Door[] = [
  {
    name: "myInbox",
    about: "mine",
    knock: ({ actor }) => myInbox(actor, { locale: "kk" }, now),
  },
  { name: "pushBrowsers", about: "mine", knock: ({ actor }) => pushBrowsers(actor) },
  { name: "readEverything", about: "mine", knock: ({ actor }) => readEverything(actor, now) },
  {
    name: "openMessage",
    about: "own",
    knock: async ({ actor }, portal, { owner }) => {
      const id = await messageOf(owner.personId, portal.id);
      return openMessage(actor, { id, locale: "kk" }, now);
    },
  },
];

export const pushDoors: readonly Door[] = [
  {
    name: "unsubscribe",
    about: "mine",
    knock: ({ actor }) => unsubscribe(actor, { endpoint: "https://push.example/" }),
  },
  {
    name: "subscribe",
    about: "mine",
    knock: async ({ actor }) => {
      const given = await subscribe(actor, {}, "", now);
      // Let in, and then there is nothing to do: the tests have no keys of a push service.
      return !given.ok && given.code === "not-offered" ? { ok: true } : given;
    },
  },
];
