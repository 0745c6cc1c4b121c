import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A provider that behaves as badly as providers do: whatever it is asked, it says in its failure which key, headers and
 * text it was sent. The first step of the address says how it fails.
 */
export async function startEchoingProvider(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (piece: string) => {
      body += piece;
    });
    request.on("end", () => {
      const [, how = ""] = (request.url ?? "").split("/");
      const told = JSON.stringify({ headers: request.headers, body });
      if (how === "cut")
        return void response
          .writeHead(200, { "content-length": 10_000 })
          .write(told, () => response.destroy());
      const status = /^\d+$/.test(how) ? Number(how) : 200;
      const error = { message: `Incorrect API key provided: ${told}`, type: told, code: told };
      response.writeHead(status, { "content-type": how === "text" ? "text/plain" : "application/json" });
      response.end(how === "text" ? told : JSON.stringify({ error, id: told, choices: told }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
