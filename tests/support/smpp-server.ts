import { type AddressInfo, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";

// An SMS centre on loopback. It reads and writes the bytes of SMPP 3.4 by itself: the portal's own codec must not be
// its own judge.

export type Submitted = {
  readonly id: string;
  readonly source: { readonly ton: number; readonly npi: number; readonly address: string };
  readonly destination: { readonly ton: number; readonly npi: number; readonly address: string };
  readonly esmClass: number;
  readonly validity: string;
  readonly registeredDelivery: number;
  readonly dataCoding: number;
  readonly message: Buffer;
  readonly options: ReadonlyMap<number, Buffer>;
};

export type SmppServer = {
  readonly port: number;
  /** What a bind said: system_id, password, system_type, interface_version. */
  readonly binds: Array<readonly [string, string, string, number]>;
  /** What was taken (answered with 0), and everything that came at all. */
  readonly taken: Submitted[];
  readonly came: Submitted[];
  /** command_id of everything that came, in its order. */
  readonly commands: number[];
  /** Status of the answer to the next messages; when it is empty they are taken. */
  readonly statuses: number[];
  bindStatus: number;
  /** `mute` answers nothing, `hanging-up` cuts the line instead of answering, `mumbling` sends what is no SMPP. */
  mood: "honest" | "mute" | "hanging-up" | "mumbling";
  /** Called with every message before it is answered. */
  before: (message: Submitted) => void | Promise<void>;
  /** Delivers to everybody who is bound; resolves with the statuses of their answers. */
  deliver(body: Buffer): Promise<number[]>;
  /** Any request, e.g. enquire_link or a command that nobody knows; resolves with `[command, status]` of the answers. */
  ask(command: number): Promise<Array<readonly [number, number]>>;
  url(options?: string): string;
  /** Cuts all lines and goes on listening. */
  hangUp(): void;
  stop(): Promise<void>;
};

export type ServerKey = { readonly key: string; readonly cert: string };

export async function startSmppServer(port = 0, tls?: ServerKey): Promise<SmppServer> {
  const sockets = new Set<Socket>();
  const bound = new Set<Socket>();
  const waiting = new Map<number, (answer: readonly [number, number]) => void>();
  let sequence = 0;
  let ids = 0;

  const take = async (socket: Socket, pdu: Buffer) => {
    const [command, status, number] = [4, 8, 12].map((at) => pdu.readUInt32BE(at)) as [
      number,
      number,
      number,
    ];
    fake.commands.push(command);
    if (command >= 0x80000000) return waiting.get(number)?.([command, status]);
    const answer = (code: number, body: Buffer = Buffer.alloc(0)) => {
      if (!socket.destroyed) socket.write(frame(command + 0x80000000, code, number, body));
    };
    if (fake.mood === "mute" && command !== 0x09) return;
    if (fake.mood === "mumbling") return socket.write("220 mail.example.kz ESMTP\r\n");
    const body = pdu.subarray(16);
    if (command === 0x09) {
      const [systemId, password, systemType, after] = strings(body, 3);
      fake.binds.push([systemId ?? "", password ?? "", systemType ?? "", body[Number(after)] ?? 0]);
      if (fake.bindStatus === 0) bound.add(socket);
      return answer(
        fake.bindStatus,
        fake.bindStatus === 0 ? Buffer.from("Test\0") : Buffer.alloc(0),
      );
    }
    if (command === 0x15) return answer(0);
    if (command === 0x06) {
      answer(0);
      return socket.end();
    }
    if (command !== 0x04 || !bound.has(socket)) return answer(0x04);
    ids += 1;
    const message = submitted(body, `ABC${ids}`);
    fake.came.push(message);
    await fake.before(message);
    if (fake.mood === "hanging-up") return socket.destroy();
    const code = fake.statuses.shift() ?? 0;
    if (code !== 0) return answer(code);
    fake.taken.push(message);
    answer(0, Buffer.from(`${message.id}\0`));
  };

  const talk = (socket: Socket) => {
    sockets.add(socket.setNoDelay(true));
    let got: Buffer = Buffer.alloc(0);
    socket
      .on("error", () => undefined)
      .on("close", () => {
        sockets.delete(socket);
        bound.delete(socket);
      });
    socket.on("data", (chunk) => {
      got = Buffer.concat([got, chunk]);
      while (got.length >= 16 && got.length >= got.readUInt32BE(0)) {
        const length = got.readUInt32BE(0);
        void take(socket, got.subarray(0, length));
        got = got.subarray(length);
      }
    });
  };
  const server = tls === undefined ? createServer(talk) : createTlsServer(tls, talk);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const own = (server.address() as AddressInfo).port;

  const ask = (command: number, body: Buffer) =>
    Promise.all(
      [...bound].map(
        (socket) =>
          new Promise<readonly [number, number]>((resolve) => {
            sequence += 1;
            waiting.set(sequence, resolve);
            socket.write(frame(command, 0, sequence, body));
          }),
      ),
    );

  const fake: SmppServer = {
    port: own,
    binds: [],
    taken: [],
    came: [],
    commands: [],
    statuses: [],
    bindStatus: 0,
    mood: "honest",
    before: () => undefined,
    deliver: async (body) => (await ask(0x05, body)).map(([, status]) => status),
    ask: (command) => ask(command, Buffer.alloc(0)),
    url: (options = "source=KEZEK") =>
      `smpp${tls === undefined ? "" : "s"}://kezek:s%23cret@127.0.0.1:${own}?${options}`,
    hangUp: () => {
      bound.clear();
      for (const socket of sockets) socket.destroy();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return fake;
}

/** Body of a deliver_sm that is the receipt of a centre, in the words of appendix B of the specification. */
export function receiptBody(id: string, stat: string, options: Buffer = Buffer.alloc(0)): Buffer {
  const text = `id:${id} sub:001 dlvrd:001 submit date:2611221200 done date:2611221201 stat:${stat} err:000 text:Kezek`;
  return deliveryBody(0x04, text, options);
}

export function deliveryBody(
  esmClass: number,
  text: string,
  options: Buffer = Buffer.alloc(0),
): Buffer {
  return Buffer.concat([
    // service_type; source_addr_ton, npi, address; dest_addr_ton, npi, address.
    Buffer.from("\0\u0001\u000177770001199\0\u0005\0KEZEK\0", "latin1"),
    // esm_class, protocol_id, priority_flag, schedule_delivery_time, validity_period.
    Buffer.from([esmClass, 0, 0, 0, 0]),
    // registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id, sm_length.
    Buffer.from([0, 0, 0, 0, text.length]),
    Buffer.from(text, "latin1"),
    options,
  ]);
}

/** Body of a deliver_sm with what a subscriber wrote, in UCS-2 or, where `dataCoding` says so, in single bytes. */
export function answerBody(from: string, text: string, dataCoding = 8): Buffer {
  const letters =
    dataCoding === 8 ? Buffer.from(text, "utf16le").swap16() : Buffer.from(text, "latin1");
  return Buffer.concat([
    Buffer.from(`\0\u0001\u0001${from}\0\u0003\u00001414\0`, "latin1"),
    Buffer.from([0, 0, 0, 0, 0]),
    Buffer.from([0, 0, dataCoding, 0, letters.length]),
    letters,
  ]);
}

function submitted(body: Buffer, id: string): Submitted {
  let at = 0;
  const text = () => {
    const end = body.indexOf(0, at);
    const found = body.toString("latin1", at, end);
    at = end + 1;
    return found;
  };
  const byte = () => body[at++] ?? 0;
  const address = () => ({ ton: byte(), npi: byte(), address: text() });
  text();
  const [source, destination] = [address(), address()];
  const esmClass = byte();
  at += 2;
  text();
  const validity = text();
  const registeredDelivery = byte();
  at += 1;
  const dataCoding = byte();
  at += 1;
  const length = byte();
  const message = body.subarray(at, at + length);
  at += length;
  const options = new Map<number, Buffer>();
  while (at < body.length) {
    const size = body.readUInt16BE(at + 2);
    options.set(body.readUInt16BE(at), body.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return {
    id,
    source,
    destination,
    esmClass,
    validity,
    registeredDelivery,
    dataCoding,
    message,
    options,
  };
}

/** What a telephone makes of one message without a header: UCS-2, or ASCII's share of the default alphabet. */
export function readText({
  dataCoding,
  message,
}: Pick<Submitted, "dataCoding" | "message">): string {
  return dataCoding === 8
    ? Buffer.from(message).swap16().toString("utf16le")
    : message.toString("latin1");
}

/** `count` strings that end with a zero, then the place after them. */
function strings(body: Buffer, count: number): string[] {
  const found: string[] = [];
  let at = 0;
  for (let n = 0; n < count; n += 1) {
    const end = body.indexOf(0, at);
    found.push(body.toString("latin1", at, end));
    at = end + 1;
  }
  return [...found, String(at)];
}

function frame(command: number, status: number, sequence: number, body: Buffer): Buffer {
  const header = Buffer.alloc(16);
  [16 + body.length, command, status, sequence].forEach((value, index) =>
    header.writeUInt32BE(value >>> 0, index * 4),
  );
  return Buffer.concat([header, body]);
}
