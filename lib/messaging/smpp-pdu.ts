// Short Message Peer to Peer, SMPP v3.4 issue 1.2: the part of it that sends messages and takes receipts. Numbers in
// brackets are its sections.

/** command_id (5.1.2.1); an answer is its request with the highest bit set. */
export const command = {
  genericNack: 0x8000_0000,
  submitSm: 0x04,
  deliverSm: 0x05,
  unbind: 0x06,
  bindTransceiver: 0x09,
  enquireLink: 0x15,
} as const;
export const answerBit = 0x8000_0000;

/** command_status (5.1.3), those that are told apart. */
export const status = {
  ok: 0x00,
  invalidCommand: 0x03,
  invalidDestination: 0x0b,
  queueFull: 0x14,
  invalidDestinationType: 0x50,
  invalidDestinationPlan: 0x51,
  throttled: 0x58,
  temporaryAtReceiver: 0x64,
} as const;

/** Optional parameters (5.3.2), those that are read or written. */
export const tag = {
  receiptedMessageId: 0x001e,
  sarReference: 0x020c,
  sarTotal: 0x020e,
  sarSequence: 0x020f,
  messagePayload: 0x0424,
  messageState: 0x0427,
} as const;

export type Pdu = {
  readonly command: number;
  readonly status: number;
  readonly sequence: number;
  readonly body: Buffer;
};

const headerBytes = 16;
// A payload has at most 64 kB; nobody sends a portal more.
const longestPdu = 70_000;

/** The bytes of a PDU (3.2). */
export function encodePdu(pdu: Pdu): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(headerBytes + pdu.body.length, 0);
  header.writeUInt32BE(pdu.command, 4);
  header.writeUInt32BE(pdu.status, 8);
  header.writeUInt32BE(pdu.sequence, 12);
  return Buffer.concat([header, pdu.body]);
}

/** Cuts what arrives on a connection into PDUs. */
export class PduReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The PDUs that are whole by now. @throws RangeError when the stream cannot be SMPP: the connection is of no use */
  read(chunk: Buffer): Pdu[] {
    let rest = Buffer.concat([this.#rest, chunk]);
    const pdus: Pdu[] = [];
    while (rest.length >= 4) {
      const length = rest.readUInt32BE(0);
      if (length < headerBytes || length > longestPdu)
        throw new RangeError(`a PDU of ${length} bytes`);
      if (rest.length < length) break;
      pdus.push({
        command: rest.readUInt32BE(4),
        status: rest.readUInt32BE(8),
        sequence: rest.readUInt32BE(12),
        body: rest.subarray(headerBytes, length),
      });
      rest = rest.subarray(length);
    }
    this.#rest = rest;
    return pdus;
  }
}

/** Body of bind_transceiver (4.1.5). */
export function bindBody(login: {
  readonly systemId: string;
  readonly password: string;
  readonly systemType: string;
}): Buffer {
  return Buffer.concat([
    cString(login.systemId),
    cString(login.password),
    cString(login.systemType),
    // interface_version 3.4, addr_ton and addr_npi unknown, no range of addresses.
    Buffer.from([0x34, 0, 0]),
    cString(""),
  ]);
}

/** Type of number and numbering plan (5.2.5, 5.2.6) with the address. */
export type SmppAddress = { readonly ton: number; readonly npi: number; readonly address: string };

export type Submit = {
  readonly source: SmppAddress;
  readonly destination: SmppAddress;
  /** 0x40: the message begins with a user data header (5.2.12). */
  readonly esmClass: number;
  /** Seconds after which it is of no use; null: as the centre likes. At most a day here. */
  readonly validSeconds: number | null;
  readonly receipt: boolean;
  /** 0 the centre's default alphabet (GSM 03.38), 8 UCS-2 (5.2.19). */
  readonly dataCoding: number;
  readonly message: Uint8Array;
  /** Optional parameters. A message that is one of them stands there alone, and `message` is empty (4.4.1). */
  readonly options: ReadonlyArray<readonly [tag: number, value: Uint8Array]>;
};

/** Body of submit_sm (4.4.1). */
export function submitBody(submit: Submit): Buffer {
  const { source, destination } = submit;
  return Buffer.concat([
    cString(""),
    Buffer.from([source.ton, source.npi]),
    cString(source.address),
    Buffer.from([destination.ton, destination.npi]),
    cString(destination.address),
    // esm_class, protocol_id, priority_flag; then schedule_delivery_time: at once.
    Buffer.from([submit.esmClass, 0, 0]),
    cString(""),
    cString(submit.validSeconds === null ? "" : relativeTime(submit.validSeconds)),
    // registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id, sm_length.
    Buffer.from([submit.receipt ? 1 : 0, 0, submit.dataCoding, 0, submit.message.length]),
    submit.message,
    ...submit.options.map(([name, value]) => {
      const head = Buffer.alloc(4);
      head.writeUInt16BE(name, 0);
      head.writeUInt16BE(value.length, 2);
      return Buffer.concat([head, value]);
    }),
  ]);
}

/** message_id of submit_sm_resp (4.4.2); a refusal may come without a body. */
export function submittedId(body: Buffer): string {
  return new BodyReader(body).cString();
}

export type Delivery = {
  /** Who sends it, as the centre writes it; of a receipt, whom the message went to. */
  readonly source: string;
  readonly esmClass: number;
  /** As `Submit.dataCoding`. */
  readonly dataCoding: number;
  readonly message: Buffer;
  readonly options: ReadonlyMap<number, Buffer>;
};

/** What deliver_sm carries (4.6.1). @throws RangeError when it is cut short */
export function readDelivery(body: Buffer): Delivery {
  const reader = new BodyReader(body);
  reader.cString();
  reader.bytes(2);
  const source = reader.cString();
  reader.bytes(2);
  reader.cString();
  const [esmClass = 0] = reader.bytes(3);
  reader.cString();
  reader.cString();
  const [, , dataCoding = 0, , length = 0] = reader.bytes(5);
  const message = reader.bytes(length);
  const options = new Map<number, Buffer>();
  while (reader.left > 0) {
    const head = reader.bytes(4);
    options.set(head.readUInt16BE(0), reader.bytes(head.readUInt16BE(2)));
  }
  const whole = options.get(tag.messagePayload) ?? message;
  return { source, esmClass, dataCoding, message: whole, options };
}

class BodyReader {
  readonly #body: Buffer;
  #at = 0;
  constructor(body: Buffer) {
    this.#body = body;
  }

  get left(): number {
    return this.#body.length - this.#at;
  }

  bytes(count: number): Buffer {
    if (count > this.left) throw new RangeError("the PDU is cut short");
    this.#at += count;
    return this.#body.subarray(this.#at - count, this.#at);
  }

  cString(): string {
    const end = this.#body.indexOf(0, this.#at);
    const text = this.#body.toString("latin1", this.#at, end < 0 ? this.#body.length : end);
    this.#at = end < 0 ? this.#body.length : end + 1;
    return text;
  }
}

function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`, "latin1");
}

// YYMMDDhhmmsstnnR, counted from now by the centre's clock (7.1.1).
function relativeTime(seconds: number): string {
  const whole = Math.min(Math.max(Math.round(seconds), 1), 24 * 3600 - 1);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `000000${two(whole / 3600)}${two((whole % 3600) / 60)}${two(whole % 60)}000R`;
}
