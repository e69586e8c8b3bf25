import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Outcome,
  type Place,
  pauses,
  sendFile,
  type TicketPocket,
} from "#app/[locale]/[region]/apply/_upload/send-file.ts";
import { type Sending, uploadLine } from "#app/[locale]/[region]/apply/_upload/upload-line.ts";
import {
  type Answer,
  ConnectionLost,
  type Wires,
} from "#app/[locale]/[region]/apply/_upload/wires.ts";

const place: Place = { region: "akmola", draft: "d", paper: "privilege" };

/** What becomes of one request: all well, it never arrives, or it arrives and its answer does not. */
type Fate = "well" | "lost-request" | "lost-answer";

/** The portal and the storage as a browser sees them, with a connection whose fate is written beforehand. */
function portal(fates: readonly Fate[] = [], toStorage = false) {
  const tickets = new Map<string, { here: string | null; used: string | null; late: boolean }>();
  const stored: string[] = [];
  const calls: string[] = [];
  const waited: number[] = [];
  let next = 0;

  async function over(what: string, answer: () => Answer): Promise<Answer> {
    const fate = fates[next] ?? "well";
    next += 1;
    calls.push(what);
    if (fate === "lost-request") throw new ConnectionLost();
    const made = answer();
    if (fate === "lost-answer") throw new ConnectionLost();
    return made;
  }

  function take(id: string, name: string | null): Answer {
    const ticket = tickets.get(id);
    if (!ticket) return { status: 404, body: { code: "not-yours" } };
    const known = ticket.used === null ? {} : { attachment: fileOf(ticket.used) };
    if (ticket.used !== null) {
      return { status: 409, body: { code: "ticket-used", ...(ticket.used === "" ? {} : known) } };
    }
    if (ticket.late) return { status: 409, body: { code: "ticket-late" } };
    if (name === null) return { status: 409, body: { code: "not-arrived" } };
    const bad = name.startsWith("bad");
    ticket.used = bad ? "" : name;
    if (bad) return { status: 415, body: { code: "file-type" } };
    stored.push(name);
    return { status: 201, body: { attachment: fileOf(name) } };
  }

  const wires: Wires = {
    json: (url, body) =>
      over(url, () => {
        if (url === "/api/uploads/complete") {
          const { ticket } = body as { ticket: string };
          return take(ticket, tickets.get(ticket)?.here ?? null);
        }
        const id = `t${tickets.size}`;
        tickets.set(id, { here: null, used: null, late: false });
        const way = { url: toStorage ? "https://storage.test" : "/api/uploads" };
        return {
          status: 201,
          body: { ticket: id, ...way, fields: { ticket: id }, complete: toStorage },
        };
      }),
    form: (url, form, onProgress) =>
      over(url, () => {
        onProgress(50);
        const id = String(form.get("ticket"));
        const name = (form.get("file") as File).name;
        if (!toStorage) return take(id, name);
        const ticket = tickets.get(id);
        if (ticket) ticket.here = name;
        return { status: 204, body: {} };
      }),
    pause: async (milliseconds) => void waited.push(milliseconds),
  };
  return { wires, tickets, stored, calls, waited };
}

const fileOf = (name: string) => ({
  id: name,
  paper: "privilege",
  fileName: name,
  hasPreview: true,
});
const photo = (name: string) => new File(["x"], name, { type: "image/jpeg" });

function send(
  name: string,
  { wires }: { wires: Wires },
  pocket: TicketPocket = { ticket: null },
): Promise<Outcome> {
  return sendFile(photo(name), place, pocket, () => undefined, wires);
}

describe.each([false, true])("one file on a bad connection, to the storage: %s", (toStorage) => {
  test("is sent again after growing pauses", async () => {
    const there = portal(["lost-request", "lost-request", "lost-request", "well"], toStorage);
    expect(await send("a", there)).toMatchObject({ ok: true, file: { id: "a" } });
    expect(there.waited).toEqual(pauses);
    expect(there.stored).toEqual(["a"]);
  });

  test("is stored once when its answer is lost", async () => {
    const there = portal(["well", "lost-answer", "lost-answer", "well"], toStorage);
    expect(await send("a", there)).toMatchObject({ ok: true, file: { id: "a" } });
    expect(there.stored).toEqual(["a"]);
    expect(there.tickets.size).toBe(1);
  });

  test("is lost after four tries, and goes on with the same ticket later", async () => {
    const broken: Fate[] = ["well", "lost-answer", "lost-answer", "lost-answer", "lost-answer"];
    const there = portal(broken, toStorage);
    const pocket: TicketPocket = { ticket: null };
    await expect(send("a", there, pocket)).rejects.toThrow(ConnectionLost);
    expect(await send("a", there, pocket)).toMatchObject({ ok: true });
    expect(there.stored).toEqual(["a"]);
    expect(there.tickets.size).toBe(1);
  });

  test("gets a new ticket when the old one has run out meanwhile", async () => {
    const there = portal(["well", ...Array<Fate>(4).fill("lost-request")], toStorage);
    const pocket: TicketPocket = { ticket: null };
    await expect(send("a", there, pocket)).rejects.toThrow(ConnectionLost);
    for (const ticket of there.tickets.values()) ticket.late = true;
    expect(await send("a", there, pocket)).toMatchObject({ ok: true });
    expect([there.stored, there.tickets.size]).toEqual([["a"], 2]);
  });

  test("is told the true refusal though its words got lost", async () => {
    const fates: Fate[] = toStorage ? ["well", "well", "lost-answer"] : ["well", "lost-answer"];
    const there = portal(fates, toStorage);
    expect(await send("bad", there)).toEqual({ ok: false, code: "file-type" });
    expect(there.stored).toEqual([]);
  });
});

