import { inject } from "vitest";
import { inArray } from "drizzle-orm";
import { db } from "#db/client.ts";
import people from "#db/demo/people.json" with { type: "json" };
import { message } from "#db/schema/notifications.ts";
import { person } from "#db/schema/people.ts";
import { session } from "#db/schema/sessions.ts";
import {
  knownDevice,
  oneTimeCode,
  password,
  phoneChange,
  recoveryAttempt,
  recoveryBlock,
} from "#db/schema/sign-in.ts";
import { inPortal } from "#tests/support/portal.ts";

type Sent = { readonly to: string; readonly template: string; readonly text: string };

async function sentTo(recipient: string, template: string): Promise<string> {
  const address = new URL("/api/demo/outbox", inject("portalUrl"));
  address.searchParams.set("to", recipient);
  const answer = await fetch(address);
  const { messages } = (await answer.json()) as { readonly messages: readonly Sent[] };
  const newest = messages.find((each) => each.template === template);
  if (newest === undefined) throw new Error(`nothing like ${template} was sent to ${recipient}`);
  return newest.text;
}

/** The code in the newest message to this phone, out of the demo's outbox. */
export async function newestCodeTo(phone: string): Promise<string> {
  return /\d{4,10}/.exec(await sentTo(phone, "code"))?.[0] ?? "";
}

/** Where the link of «your phone number is being changed» leads. */
export async function linkSentTo(recipient: string): Promise<string> {
  const path = /\/m\/[\w-]+/.exec(await sentTo(recipient, "phone-change"))?.[0] ?? "";
  return new URL(path, inject("portalUrl")).href;
}

/** Takes back what the listed families did to their phones and passwords, and every closed way. */
export async function forgetRecovery(): Promise<void> {
  await inPortal(async () => {
    const everybody = people.adults.map(({ iin }) => iin);
    const ours = db().select({ id: person.id }).from(person).where(inArray(person.iin, everybody));
    for (const table of [recoveryAttempt, recoveryBlock, oneTimeCode, phoneChange, message]) {
      await db().delete(table);
    }
    for (const table of [password, knownDevice, session]) {
      await db().delete(table).where(inArray(table.personId, ours));
    }
  });
}
