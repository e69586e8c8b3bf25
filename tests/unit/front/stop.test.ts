import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, test, vi } from "vitest";

// Each test starts a process of its own.
vi.setConfig({ testTimeout: 30_000 });

let child: ChildProcess | undefined;

afterEach(() => {
  child?.kill("SIGKILL");
});

async function serving(): Promise<{ child: ChildProcess; url: string }> {
  const started = fork("tests/unit/front/serving.ts", {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child = started;
  const [message]: { ready: number }[] = await once(started, "message");
  return { child: started, url: `http://127.0.0.1:${message?.ready}` };
}

/** A request that has reached the handler. */
async function underWay(running: {
  child: ChildProcess;
  url: string;
}): Promise<{ answer: Promise<Response> }> {
  const answer = fetch(running.url);
  await once(running.child, "message");
  return { answer };
}

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s lets the answer under way finish, takes no new one, exits with 0",
  async (signal) => {
    const running = await serving();
    const { answer } = await underWay(running);
    const exited = once(running.child, "exit");
    running.child.kill(signal);
    const response = await answer;
    expect(await response.text()).toBe("finished while stopping");
    expect(await exited).toEqual([0, null]);
    await expect(fetch(running.url)).rejects.toThrow("fetch failed");
  },
);

test("two signals at once, from the terminal and from npm, are one", async () => {
  const running = await serving();
  const { answer } = await underWay(running);
  const exited = once(running.child, "exit");
  running.child.kill("SIGINT");
  running.child.kill("SIGTERM");
  expect((await answer).status).toBe(200);
  expect(await exited).toEqual([0, null]);
});

test("ends when the process that started it is gone", async () => {
  const running = await serving();
  const exited = once(running.child, "exit");
  running.child.disconnect();
  expect(await exited).toEqual([0, null]);
});
