import { closeDb } from "#db/client.ts";
import type { CodePurpose } from "#lib/sign-in/code-order.ts";
import { tryCode } from "#lib/sign-in/codes.ts";

// A process of its own that guesses: `node guesser.ts '{"browserSecret":…,"codes":[…]}'` prints the answers' codes.

type Orders = {
  readonly browserSecret: string;
  readonly regionId: number;
  readonly purpose: CodePurpose;
  readonly at: string;
  readonly codes: readonly string[];
};

const orders = JSON.parse(process.argv[2] ?? "{}") as Orders;
const answers = await Promise.all(
  orders.codes.map((code) => tryCode({ ...orders, code }, new Date(orders.at))),
);
process.stdout.write(JSON.stringify(answers.map((each) => (each.ok ? "in" : each.code))));
await closeDb();
