import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { createProcessIo } from "./process-io.ts";

class FakeStream extends EventEmitter {
  readonly isTTY = true;
  readonly columns = 80;
  readonly written: string[] = [];

  write(text: string): boolean {
    this.written.push(text);
    return true;
  }
}

/** As much of a process as the program touches; `exit` throws so that nothing runs on after it. */
function fakeProcess() {
  const stdout = new FakeStream();
  const stderr = new FakeStream();
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const events = new EventEmitter();
  const exits: number[] = [];
  const host = Object.assign(events, {
    stdin,
    stdout,
    stderr,
    env: {},
    cwd: () => "/",
    exit: (code: number): never => {
      exits.push(code);
      throw new Error("exited");
    },
  });
  return {
    host: host as unknown as Parameters<typeof createProcessIo>[0],
    events,
    stdin,
    stdout,
    stderr,
    exits,
  };
}

describe("the process", () => {
  it.each(["SIGINT", "SIGTERM"])(
    "aborts the work at the first %s and ends at once at the second",
    (signal) => {
      const { host, events, stderr, exits } = fakeProcess();
      using io = createProcessIo(host);
      events.emit(signal);
      expect(io.signal.aborted).toBe(true);
      expect(exits).toEqual([]);
      expect(() => events.emit(signal)).toThrow("exited");
      expect(exits).toEqual([130]);
      expect(stderr.written).toEqual(["\u001b[?25h"]);
    },
  );

  it("ends the work and writes no more once nobody reads its output", () => {
    const { host, stdout } = fakeProcess();
    using io = createProcessIo(host);
    stdout.emit("error", Object.assign(new Error("gone"), { code: "EPIPE" }));
    io.stdout.write("more");
    expect(io.signal.aborted).toBe(true);
    expect(io.outputClosed()).toBe(true);
    expect(stdout.written).toEqual([]);
  });

  it("leaves no listener behind", () => {
    const { host, events } = fakeProcess();
    createProcessIo(host)[Symbol.dispose]();
    expect(events.listenerCount("SIGINT") + events.listenerCount("SIGTERM")).toBe(0);
  });

  it("asks whoever sits at its terminal, until they answer or give up", async () => {
    const { host, events, stdin, stderr } = fakeProcess();
    using io = createProcessIo(host);
    const answer = io.ask?.("Send this? ");
    stdin.write("y\n");
    expect(await answer).toBe("y");
    expect(stderr.written.join("")).toBe("Send this? ");
    const unanswered = io.ask?.("And this? ");
    events.emit("SIGINT");
    await expect(unanswered).rejects.toMatchObject({ code: "aborted" });
  });

  it("asks nobody where there is no terminal", () => {
    const { host, stdin } = fakeProcess();
    stdin.isTTY = false;
    using io = createProcessIo(host);
    expect(io.ask).toBeUndefined();
  });
});
