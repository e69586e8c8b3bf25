import type { Browser } from "playwright-core";
import type { Family } from "./family.ts";

// Slow 3G and a phone of four times less power than this machine.
const network = {
  offline: false,
  latency: 400,
  downloadThroughput: 50_000,
  uploadThroughput: 50_000,
};
const slowerCpu = 4;

/** Milliseconds to the page's `load` event for somebody who has never been here, over slow 3G. */
export async function slowLoad(
  browser: Browser,
  url: string,
  storageState: Family["state"],
): Promise<number> {
  const context = await browser.newContext({ storageState, serviceWorkers: "block" });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
    await devtools.send("Network.emulateNetworkConditions", network);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowerCpu });
    const response = await page.goto(url, { waitUntil: "load", timeout: 60_000 });
    if (response?.status() !== 200) throw new Error(`${url} answers ${response?.status()}`);
    return await page.evaluate(() => {
      const [entry] = performance.getEntriesByType("navigation");
      return entry instanceof PerformanceNavigationTiming ? entry.loadEventStart : Number.NaN;
    });
  } finally {
    await context.close();
  }
}
