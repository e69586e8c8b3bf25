import { create } from "qrcode";
import { describe, expect, test } from "vitest";
import { qrPath } from "#app/_ui/qr-path.ts";

describe("the QR code of the notice's page", () => {
  const address = "https://kezek.example/kk/akmola/verify/7KXR24BDMNPQ9TVW";
  const { size, path } = qrPath(address);

  test("draws each dark module once, and nothing else", () => {
    const { modules } = create(address, { errorCorrectionLevel: "M" });
    const drawn = [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/gu)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    const dark = modules.data.filter(Boolean).length;
    expect(drawn).toHaveLength(dark);
    for (const [x = 0, y = 0] of drawn) expect(modules.get(y - 4, x - 4)).toBeTruthy();
  });

  test("keeps four modules of light on every side", () => {
    const places = [...path.matchAll(/M(\d+) (\d+)/gu)].flatMap(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(Math.min(...places)).toBe(4);
    expect(Math.max(...places)).toBe(size - 5);
  });
});
