import type { TaskPushNotificationConfig } from "@a2a-js/sdk";
import type { JsonReader } from "./json-reader.ts";

export function readPushConfig(reader: JsonReader): TaskPushNotificationConfig {
  const authentication = reader.nested("authentication");
  return {
    tenant: reader.text("tenant"),
    id: reader.text("id"),
    taskId: reader.text("taskId"),
    url: reader.text("url"),
    token: reader.text("token"),
    authentication:
      authentication === undefined
        ? undefined
        : { scheme: authentication.text("scheme"), credentials: authentication.text("credentials") },
  };
}
