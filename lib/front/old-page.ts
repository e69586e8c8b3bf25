import { createHash } from "node:crypto";
import { IncomingMessage, type ServerResponse } from "node:http";
import { defaultLocale, isLocale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { Env } from "#lib/platform/env.ts";
import {
  oldPageLock,
  sealTyping,
  typedNoteName,
  typedNoteSeconds,
  type Typing,
} from "#lib/platform/typed-note.ts";

/*
 * A page that was open while a new release came up posts to an action that is known no more. Next answers with 409 and
 * three English words. Here the reader is told what happened, and what somebody signed in typed waits in a sealed cookie
 * for the page to be opened again: without a session nobody could tell whose it is. With scripts the page itself learns it by a header, and says so.
 */

/** Next's mark of an action that this release does not know. */
const unknownAction = "x-nextjs-action-not-found";
const mostBytes = 64 * 1024;

/** Fields that their pages put back. Passwords, codes and whatever else is typed stay out of cookies. */
const kept = new Set(["email", "phone", "secondPhone", "locale"]);

/** Watches a form's post, and answers it in words when its action turns out to be unknown. */
export function answerOldPage(
  request: IncomingMessage,
  response: ServerResponse,
  environment: Env,
): void {
  const type = request.headers["content-type"] ?? "";
  const form = request.method === "POST" && type.startsWith("multipart/form-data");
  if (!form || request.headers["next-action"] !== undefined) return;
  const body = copyOf(request);
  const original = { write: response.write.bind(response), end: response.end.bind(response) };
  const unknown = () => response.hasHeader(unknownAction) && !response.headersSent;
  response.write = ((...args: unknown[]) =>
    unknown() || Reflect.apply(original.write, response, args)) as typeof response.write;
  response.end = ((...args: unknown[]) => {
    if (!unknown()) return Reflect.apply(original.end, response, args) as ServerResponse;
    tell(request, response, { type, body: body(), environment }).then(
      (page) => original.end(page),
      () => response.destroy(),
    );
    return response;
  }) as typeof response.end;
}

/** Copies what comes in while Next reads it; empty when it is more than a form. */
function copyOf(request: IncomingMessage): () => Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (Buffer.isBuffer(chunk)) {
      size += chunk.length;
      if (size <= mostBytes) chunks.push(chunk);
    }
    return IncomingMessage.prototype.push.call(request, chunk, encoding);
  };
  return () => (size <= mostBytes ? Buffer.concat(chunks) : Buffer.alloc(0));
}

type Posted = { readonly type: string; readonly body: Buffer; readonly environment: Env };

async function tell(
  request: IncomingMessage,
  response: ServerResponse,
  { type, body, environment }: Posted,
): Promise<string> {
  const [path = "/"] = (request.url ?? "/").split("?", 1);
  const secure = environment.NEXTAUTH_URL.startsWith("https://");
  const session = sessionOf(request);
  const typing = session === undefined ? {} : await typedIn(type, body);
  const lock = oldPageLock(environment.NEXTAUTH_SECRET, session ?? "", path);
  // The machine's clock: how long a cookie lasts is no matter of the portal's.
  const note = sealTyping(typing, lock, new Date());
  if (note !== null) {
    const about = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${typedNoteSeconds}${secure ? "; Secure" : ""}`;
    response.appendHeader("Set-Cookie", `${typedNoteName(secure)}=${note}; ${about}`);
  }
  for (const name of ["Content-Length", "ETag"]) response.removeHeader(name);
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Content-Security-Policy", policy);
  return pageOf(path, request.url ?? path, note !== null);
}

async function typedIn(type: string, body: Buffer): Promise<Typing> {
  try {
    const answer = new Response(new Uint8Array(body), { headers: { "content-type": type } });
    const fields = [...(await answer.formData())];
    return Object.fromEntries(
      fields.flatMap(([name, value]) =>
        kept.has(name) && typeof value === "string" ? [[name, value]] : [],
      ),
    );
  } catch {
    return {};
  }
}

/** The session's cookie as it stands: the note opens for the same one only. */
function sessionOf(request: IncomingMessage): string | undefined {
  const pairs = (request.headers.cookie ?? "").split(/;\s*/u).map((pair) => pair.split("=", 2));
  return pairs.find(([name]) => /^(?:__Host-)?next-auth\.session-token$/u.test(name ?? ""))?.[1];
}

const style =
  ":root{color-scheme:light dark;font:1.125rem/1.5 system-ui,sans-serif}" +
  "main{max-width:38rem;margin:15vh auto 0;padding:1rem}" +
  "a{display:inline-block;padding:.75rem 1.25rem;border:2px solid;border-radius:.5rem}";
const styleHash = createHash("sha256").update(style).digest("base64");
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; frame-ancestors 'none'`;

function pageOf(path: string, address: string, saved: boolean): string {
  const named = path.split("/", 2)[1] ?? "";
  const locale = isLocale(named) ? named : defaultLocale;
  const t = translator(locale);
  const title = t("error.page.updated.title");
  const text = saved ? t("error.page.updated.saved") : t("error.page.updated.again");
  return (
    `<!DOCTYPE html><html lang="${locale}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<title>${escaped(title)}</title><style>${style}</style></head>` +
    `<body><main><h1>${escaped(title)}</h1><p role="alert">${escaped(text)}</p>` +
    `<p><a href="${escaped(address)}">${escaped(t("error.page.updated.open"))}</a></p></main></body></html>`
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