test.each([
  [413, "file-too-large"],
  [429, "too-often"],
  [401, "signed-out"],
  [418, "not-arrived"],
])("a proxy's bare %i is understood", async (status, code) => {
  const wires: Wires = {
    ...portal().wires,
    json: async () => ({ status, body: {} }),
  };
  expect(await send("a", { wires })).toEqual({ ok: false, code });
});

/** A line whose files go over these wires; `settle` waits until nothing moves any more. */
function lineOver(wires: Wires) {
  let state: readonly Sending[] = [];
  const taken: string[] = [];
  const line = uploadLine({
    send: (file, pocket, onProgress) => sendFile(file, place, pocket, onProgress, wires),
    onChange: (all) => {
      state = all;
    },
    onTaken: (_each, file) => taken.push(file.id),
    onRefused: () => undefined,
  });
  const add = (...names: string[]) =>
    line.add(names.map((name) => ({ key: name, file: photo(name), preview: undefined })));
  const settle = async () => {
    while (
      state.some((each) => each.state === "sending") ||
      state.find((each) => each.state === "waiting" || each.state === "lost")?.state === "waiting"
    ) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    line,
    add,
    settle,
    taken,
    states: () => state.map(({ key, state: at }) => `${key} ${at}`),
  };
}

const dead = Array<Fate>(4).fill("lost-request");

describe("the pages of a paper", () => {
  test("go one after the other, in the order of choosing", async () => {
    const there = portal();
    const { add, settle, taken, states } = lineOver(there.wires);
    add("1", "2");
    add("3");
    expect(states()).toEqual(["1 sending", "2 waiting", "3 waiting"]);
    await settle();
    expect(taken).toEqual(["1", "2", "3"]);
    expect(there.calls.filter((call) => call === "/api/uploads/tickets")).toHaveLength(3);
    expect(states()).toEqual([]);
  });

  test("wait behind the one that is lost, and go on by themselves when the connection is back", async () => {
    const there = portal(["well", "well", ...dead]);
    const { line, add, settle, taken, states } = lineOver(there.wires);
    add("1", "2", "3");
    await settle();
    expect(states()).toEqual(["2 lost", "3 waiting"]);
    line.resume();
    await settle();
    expect([taken, there.stored]).toEqual([
      ["1", "2", "3"],
      ["1", "2", "3"],
    ]);
  });

  test("pass the one that is refused; it stays to be read", async () => {
    const { add, settle, taken, states } = lineOver(portal().wires);
    add("1", "bad", "3");
    await settle();
    expect([taken, states()]).toEqual([["1", "3"], ["bad refused"]]);
  });

  test("go on when the lost one is given up, or tried again by hand", async () => {
    const there = portal([...dead, ...dead]);
    const { line, add, settle, taken, states } = lineOver(there.wires);
    add("1", "2", "3");
    await settle();
    line.drop("1");
    await settle();
    expect(states()).toEqual(["2 lost", "3 waiting"]);
    line.retry("2");
    await settle();
    expect(taken).toEqual(["2", "3"]);
  });

  test("are not taken back half-sent", async () => {
    const { line, add, settle, taken } = lineOver(portal().wires);
    add("1");
    line.drop("1");
    await settle();
    expect(taken).toEqual(["1"]);
  });

  test("are stored once each and in order, however the connection behaves", async () => {
    const fate = fc.constantFrom<Fate>("well", "lost-request", "lost-answer");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (fates, pages, toStorage) => {
          const there = portal(fates, toStorage);
          const { line, add, settle, taken, states } = lineOver(there.wires);
          const names = Array.from({ length: pages }, (_, i) => `page ${i}`);
          add(...names);
          await settle();
          while (states().length > 0) {
            line.resume();
            await settle();
          }
          expect(taken).toEqual(names);
          expect(there.stored).toEqual(names);
        },
      ),
      { numRuns: 200 },
    );
  });
});
