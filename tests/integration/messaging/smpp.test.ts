import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { smppCentre } from "#lib/messaging/smpp-address.ts";
import { type SmppPatience, smppTransport } from "#lib/messaging/smpp.ts";
import type { Receipt, Transport } from "#lib/messaging/outgoing.ts";
import {
  deliveryBody,
  readText,
  receiptBody,
  type SmppServer,
  type Submitted,
  startSmppServer,
} from "#tests/support/smpp-server.ts";

const times: SmppPatience = {
  connectMilliseconds: 2_000,
  answerMilliseconds: 2_000,
  submitMilliseconds: 2_000,
  slowMilliseconds: 60_000,
  enquireMilliseconds: 60_000,
  firstPauseMilliseconds: 1,
  longestPauseMilliseconds: 5,
  throttleMilliseconds: [1, 1, 1],
};
const kazakh = "Kezek: код 4711. Оны ешкімге айтпаңыз. ӘҒҚҢӨҰҮҺІ";
const envelope = { id: "a7000000-0000-4000-8000-000000000001", validSeconds: 300 };
const phone = "+77770001199";

let centre: SmppServer;
let transport: Transport;
let receipts: Receipt[];

beforeEach(async () => {
  centre = await startSmppServer();
  receipts = [];
});
afterEach(async () => {
  await transport.close?.();
  await centre.stop();
});

function use(
  options?: string,
  changes: Partial<SmppPatience> = {},
  url = centre.url(options),
): void {
  transport = smppTransport(
    smppCentre(url),
    async (receipt) => {
      receipts.push(receipt);
    },
    { ...times, ...changes },
  );
}
const sms = (text: string) => transport.send({ channel: "sms", to: phone, text }, envelope);

describe("the bytes", () => {
  test("of a Kazakh message arrive letter by letter, with their end of life and the wish for a receipt", async () => {
    use("source=KEZEK&type=portal");
    expect(await sms(kazakh)).toEqual({ ok: true, value: { transportId: "abc1" } });
    expect(centre.binds).toEqual([["kezek", "s#cret", "portal", 0x34]]);
    const [taken] = centre.taken;
    expect(taken).toMatchObject({
      source: { ton: 5, npi: 0, address: "KEZEK" },
      destination: { ton: 1, npi: 1, address: "77770001199" },
      esmClass: 0,
      dataCoding: 8,
      registeredDelivery: 1,
      validity: "000000000500000R",
    });
    expect(taken && readText(taken)).toBe(kazakh);
  });

  test("of an English one are in the alphabet of 160, unless the centre cannot", async () => {
    use();
    await sms("A_b @ {€}");
    expect(centre.taken[0]).toMatchObject({ dataCoding: 0 });
    expect([...(centre.taken[0]?.message ?? [])]).toEqual(
      // A _ b space @ space, then the escape before each of { € }.
      [0x41, 0x11, 0x62, 0x20, 0x00, 0x20, 0x1b, 0x28, 0x1b, 0x65, 0x1b, 0x29],
    );
    await transport.close?.();
    use("alphabet=ucs2&source=1414");
    await sms("A");
    expect(centre.taken[1]).toMatchObject({
      dataCoding: 8,
      source: { ton: 3, npi: 0, address: "1414" },
    });
  });

  test.each([
    ["udh", 2, udh],
    ["sar", 2, sar],
    ["payload", 1, payload],
  ] as const)("of a long text travel as %s and come together again", async (long, count, read) => {
    use(`long=${long}`);
    const text = "Құжатты қайта әкеліңіз 🙂. ".repeat(4);
    expect(await sms(text)).toMatchObject({ ok: true, value: { transportId: `abc${count}` } });
    const parts = centre.taken.map(read);
    expect(parts.map(({ header }) => header)).toEqual(
      parts.map((_, index) => [0xa7, count, index + 1]),
    );
    expect(readText({ dataCoding: 8, message: Buffer.concat(parts.map(({ body }) => body)) })).toBe(
      text,
    );
    // The whole has arrived when the last part has.
    expect(centre.taken.map((part) => part.registeredDelivery)).toEqual(
      parts.map((_, index) => (index === count - 1 ? 1 : 0)),
    );
    for (const { message } of centre.taken) expect(message.length).toBeLessThanOrEqual(140);
  });
});

