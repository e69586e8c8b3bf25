import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { inject } from "vitest";
import { fieldsOfStep, type DraftField, type WizardStep } from "#lib/applications/draft.ts";
import { draftIn } from "./stored.ts";

/** Somebody's session without a browser: the form's pages are plain posts, and read as such they are quick. */
export type Poster = { readonly cookie: string };

export async function posterOf(page: Page): Promise<Poster> {
  const cookies = await page.context().cookies();
  return { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; ") };
}

export function read(who: Poster, path: string): Promise<Response> {
  return fetch(new URL(path, inject("portalUrl")), {
    headers: { cookie: who.cookie },
    redirect: "manual",
  });
}

export function post(
  who: Poster,
  path: string,
  body: string | Readonly<Record<string, string>>,
): Promise<Response> {
  const headers = new Headers({ cookie: who.cookie, origin: inject("portalUrl") });
  if (typeof body === "string") headers.set("content-type", "application/json");
  return fetch(new URL(path, inject("portalUrl")), {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : new URLSearchParams(body),
    redirect: "manual",
  });
}

/** «Подать заявку»; the new draft. */
export async function begin(who: Poster, form: string): Promise<string> {
  const answer = await post(who, `${form}/start`, { key: randomUUID(), confirmed: "on" });
  const draft = draftIn(placeOf(answer));
  if (draft === "") throw new Error(`no draft: ${answer.status} ${placeOf(answer)}`);
  return draft;
}

export type Sheet = {
  readonly form: string;
  readonly draft: string;
  readonly step: WizardStep;
  readonly values: Readonly<Partial<Record<DraftField, string>>>;
};

/** «Вперед» with these values, whatever was saved before; a tick that is not among them is taken away. */
export function send(who: Poster, { form, draft, step, values }: Sheet): Promise<Response> {
  const before = fieldsOfStep[step].map((field) => [`was.${field}`, "\u2022"]);
  const fields = { draft, step, go: "forward", ...Object.fromEntries(before), ...values };
  return post(who, `${form}/step`, fields);
}

/** Where an answer leads: path and query. */
export function placeOf(answer: Response): string {
  const { pathname, search } = new URL(answer.headers.get("location") ?? "/", inject("portalUrl"));
  return inject("portalUrl") + pathname + search;
}

/** What stands in a text field of a page, or null when there is no such field. */
export function valueIn(html: string, id: string): string | null {
  const field = new RegExp(`<input(?=[^>]*\\sid="${id}")[^>]*>`, "u").exec(html)?.[0];
  if (field === undefined) return null;
  return decode(/\svalue="([^"]*)"/u.exec(field)?.[1] ?? "");
}

/** The sentence at a field of a page, empty when nothing is wrong with it. */
export function sentenceAt(html: string, id: string): string {
  const line = new RegExp(`<p(?=[^>]*\\sid="${id}-error")[^>]*>(.*?)</p>`, "su").exec(html)?.[1];
  return decode((line ?? "").replaceAll(/<[^>]+>/gu, "")).trim();
}

/** The words of a page without its scripts. */
export function textOf(html: string): string {
  const bare = html.replaceAll(/<script\b.*?<\/script>/gsu, "").replaceAll(/<[^>]+>/gu, " ");
  return decode(bare).replaceAll(/[\s\u00A0]+/gu, " ");
}

function decode(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll(/&#x27;|&#39;/gu, "'")
    .replaceAll("&nbsp;", "\u00A0")
    .replaceAll("&amp;", "&");
}
