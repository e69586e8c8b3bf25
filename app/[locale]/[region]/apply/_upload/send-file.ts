import { isUploadCode, type UploadCode } from "#lib/documents/upload-codes.ts";
import { type Answer, browserWires, ConnectionLost, parsed, type Wires } from "./wires.ts";

// Runs in the browser. One file's way: a ticket, the file with its progress, the word that it has arrived.

/** As the routes of `/api/uploads` answer. */
export type Taken = {
  readonly id: string;
  readonly paper: string;
  readonly fileName: string;
  readonly hasPreview: boolean;
};

export type Place = { readonly region: string; readonly draft: string; readonly paper: string };

type Failed = { readonly ok: false; readonly code: UploadCode };
export type Outcome = { readonly ok: true; readonly file: Taken } | Failed;

type Ticket = {
  readonly ticket: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly complete: boolean;
};

/** Keeps a file's ticket from one try to the next, also when hours lie between them. */
export type TicketPocket = { ticket: Ticket | null };

/** Milliseconds before the second, third and fourth try. */
export const pauses: readonly number[] = [1000, 3000, 9000];

/**
 * Sends one file; a broken connection is tried again with the same ticket, so that a file whose answer was lost is not
 * sent twice. Throws `ConnectionLost` when it stays broken: call it again with the same pocket then.
 */
export async function sendFile(
  file: File,
  place: Place,
  pocket: TicketPocket,
  onProgress: (percent: number) => void,
  wires: Wires = browserWires,
): Promise<Outcome> {
  const kept = pocket.ticket !== null;
  const first = await tryOnce(file, place, pocket, onProgress, wires);
  // An old ticket may have run out, or have been spent on a refusal whose words got lost: a new one tells.
  const stale = !first.ok && (first.code === "ticket-late" || first.code === "ticket-used");
  if (!stale) return first;
  pocket.ticket = null;
  if (!kept && first.code === "ticket-late") return first;
  return tryOnce(file, place, pocket, onProgress, wires);
}

async function tryOnce(
  file: File,
  place: Place,
  pocket: TicketPocket,
  onProgress: (percent: number) => void,
  wires: Wires,
): Promise<Outcome> {
  if (pocket.ticket === null) {
    const wish = { ...place, fileName: file.name, mime: file.type, size: file.size };
    const opened = await patiently(wires, () => wires.json("/api/uploads/tickets", wish));
    if (opened.status !== 201) return refused(opened);
    pocket.ticket = ticketOf(opened.body);
  }
  const ticket = pocket.ticket;
  if (ticket === null) return { ok: false, code: "not-arrived" };
  const sent = await patiently(wires, () =>
    wires.form(ticket.url, formOf(ticket, file), onProgress),
  );
  onProgress(100);
  if (!ticket.complete) return outcomeOf(sent);
  // A storage answers in its own words; whether the file is there, only the portal says.
  const body = { ticket: ticket.ticket };
  return outcomeOf(await patiently(wires, () => wires.json("/api/uploads/complete", body)));
}

/** Removes or moves a stored file. Answers the files of the whole draft that are left. */
export async function changeFile(
  fields: Readonly<Record<string, string>>,
): Promise<{ readonly ok: true; readonly files: readonly Taken[] } | Failed> {
  const response = await fetch("/api/uploads/change", {
    method: "POST",
    body: new URLSearchParams(fields),
  }).catch(() => {
    throw new ConnectionLost();
  });
  const answer = { status: response.status, body: parsed(await response.text()) };
  if (!response.ok) return refused(answer);
  const files = answer.body["attachments"];
  return { ok: true, files: Array.isArray(files) ? files.filter(isTaken) : [] };
}

async function patiently(wires: Wires, attempt: () => Promise<Answer>): Promise<Answer> {
  for (const pause of pauses) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      await wires.pause(pause);
    }
  }
  return attempt();
}

function formOf(ticket: Ticket, file: File): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(ticket.fields)) form.set(name, value);
  form.set("file", file, file.name);
  return form;
}

function outcomeOf(answer: Answer): Outcome {
  // «Used» with a file beside it: an earlier try had arrived, only its answer had not.
  const file = answer.body["attachment"];
  return isTaken(file) ? { ok: true, file } : refused(answer);
}

function isTaken(value: unknown): value is Taken {
  return typeof value === "object" && value !== null && "id" in value && "fileName" in value;
}

function ticketOf(body: Answer["body"]): Ticket | null {
  const { ticket, url, fields, complete } = body;
  if (typeof ticket !== "string" || typeof url !== "string") return null;
  if (typeof fields !== "object" || fields === null) return null;
  return {
    ticket,
    url,
    fields: Object.fromEntries(Object.entries(fields)),
    complete: complete === true,
  };
}

// A proxy in front of the portal knows no codes of ours.
const codesOfProxies: Readonly<Record<number, UploadCode>> = {
  401: "signed-out",
  413: "file-too-large",
  429: "too-often",
};

function refused(answer: Answer): Failed {
  const code = answer.body["code"];
  if (typeof code === "string" && isUploadCode(code)) return { ok: false, code };
  return { ok: false, code: codesOfProxies[answer.status] ?? "not-arrived" };
}
