import {
  drizzle,
  type PostgresJsDatabase,
  PostgresJsPreparedQuery,
  PostgresJsSession,
} from "drizzle-orm/postgres-js";
import type { PgTransactionConfig } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { env } from "#lib/platform/env.ts";
import { count } from "#lib/platform/metrics.ts";
import { processWide } from "#lib/platform/process-wide.ts";
import { withoutParameters } from "./database-error.ts";
import { guardTransactions, watchedConnections } from "./lost-connections.ts";

// drizzle() changes the dates and the json of the client it is given, and its errors carry the parameters of the
// query, so IINs. Therefore one door: nobody else opens a connection, and every error is stripped on its way out.

type NoSchema = Record<string, never>;
export type Db = PostgresJsDatabase<NoSchema>;
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];
/** What a view takes: the database or an open transaction. */
export type Queryable = Db | Tx;

type Connection = { readonly db: Db; close(): Promise<void> };

stripErrors();
keepStatements();

const shared = processWide<{ open: Connection | undefined }>("database", () => ({
  open: undefined,
}));

/**
 * Opens a database by its address. For the portal itself use `db()`; this is for tools and tests.
 * @param onLost is called for each connection that the server or the network ended
 */
export function connect(
  url: string,
  poolSize = 8,
  onLost: () => void = () => undefined,
): Connection {
  const watched = watchedConnections(url, onLost);
  const client = postgres(url, {
    ...watched.options,
    max: poolSize,
    idle_timeout: 30,
    connect_timeout: 10,
    onnotice: () => undefined,
    connection: {
      application_name: "kezek",
      TimeZone: "UTC",
      statement_timeout: 60_000,
      idle_in_transaction_session_timeout: 60_000,
    },
  });
  guardTransactions(client, watched);
  return { db: drizzle(client), close: () => client.end({ timeout: 5 }) };
}

/** The portal's database (`DATABASE_URL`). Small pool: many short queries, many processes, one server. */
export function db(): Db {
  shared.open ??= renewable();
  return shared.open.db;
}

/** Longer than a statement may take. */
const finishWithinMs = 65_000;

/** A pool that gives way to a new one when it loses a connection; what runs on its others is finished there. */
function renewable(): Connection {
  const opened = connect(databaseUrl(), undefined, () => {
    if (shared.open !== opened) return;
    shared.open = undefined;
    setTimeout(() => void opened.close(), finishWithinMs).unref();
  });
  return opened;
}

/**
 * A question that pages ask again and again: `build` composes it once per connection pool, and what changes goes in as
 * placeholders. Composing costs the web process as much as asking.
 */
export function prepared<Question>(
  build: (from: Queryable) => Question,
): (from: Queryable) => Question {
  const made = new WeakMap<Queryable, Question>();
  return (from) => {
    const known = made.get(from);
    if (known !== undefined) return known;
    const question = build(from);
    made.set(from, question);
    return question;
  };
}

/**
 * Runs `work` in one transaction: all of it or nothing.
 * @param config.tries how often it is begun when it meets another one (deadlock, serialization failure): three times if
 * it is serializable, else once. Where it is more than once, `work` must touch nothing but the database
 */
export async function transaction<T>(
  work: (tx: Tx) => Promise<T>,
  { tries: wanted, ...given }: PgTransactionConfig & { readonly tries?: number } = {},
): Promise<T> {
  const tries = wanted ?? (given.isolationLevel === "serializable" ? 3 : 1);
  // An empty one would be said to the server as half a sentence.
  const config = Object.keys(given).length > 0 ? given : undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db().transaction(work, config);
    } catch (error) {
      if (attempt >= tries || !metAnother(error)) throw error;
    }
  }
}

/** Ends the pool after the running queries, at most five seconds. The next `db()` opens a new one. */
export async function closeDb(): Promise<void> {
  const { open } = shared;
  shared.open = undefined;
  await open?.close();
}

/** The address of the portal's database. @throws Error when there is none, with what to do. */
export function databaseUrl(): string {
  const url = env().DATABASE_URL;
  if (!url)
    throw new Error("DATABASE_URL is missing: set it, or start the portal with `npm run demo`");
  return url;
}

// 40001 serialization_failure, 40P01 deadlock_detected.
function metAnother(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && (error.code === "40001" || error.code === "40P01")
  );
}

function stripErrors(): void {
  const query = PostgresJsPreparedQuery.prototype;
  query.execute = guarded(query.execute);
  query.all = guarded(query.all);
  // What only the commit finds out (deferred constraints) comes from here, not from a query.
  const session = PostgresJsSession.prototype;
  session.transaction = guarded(session.transaction);
}

// The server keeps each kept statement on each connection, so a list of changing length must not fill it with variants.
const mostKept = 300;

/**
 * PostgreSQL parses and describes a statement once per connection and is then asked in one message, not in two with a
 * wait between them; and several questions of one moment travel together. `?prepare=false` in DATABASE_URL turns it off
 * (for a pooler that gives each transaction another connection and does not know prepared statements).
 */
function keepStatements(): void {
  const kept = new Set<string>();
  const isKept = (text: string): boolean => {
    if (kept.has(text)) return true;
    if (kept.size >= mostKept) return false;
    kept.add(text);
    return true;
  };
  const session = PostgresJsSession.prototype;
  type Given = Parameters<typeof session.prepareQuery>;
  session.prepareQuery = new Proxy(session.prepareQuery, {
    apply(prepareQuery, self, [query, fields, name, ...rest]: Given) {
      // The driver names the statement itself; of the name given here it only asks whether there is one.
      const named = query.params.length > 0 && isKept(query.sql) ? (name ?? "kept") : name;
      return Reflect.apply(prepareQuery, self, [query, fields, named, ...rest]);
    },
  });
}

function guarded<This, Args extends unknown[], R>(
  method: (this: This, ...args: Args) => Promise<R>,
): (this: This, ...args: Args) => Promise<R> {
  return async function stripped(this: This, ...args: Args) {
    count("database_questions_total", "Questions put to the database, a transaction being one");
    try {
      return await method.apply(this, args);
    } catch (error) {
      throw withoutParameters(error);
    }
  };
}
