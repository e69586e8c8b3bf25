// Runs in the browser. What the network offers an upload, so that tests can cut it where they like.

export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

/** The connection broke, or the portal is not there: worth another try. */
export class ConnectionLost extends Error {}

/** Each throws `ConnectionLost` when no answer came, or none that the portal itself gave. */
export type Wires = {
  json(url: string, body: object): Promise<Answer>;
  /** @param onProgress hears whole percents of what has been sent */
  form(url: string, form: FormData, onProgress: (percent: number) => void): Promise<Answer>;
  pause(milliseconds: number): Promise<void>;
};

const patience = 5 * 60_000;

export const browserWires: Wires = {
  async json(url, body) {
    const headers = { "content-type": "application/json" };
    try {
      const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
      if (response.status >= 500) throw new ConnectionLost();
      return { status: response.status, body: parsed(await response.text()) };
    } catch {
      throw new ConnectionLost();
    }
  },

  // fetch() tells nothing of what has been sent so far.
  form(url, form, onProgress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      request.timeout = patience;
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
  },

  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** A JSON object, or an empty one for whatever else was answered. */
export function parsed(text: string): Answer["body"] {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}
