import { isUploadCode, type UploadCode } from "#lib/documents/upload-codes.ts";

// Runs in the browser. One file's way: a ticket, the file with its progress, the word that it has arrived.

/** As the routes of `/api/uploads` answer. */
export type Taken = {
  readonly id: string;
  readonly paper: string;
  readonly fileName: string;
  readonly hasPreview: boolean;
};

export type Place = { readonly region: string; readonly draft: string; readonly paper: string };

export type Outcome =
  | { readonly ok: true; readonly file: Taken }
  | { readonly ok: false; readonly code: UploadCode };

type Ticket = {
  readonly ticket: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly complete: boolean;
};

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** The connection broke, or the portal is not there: worth another try. */
export class ConnectionLost extends Error {}

const pauses = [1000, 3000, 9000];

/**
 * Sends one file; a broken connection is tried again with the same ticket, so that a file whose answer was lost is not
 * sent twice. Throws `ConnectionLost` when it stays broken.
 */
export async function sendFile(
  file: File,
  place: Place,
  onProgress: (percent: number) => void,
): Promise<Outcome> {
  const wish = { ...place, fileName: file.name, mime: file.type, size: file.size };
  const opened = await patiently(() => postJson("/api/uploads/tickets", wish));
  if (opened.status !== 201) return refused(opened);
  const ticket = ticketOf(opened.body);
  if (ticket === null) return { ok: false, code: "not-arrived" };
  const sent = await patiently(() => postFile(ticket, file, onProgress));
  onProgress(100);
  if (!ticket.complete) return outcomeOf(sent);
  // A storage answers in its own words; whether the file is there, only the portal says.
  return outcomeOf(
    await patiently(() => postJson("/api/uploads/complete", { ticket: ticket.ticket })),
  );
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
  const answer = { status: response.status, body: await jsonOf(response) };
  if (!response.ok) return refused(answer);
  const files = answer.body["attachments"];
  return { ok: true, files: Array.isArray(files) ? files.filter(isTaken) : [] };
}

type Failed = { readonly ok: false; readonly code: UploadCode };

async function patiently(attempt: () => Promise<Answer>): Promise<Answer> {
  for (const pause of pauses) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return attempt();
}

async function postJson(url: string, body: object): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  try {
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    if (response.status >= 500) throw new ConnectionLost();
    return { status: response.status, body: await jsonOf(response) };
  } catch {
    throw new ConnectionLost();
  }
}

// fetch() tells nothing of what has been sent so far.
function postFile(ticket: Ticket, file: File, onProgress: (percent: number) => void) {
  return new Promise<Answer>((resolve, reject) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(ticket.fields)) form.set(name, value);
    form.set("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", ticket.url);
    request.timeout = 5 * 60_000;
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(Math.floor((event.loaded / event.total) * 100));
    });
    request.addEventListener("load", () => {
      if (request.status >= 500) reject(new ConnectionLost());
      else resolve({ status: request.status, body: parsed(request.responseText) });
    });
    for (const event of ["error", "timeout", "abort"]) {
      request.addEventListener(event, () => reject(new ConnectionLost()));
    }
    request.send(form);
  });
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

function refused(answer: Answer): Failed {
  const code = answer.body["code"];
  return { ok: false, code: typeof code === "string" && isUploadCode(code) ? code : "not-arrived" };
}

async function jsonOf(response: Response): Promise<Answer["body"]> {
  return parsed(await response.text());
}

function parsed(text: string): Answer["body"] {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}