type Part = { readonly header: number[]; readonly body: Buffer };

function udh({ esmClass, message }: Submitted): Part {
  const whole = esmClass === 0x40 && message.subarray(0, 3).equals(Buffer.from([5, 0, 3]));
  return { header: whole ? [...message.subarray(3, 6)] : [], body: message.subarray(6) };
}

function sar({ message, options }: Submitted): Part {
  const [reference, total, sequence] = [0x020c, 0x020e, 0x020f].map((name) => [
    ...(options.get(name) ?? []),
  ]);
  return {
    header: [
      (reference?.[0] ?? 1) * 256 + (reference?.[1] ?? 0),
      total?.[0] ?? 0,
      sequence?.[0] ?? 0,
    ],
    body: message,
  };
}

function payload({ message, options }: Submitted): Part {
  return { header: [0xa7, 1, message.length + 1], body: options.get(0x0424) ?? Buffer.alloc(0) };
}

describe("a centre", () => {
  test("that is down takes nothing, and everything once it is up", async () => {
    const { port } = centre;
    await centre.stop();
    use();
    expect(await sms("one")).toMatchObject({ ok: false, code: "later", detail: "no-connection" });
    centre = await startSmppServer(port);
    await expect.poll(() => sms("two")).toMatchObject({ ok: true });
    expect(centre.came.map(readText)).toEqual(["two"]);
  });

  test("that refuses the portal gets no message", async () => {
    centre.bindStatus = 0x0e;
    use();
    expect(await sms("one")).toMatchObject({ ok: false, code: "later", detail: "no-connection" });
    expect(centre.came).toEqual([]);
  });

  test("that is asked too fast is asked again after a pause, and given up for now if it goes on", async () => {
    use();
    centre.statuses.push(0x58, 0x14);
    expect(await sms("one")).toMatchObject({ ok: true });
    expect([centre.came.length, centre.taken.length]).toEqual([3, 1]);
    centre.statuses.push(0x58, 0x58, 0x58, 0x58);
    expect(await sms("two")).toMatchObject({ ok: false, code: "later", detail: "smpp-58" });
    expect(centre.taken).toHaveLength(1);
  });

  test("that knows the number to be none says the last word, any other refusal is not about the message", async () => {
    use();
    centre.statuses.push(0x0b, 0x08);
    expect(await sms("one")).toMatchObject({ ok: false, code: "rejected", detail: "smpp-0b" });
    expect(await sms("two")).toMatchObject({ ok: false, code: "later", detail: "smpp-08" });
    expect(await sms("three")).toMatchObject({ ok: true });
  });

  test.each(["mute", "hanging-up", "mumbling"] as const)(
    "that is %s may have taken it; the next one goes over a new line",
    async (mood) => {
      use(undefined, { submitMilliseconds: 60 });
      await sms("before");
      centre.mood = mood;
      expect(await sms("one")).toMatchObject({ ok: false, code: "unknown", detail: "no-answer" });
      centre.mood = "honest";
      await expect.poll(() => sms("two")).toMatchObject({ ok: true });
      expect(centre.binds).toHaveLength(2);
      expect(centre.taken.map(readText)).toEqual(["before", "two"]);
    },
  );

  test("that is slow gets no more at a time than the window holds", async () => {
    use("window=2");
    const held: Array<() => void> = [];
    centre.before = () => new Promise<void>((resolve) => held.push(resolve));
    const sending = Promise.all(["1", "2", "3", "4", "5"].map(sms));
    await expect.poll(() => held.length).toBe(2);
    // Its answer to a question that passes the same line proves that the third is not under way.
    expect(await centre.ask(0x15)).toEqual([[0x80000015, 0]]);
    expect(centre.came).toHaveLength(2);
    centre.before = () => undefined;
    for (const go of held) go();
    expect((await sending).every((sent) => sent.ok)).toBe(true);
    expect(centre.taken.map(readText).toSorted()).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("that is very slow holds up one message and not those behind it", async () => {
    use(undefined, { slowMilliseconds: 20 });
    const held: Array<() => void> = [];
    centre.before = () => new Promise<void>((resolve) => held.push(resolve));
    const first = sms("one");
    await expect.poll(() => centre.came.length).toBe(1);
    await expect
      .poll(() => Promise.race([sms("two"), centre.ask(0x15)]))
      .toMatchObject({ ok: false, code: "later", detail: "slow" });
    centre.before = () => undefined;
    for (const go of held) go();
    expect(await first).toMatchObject({ ok: true });
    expect(await sms("three")).toMatchObject({ ok: true });
  });

  test("loses the second part: it was surely not read, and is said again under the same reference", async () => {
    use();
    centre.statuses.push(0, 0x08);
    expect(await sms("ә".repeat(80))).toMatchObject({ ok: false, code: "later" });
    expect(await sms("ә".repeat(80))).toMatchObject({ ok: true });
    const reference = centre.came.map(({ message }) => message[3]);
    expect(new Set(reference).size).toBe(1);
  });
});

describe("the line", () => {
  test("is asked whether it still stands, and made anew where nobody answers", async () => {
    use(undefined, { enquireMilliseconds: 20, answerMilliseconds: 100 });
    transport.open?.();
    await expect
      .poll(() => centre.commands.filter((each) => each === 0x15).length)
      .toBeGreaterThan(1);
    expect(centre.binds).toHaveLength(1);
    centre.mood = "mute";
    await expect.poll(() => centre.binds.length, { timeout: 30_000 }).toBeGreaterThan(1);
  });

  test("is kept for receipts without anything being sent, after a cut too", async () => {
    use();
    transport.open?.();
    await expect.poll(() => centre.deliver(receiptBody("ABC7", "DELIVRD"))).toEqual([0]);
    centre.hangUp();
    await expect.poll(() => centre.deliver(receiptBody("ABC8", "UNDELIV"))).toEqual([0]);
    expect(receipts).toEqual([
      { transport: "smpp", id: "abc7", state: "delivered" },
      { transport: "smpp", id: "abc8", state: "failed" },
    ]);
  });

  test("answers what it is asked, and does not know everything", async () => {
    use();
    await sms("one");
    expect(await centre.ask(0x15)).toEqual([[0x80000015, 0]]);
    expect(await centre.ask(0x103)).toEqual([[0x80000000, 3]]);
    expect(await centre.ask(0x06)).toEqual([[0x80000006, 0]]);
  });

  test("is left with a good-bye", async () => {
    use();
    await sms("one");
    await transport.close?.();
    expect(centre.commands.at(-1)).toBe(0x06);
    expect(await sms("two")).toMatchObject({ ok: false, code: "later" });
  });
});

describe("a receipt", () => {
  test("that could not be kept is refused, so that it comes again", async () => {
    transport = smppTransport(
      smppCentre(centre.url()),
      () => Promise.reject(new Error("the database is away")),
      times,
    );
    await sms("one");
    expect(await centre.deliver(receiptBody("ABC1", "DELIVRD"))).toEqual([0x64]);
  });

  test("of a centre that writes its ids in two ways finds its message", async () => {
    use("receipts=decimal");
    await sms("one");
    expect(await centre.deliver(receiptBody("703711", "EXPIRED"))).toEqual([0]);
    expect(receipts).toEqual([{ transport: "smpp", id: "abcdf", state: "expired" }]);
  });

  test("in optional parameters goes before the text", async () => {
    use();
    await sms("one");
    const options = Buffer.from("\0\u001e\0\u0005X-99\0\u0004\u0027\0\u0001\u0005", "latin1");
    expect(await centre.deliver(receiptBody("ABC1", "DELIVRD", options))).toEqual([0]);
    expect(receipts).toEqual([{ transport: "smpp", id: "x-99", state: "failed" }]);
  });

  test("on the way, an answer of a subscriber and a mutilated one are not receipts", async () => {
    use();
    await sms("one");
    expect(await centre.deliver(receiptBody("ABC1", "ENROUTE"))).toEqual([0]);
    expect(await centre.deliver(deliveryBody(0, "id:ABC1 stat:DELIVRD"))).toEqual([0]);
    expect(await centre.deliver(Buffer.from([0, 1]))).toEqual([0x64]);
    expect(receipts).toEqual([]);
  });
});
