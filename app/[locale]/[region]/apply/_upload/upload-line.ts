import type { UploadCode } from "#lib/documents/upload-codes.ts";
import type { Outcome, Taken, TicketPocket } from "./send-file.ts";
import { ConnectionLost } from "./wires.ts";

/**
 * A file that is not stored yet. `waiting`: for its turn; `lost`: the connection broke and stayed so; `refused`: for
 * `code`, by the portal.
 */
export type Sending = {
  readonly key: string;
  readonly file: File;
  /** Of the picture on this computer, until the portal has its own. */
  readonly preview: string | undefined;
  readonly state: "waiting" | "sending" | "lost" | "refused";
  readonly percent: number;
  readonly code: UploadCode | null;
};

export type Chosen = Pick<Sending, "key" | "file" | "preview">;

type Parts = {
  readonly send: (
    file: File,
    pocket: TicketPocket,
    onProgress: (percent: number) => void,
  ) => Promise<Outcome>;
  /** Hears the whole line after each change. */
  readonly onChange: (line: readonly Sending[]) => void;
  readonly onTaken: (each: Sending, file: Taken) => void;
  readonly onRefused: (each: Sending, code: UploadCode) => void;
};

export type UploadLine = {
  add(chosen: readonly Chosen[]): void;
  retry(key: string): void;
  drop(key: string): void;
  /** The connection is back: what was lost goes on by itself. */
  resume(): void;
};

/**
 * The files of one paper on their way, one after the other in the order in which they were chosen, for they are its
 * pages. A refused file lets the next one pass; a lost connection stops the line, so that no page overtakes another.
 */
export function uploadLine({ send, onChange, onTaken, onRefused }: Parts): UploadLine {
  let line: readonly Sending[] = [];
  const pockets = new Map<string, TicketPocket>();
  let busy = false;

  function set(changed: readonly Sending[]): void {
    line = changed;
    onChange(line);
  }

  function update(key: string, news: Partial<Sending>): void {
    set(line.map((each) => (each.key === key ? { ...each, ...news } : each)));
  }

  function remove(key: string): void {
    pockets.delete(key);
    set(line.filter((each) => each.key !== key));
  }

  // The first that may go; nobody, while one before it is lost.
  function next(): Sending | undefined {
    const first = line.find(({ state }) => state === "waiting" || state === "lost");
    return first?.state === "waiting" ? first : undefined;
  }

  async function work(): Promise<void> {
    if (busy) return;
    busy = true;
    for (let each = next(); each !== undefined; each = next()) await bring(each);
    busy = false;
  }

  async function bring(each: Sending): Promise<void> {
    const { key } = each;
    const pocket = pockets.get(key) ?? { ticket: null };
    pockets.set(key, pocket);
    update(key, { state: "sending", percent: 0, code: null });
    try {
      const outcome = await send(each.file, pocket, (percent) => update(key, { percent }));
      if (outcome.ok) {
        remove(key);
        onTaken(each, outcome.file);
      } else {
        update(key, { state: "refused", code: outcome.code });
        onRefused(each, outcome.code);
      }
    } catch (error) {
      update(key, { state: "lost", code: "not-arrived" });
      onRefused(each, "not-arrived");
      if (!(error instanceof ConnectionLost)) throw error;
    }
  }

  function again(which: (each: Sending) => boolean): void {
    set(
      line.map((each) =>
        which(each) ? { ...each, state: "waiting", percent: 0, code: null } : each,
      ),
    );
    void work();
  }

  return {
    add(chosen) {
      const added = chosen.map((each) => ({
        ...each,
        state: "waiting" as const,
        percent: 0,
        code: null,
      }));
      set([...line, ...added]);
      void work();
    },
    // Whoever mends one page has the connection for all.
    retry: (key) =>
      again((each) => each.state === "lost" || (each.key === key && each.state === "refused")),
    drop(key) {
      if (line.some((each) => each.key === key && each.state === "sending")) return;
      remove(key);
      void work();
    },
    resume: () => again((each) => each.state === "lost"),
  };
}
