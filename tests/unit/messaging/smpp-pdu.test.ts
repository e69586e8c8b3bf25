import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bindBody, encodePdu, type Pdu, PduReader, submitBody } from "#lib/messaging/smpp-pdu.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ""), "hex");

describe("the bytes of the specification", () => {
  test("bind_transceiver (SMPP 3.4, 4.1.5)", () => {
    const body = bindBody({ systemId: "SMPP3TEST", password: "secret08", systemType: "SUBMIT1" });
    const pdu = encodePdu({ command: 0x09, status: 0, sequence: 1, body });
    // The example of 3.2.2 there, with the version 3.4 and as a transceiver.
    expect(pdu).toEqual(
      hex(`0000002f 00000009 00000000 00000001
        534d50503354455354 00 7365637265743038 00 5355424d495431 00 34 00 00 00`),
    );
  });

  test("submit_sm (4.4.1) with optional parameters (5.3)", () => {
    const body = submitBody({
      source: { ton: 5, npi: 0, address: "KEZEK" },
      destination: { ton: 1, npi: 1, address: "77770001199" },
      esmClass: 0x40,
      validSeconds: 3661,
      receipt: true,
      dataCoding: 8,
      message: hex("04d8"),
      options: [[0x020e, hex("02")]],
    });
    expect(body).toEqual(
      hex(`00 05 00 4b455a454b 00 01 01 3737373730303031313939 00 40 00 00 00
        303030303030303130313031303030 52 00 01 00 08 00 02 04d8 020e 0001 02`),
    );
  });
});

describe("the reader", () => {
  const pdu = fc.record<Pdu>({
    command: fc.integer({ min: 0, max: 0xffff_ffff }),
    status: fc.integer({ min: 0, max: 0xffff_ffff }),
    sequence: fc.integer({ min: 0, max: 0xffff_ffff }),
    body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  });

  test("finds every PDU, however the network cuts the stream", () => {
    fc.assert(
      fc.property(fc.array(pdu, { maxLength: 5 }), fc.array(fc.nat(40)), (pdus, cuts) => {
        const reader = new PduReader();
        let stream = Buffer.concat(pdus.map(encodePdu));
        const read: Pdu[] = [];
        for (const cut of cuts) {
          read.push(...reader.read(stream.subarray(0, cut)));
          stream = stream.subarray(cut);
        }
        read.push(...reader.read(stream));
        expect(read).toEqual(pdus);
      }),
    );
  });

  test.each(["0000000f", "00000000", "ffffffff", "47455420"])(
    "gives up at a length of %s",
    (length) => {
      expect(() => new PduReader().read(hex(`${length} 00000009`))).toThrow("a PDU of");
    },
  );
});
