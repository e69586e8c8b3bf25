import { Socket } from "node:net";
import type postgres from "postgres";

// postgres.js 3.4.9 goes on with a connection that is gone. A transaction that lost its connection keeps it in hand: its
// next statement is written to no socket, which ends the process by an exception that nobody can catch
// (github.com/porsager/postgres/issues/1208), or, when the connection has been opened again for somebody else, runs in
// their transaction, a «rollback» included. And a write that was about to leave when a connection died closes it for good.
// So a transaction whose connection was lost asks nothing more, and a pool that lost one is given up for a new one.

/** What of the driver's connections and queries is looked at; both are its own. */
type Line = { readonly id: number; reserved: unknown; execute(query: Asked): boolean };
type Asked = { readonly handler: object; reject(reason: unknown): void };

/** The driver's message and code, so that whoever knows the one knows the other. */
function lost(): Error {
  return Object.assign(new Error("The connection to the database was lost"), {
    code: "CONNECTION_CLOSED",
  });
}

/** A socket that tells when the other side, or the network, ended it. */
function watchedSocket(onLost: () => void): Socket {
  const socket = new Socket();
  let open = false;
  /** The driver said goodbye: nothing was going on. Node ends it without a word when the other side has. */
  let ended = false;
  socket.once("connect", () => {
    open = true;
  });
  socket.end = new Proxy(socket.end, {
    apply: (end, self, given: unknown[]) => {
      ended ||= given.length > 0;
      return Reflect.apply(end, self, given);
    },
  });
  // Listeners would be taken off where TLS begins.
  socket.emit = new Proxy(socket.emit, {
    apply: (emit, self, given: unknown[]) => {
      if (given[0] === "close" && open && !ended) onLost();
      return Reflect.apply(emit, self, given);
    },
  });
  return socket;
}

const hasSeveralHosts = /^[^:]+:\/\/[^/?]*,/;

type Address = {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | false | undefined;
};

/**
 * Options for the driver: its connections tell when they are lost. An address of several hosts («primary,standby») keeps
 * the driver's own sockets, for only the driver knows which of them is next; a pool of theirs is not given up.
 */
export function watchedConnections(url: string, onLost: () => void) {
  /** When each connection was closed last: a number that only grows. */
  const closings = new Map<number, number>();
  const state = { closed: 0 };
  const onclose = (id: number) => {
    state.closed += 1;
    closings.set(id, state.closed);
  };
  const socket = ({ host: [host = "localhost"], port: [port = 5432], path }: Address) => {
    const watched = watchedSocket(onLost);
    // The driver asks it for the name of the certificate.
    Object.assign(watched, { host, port });
    return path ? watched.connect(path) : watched.connect(port, host);
  };
  const options = hasSeveralHosts.test(url) ? { onclose } : { onclose, socket };
  return { closings, state, options };
}

/** Lets no transaction ask anything on a connection that it has lost. */
export function guardTransactions(
  client: postgres.Sql,
  { closings, state }: Pick<ReturnType<typeof watchedConnections>, "closings" | "state">,
): void {
  /** By the driver's own sign of each transaction, how many closings there had been when it began. */
  const begun = new WeakMap<object, number>();
  const guarded = new WeakSet<Line>();
  const handlerOf = (sql: postgres.Sql | postgres.TransactionSql): object =>
    Reflect.get(sql.unsafe(""), "handler");
  const ofPool = handlerOf(client);

  const isLost = ({ id, reserved }: Line, { handler }: Asked): boolean => {
    if (handler === ofPool) return false;
    const since = begun.get(handler);
    return since === undefined ? reserved === null : (closings.get(id) ?? 0) > since;
  };
  const guard = (line: Line): void => {
    if (guarded.has(line)) return;
    guarded.add(line);
    const execute = line.execute.bind(line);
    line.execute = (query) => {
      if (!isLost(line, query)) return execute(query);
      query.reject(lost());
      return true;
    };
  };

  // The driver begins a transaction by a statement that tells on which connection it runs.
  client.unsafe = new Proxy(client.unsafe, {
    apply(unsafe, self, given: unknown[]) {
      const [text, parameters, options] = given;
      const told: unknown = options instanceof Object ? Reflect.get(options, "onexecute") : null;
      if (typeof told !== "function") return Reflect.apply(unsafe, self, given);
      const onexecute = (line: Line): unknown => {
        guard(line);
        return Reflect.apply(told, undefined, [line]);
      };
      return Reflect.apply(unsafe, self, [text, parameters, { ...Object(options), onexecute }]);
    },
  });

  type Scope = (sql: postgres.TransactionSql) => unknown;
  const noted = (work: Scope, since?: number): Scope => {
    return (sql) => {
      const at = since ?? state.closed;
      begun.set(handlerOf(sql), at);
      sql.savepoint = new Proxy(sql.savepoint, {
        apply: (savepoint, self, given: unknown[]) =>
          Reflect.apply(savepoint, self, given.map(withNote(at))),
      });
      return work(sql);
    };
  };
  const withNote = (since?: number) => (given: unknown) =>
    typeof given === "function"
      ? noted((sql) => Reflect.apply(given, undefined, [sql]), since)
      : given;
  client.begin = new Proxy(client.begin, {
    apply: (begin, self, given: unknown[]) => Reflect.apply(begin, self, given.map(withNote())),
  });
}
