import { DrizzleQueryError } from "drizzle-orm/errors";
import postgres from "postgres";

/** A query failed. Carries what helps to find out why, and nothing of the data that was in it. */
export class DatabaseError extends Error {
  /** SQLSTATE, or the driver's word for a broken connection. */
  readonly code: string;
  readonly constraint: string | undefined;
  readonly table: string | undefined;
  readonly column: string | undefined;
  /** The statement with placeholders in place of values. */
  readonly statement: string | undefined;

  constructor(cause: postgres.PostgresError, statement: string | undefined) {
    super(explain(cause));
    this.name = "DatabaseError";
    this.code = cause.code;
    this.constraint = cause.constraint_name;
    this.table = cause.table_name;
    this.column = cause.column_name;
    this.statement = statement;
  }
}

/** The name of the constraint that a write ran into, or undefined when the error is another. */
export function violatedConstraint(error: unknown): string | undefined {
  // Class 23: integrity constraint violation.
  return error instanceof DatabaseError && error.code.startsWith("23")
    ? error.constraint
    : undefined;
}

/** The same failure without the parameters that drizzle and the driver attach to it; other errors unchanged. */
export function withoutParameters(error: unknown): unknown {
  if (error instanceof DrizzleQueryError) {
    if (error.cause instanceof postgres.PostgresError)
      return new DatabaseError(error.cause, error.query);
    return error.cause ?? new Error(`Failed query: ${error.query}`);
  }
  return error instanceof postgres.PostgresError ? new DatabaseError(error, undefined) : error;
}

// Classes 22 and 23 quote the value in their message («Key (iin)=(…) already exists»); the others speak of the
// statement («column "x" does not exist») or of the server.
function explain(cause: postgres.PostgresError): string {
  const place = [cause.table_name, cause.column_name, cause.constraint_name]
    .filter(Boolean)
    .join(" ");
  const words = /^2[23]/.test(cause.code) ? "" : cause.message;
  return [cause.code, words, place].filter(Boolean).join(": ");
}
