/** The A2A library's own server on express, with its tasks in memory; its agent ends every task at once. */
import type { AddressInfo } from "node:net";
import { type Artifact, TaskState } from "@a2a-js/sdk";
import { type AgentExecutor, DefaultRequestHandler, InMemoryTaskStore } from "@a2a-js/sdk/server";
import { jsonRpcHandler, restHandler, UserBuilder } from "@a2a-js/sdk/server/express";
import express from "express";
import { testCard } from "../../src/a2a/testing/a2a-rig.ts";
import { reportAsChild } from "./server-child.ts";

const artifact: Artifact = {
  artifactId: "answer",
  name: "answer",
  description: "",
  parts: [
    {
      content: { $case: "text", value: "It was $ 246 million." },
      metadata: undefined,
      filename: "",
      mediaType: "",
    },
  ],
  metadata: undefined,
  extensions: [],
};

const executor: AgentExecutor = {
  async execute({ taskId, contextId, userMessage }, bus) {
    const status = {
      state: TaskState.TASK_STATE_COMPLETED,
      message: undefined,
      timestamp: new Date().toISOString(),
    };
    bus.publish({
      kind: "task",
      data: {
        id: taskId,
        contextId,
        status,
        artifacts: [artifact],
        history: [userMessage],
        metadata: undefined,
      },
    });
    bus.finished();
  },
  cancelTask: async () => undefined,
};

const requestHandler = new DefaultRequestHandler(testCard(), new InMemoryTaskStore(), executor);
const app = express();
const userBuilder = UserBuilder.noAuthentication;
app.use("/rest", restHandler({ requestHandler, userBuilder }));
app.use("/", jsonRpcHandler({ requestHandler, userBuilder }));
const server = app.listen(0, "127.0.0.1", () => {
  reportAsChild(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
