import type { TaskArtifact, TaskMessage } from "../content.ts";

export function userMessage(text: string, messageId = text): TaskMessage {
  return { messageId, role: "user", parts: [{ kind: "text", text }] };
}

export function agentMessage(text: string, messageId = text): TaskMessage {
  return { messageId, role: "agent", parts: [{ kind: "text", text }] };
}

export function textArtifact(artifactId: string, text: string): TaskArtifact {
  return { artifactId, parts: [{ kind: "text", text }] };
}
