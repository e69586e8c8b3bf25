import { isIPv6 } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { visitorNetwork } from "#lib/platform/network.ts";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002:ffff::", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["64:ff9b::203.0.113.7", "64:ff9b:0:0::/64"],
  ["", ""],
  ["unknown", "unknown"],
])("%s is counted as %s", (address, counted) => {
  expect(visitorNetwork(address)).toBe(counted);
});

test("whoever has 2^64 addresses has one count, and his neighbour another", () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
  const host = fc.tuple(group, group, group, group);
  fc.assert(
    fc.property(host, host, host, (net, one, two) => {
      const [a, b] = [[...net, ...one].join(":"), [...net, ...two].join(":")];
      expect(isIPv6(a)).toBe(true);
      expect(visitorNetwork(a)).toBe(visitorNetwork(b));
      const next = [
        net[0],
        net[1],
        net[2],
        ((Number.parseInt(net[3], 16) + 1) & 0xffff).toString(16),
      ];
      expect(visitorNetwork([...next, ...one].join(":"))).not.toBe(visitorNetwork(a));
    }),
  );
});
