import { expect, test } from "vitest";
import { smppCentre } from "#lib/messaging/smpp-address.ts";

test("an address with everything", () => {
  expect(
    smppCentre(
      "smpps://us%40er:p%2Fss@smsc.example.kz?source=1414&type=ussd&window=5&long=sar&alphabet=ucs2&receipts=decimal",
    ),
  ).toEqual({
    host: "smsc.example.kz",
    port: 3550,
    tls: true,
    systemId: "us@er",
    password: "p/ss",
    systemType: "ussd",
    source: { ton: 3, npi: 0, address: "1414" },
    window: 5,
    long: "sar",
    alphabet: "ucs2",
    decimalReceipts: true,
  });
});

test("an address with the least", () => {
  expect(smppCentre("smpp://kezek@[::1]")).toMatchObject({
    host: "::1",
    port: 2775,
    tls: false,
    source: { ton: 0, npi: 0, address: "" },
    window: 10,
    long: "udh",
    alphabet: "gsm",
    decimalReceipts: false,
  });
  expect(smppCentre("smpp://kezek@h?source=%2B77001234567").source).toEqual({
    ton: 1,
    npi: 1,
    address: "77001234567",
  });
});

test.each([
  ["smpp://h", "user"],
  ["smpp://kezek:secret@h?sender=X", "sender"],
  ["smpp://kezek:secret@h?window=0", "window"],
  ["smpp://kezek:secret@h?long=yes", "long"],
  ["smpp://kezek:secret@h?alphabet=latin", "alphabet"],
  ["smpp://kezek:secret@h?source=ALONGERNAMETHANTHEREIS", "source"],
  ["smpp://kezek:secret@h?source=%D3%98", "source"],
])("%s is refused by name and without its password", (address, word) => {
  expect(() => smppCentre(address)).toThrow(word);
  expect(() => smppCentre(address)).not.toThrow("secret");
});
