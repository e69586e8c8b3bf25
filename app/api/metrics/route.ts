import { createHash, timingSafeEqual } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { measureInterest } from "#lib/applications/measure-interest.ts";
import { measureAppeals } from "#lib/applications/office-views.ts";
import { measureCalendar } from "#lib/calendar/in-force.ts";
import { livingWorkers } from "#lib/jobs/living-workers.ts";
import { measureMessages } from "#lib/notifications/measure.ts";
import { env } from "#lib/platform/env.ts";
import { log } from "#lib/platform/log.ts";
import { gauge, renderMetrics } from "#lib/platform/metrics.ts";
import { requestContext } from "#lib/platform/request-context.ts";
import { measureLedgers } from "#lib/queue/check-ledger.ts";
import { measureLogs } from "#lib/transparency/measure.ts";

export const dynamic = "force-dynamic";

/** Prometheus' text, for the bearer of METRICS_TOKEN and for programs on the same machine. */
export async function GET(request: Request): Promise<Response> {
  if (!mayRead(request.headers.get("authorization"))) return new Response(null, { status: 404 });
  await Promise.all([
    countWorkers(),
    countMessages(),
    tellOfLedgers(),
    tellOfLogs(),
    countAppeals(),
    countInterest(),
  ]);
  measureCalendar(new Date());
  return new Response(renderMetrics(), {
    headers: {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
      "cache-control": "no-store",
    },
  });
}

/** Workers have no address of their own to be asked at: the database knows who beats. */
async function countWorkers(): Promise<void> {
  const help = "Workers that have said within half a minute that they are alive; -1: not known";
  let living = -1;
  try {
    // A database that hangs must not take the other figures along.
    living = await Promise.race([livingWorkers(db()), late(2_000)]);
  } catch (error) {
    log.warn("The workers could not be counted", { error });
  }
  gauge("kezek_workers_alive", help, living);
}

async function countMessages(): Promise<void> {
  try {
    await Promise.race([measureMessages(db(), await currentInstant()), late(2_000)]);
  } catch (error) {
    log.warn("The messages could not be counted", { error });
  }
}

async function countAppeals(): Promise<void> {
  try {
    await Promise.race([measureAppeals(db(), await currentInstant()), late(2_000)]);
  } catch (error) {
    log.warn("The objections of families could not be counted", { error });
  }
}

async function countInterest(): Promise<void> {
  try {
    await Promise.race([measureInterest(db(), await currentInstant()), late(2_000)]);
  } catch (error) {
    log.warn("The confirmations of interest could not be counted", { error });
  }
}

async function tellOfLedgers(): Promise<void> {
  try {
    await Promise.race([measureLedgers(db()), late(2_000)]);
  } catch (error) {
    log.warn("The checks of the ledger could not be read", { error });
  }
}

async function tellOfLogs(): Promise<void> {
  try {
    await Promise.race([measureLogs(db(), await currentInstant()), late(2_000)]);
  } catch (error) {
    log.warn("The public logs could not be measured", { error });
  }
}

async function late(milliseconds: number): Promise<never> {
  await pause(milliseconds, undefined, { ref: false });
  throw new Error("no answer from the database");
}

function mayRead(authorization: string | null): boolean {
  const token = env().METRICS_TOKEN;
  if (token && authorization) return same(authorization, `Bearer ${token}`);
  const context = requestContext();
  // A proxy on this machine comes from the loopback too, and brings the whole world with it.
  return (
    context !== undefined && !context.viaProxy && ["127.0.0.1", "::1"].includes(context.clientIp)
  );
}

function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
