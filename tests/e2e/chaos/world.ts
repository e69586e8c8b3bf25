import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeDb } from "#db/client.ts";
import { clockSettingKey, currentInstant } from "#db/demo-clock.ts";
import { currentBuild } from "#lib/demo/build.ts";
import { type DemoAuthority, openDemoAuthority } from "#lib/demo/demo-ca.ts";
import { startResponder } from "#lib/demo/responder.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { writeDemoSetting } from "#lib/demo/settings.ts";
import { projectFolder } from "#lib/front/next-app.ts";
import { newLogKey, useTestEnvironment } from "#tests/support/environment.ts";
import { type Gateway, startGateway } from "#tests/support/sms-gateway.ts";
import { type SmppServer, startSmppServer } from "#tests/support/smpp-server.ts";
import { type MailServer, startMailServer } from "#tests/support/smtp-server.ts";
import { type KillableDatabase, startKillable } from "./database.ts";
import { type Fleet, startFleet } from "./fleet.ts";

/** Everything around the processes that stays when they are killed. */
export type World = {
  readonly folder: string;
  readonly database: KillableDatabase;
  readonly fleet: Fleet;
  readonly gateway: Gateway;
  /** An SMS centre; messages go there where the world is told so. */
  readonly centre: SmppServer;
  readonly mail: MailServer;
  readonly authority: DemoAuthority;
  /** Ends every process, also of a world that was only half made. */
  end(): Promise<void>;
};

type Wanted = {
  readonly sms?: "http" | "smpp";
  readonly webs?: number;
  /** The folder of a demo whose authority it may take: making keys takes seconds. */
  readonly authorityOf?: string;
};

const secret = "a secret that only this fleet knows";
/** Seconds; the mark of a message that a dead worker held counts six times as long. */
const patience = "5";
/** Where the portal's clock stands, whenever the test is run: nobody is written to at night. */
const workday = new Date("2026-11-24T12:00:00+05:00");

/**
 * One database, brought up to date by two processes at once, the demo's families in it, an SMS gateway, a mail server, a
 * responder; three web processes and two workers that begin together.
 */
export async function makeWorld(wanted: Wanted = {}): Promise<World> {
  const { sms = "http", webs = 3, authorityOf } = wanted;
  const ends: (() => Promise<void>)[] = [];
  const end = async () => {
    for (const each of ends.splice(0).toReversed()) await each();
  };
  try {
    const folder = mkdtempSync(join(tmpdir(), "kezek-chaos-"));
    ends.push(async () => rmSync(folder, { recursive: true, force: true }));
    const database = await startKillable({ folder: join(folder, "postgres") });
    ends.push(() => database.stop());
    const build = currentBuild();
    if (build === undefined) throw new Error("the run's own portal has no build");
    const common = {
      APP_ENV: "test",
      DATABASE_URL: database.url,
      NEXTAUTH_URL: "http://localhost:3000",
      NEXTAUTH_SECRET: secret,
      LOG_SIGNING_KEY: newLogKey(),
      KEZEK_DIR: folder,
      STORAGE_DIR: join(folder, "storage"),
    };
    useTestEnvironment(common);
    ends.push(closeDb);
    await Promise.all([migrated(database.url), migrated(database.url)]);
    const offsetMs = workday.getTime() - Date.now();
    await writeDemoSetting(clockSettingKey, { offsetMs }, workday);
    await seedDemo(workday);

    const gateway = await startGateway();
    ends.push(() => gateway.stop());
    const centre = await startSmppServer();
    ends.push(() => centre.stop());
    const mail = await startMailServer();
    ends.push(() => mail.stop());
    if (authorityOf !== undefined)
      cpSync(join(authorityOf, "ca"), join(folder, "ca"), { recursive: true });
    const authority = await openDemoAuthority(join(folder, "ca"), workday);
    const responder = await startResponder({ ca: authority, port: 0, now: currentInstant });
    ends.push(() => responder.close());

    const fleet = startFleet(
      {
        ...common,
        REGISTRIES: "sandbox",
        EDS_ALLOW_TEST_CA: "1",
        EDS_TRUST_DIR: authority.trustFolder,
        EDS_OCSP_URL: responder.ocspUrl,
        EDS_CRL_URLS: responder.crlUrls.join(","),
        EDS_TSP_URL: responder.tspUrl,
        NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: build.actionsKey,
        NEXT_TELEMETRY_DISABLED: "1",
        SMS_URL: sms === "http" ? gateway.url() : centre.url(),
        SMTP_URL: mail.url(),
        WORKER: "off",
        WORKER_PATIENCE_SECONDS: patience,
        PORT: "0",
      },
      { webs, workers: 2 },
    );
    ends.push(() => fleet.end());
    return { folder, database, fleet, gateway, centre, mail, authority, end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function migrated(databaseUrl: string): Promise<void> {
  const child = spawn(process.execPath, ["bin/kezek.mjs", "db", "migrate"], {
    cwd: projectFolder,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`the migration ended with ${String(code)}`);
}
