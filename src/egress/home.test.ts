import { expect, it } from "vitest";
import { isHome } from "./home.ts";

const at = (url: string, handsOn = false) => ({
  ref: { provider: "p", model: "m" },
  host: new URL(url).hostname,
  handsOn,
});

it.each<[string, boolean]>([
  ["http://localhost:11434", true],
  ["http://models.localhost", true],
  ["http://127.9.9.9", true],
  ["http://2130706433", true],
  ["http://0x7f.1", true],
  ["http://[::1]:8080", true],
  ["http://[::ffff:192.168.1.4]", true],
  ["http://[fd00::1]", true],
  ["http://10.1.2.3", true],
  ["http://172.31.0.1", true],
  ["http://172.32.0.1", false],
  ["http://169.254.169.254", false],
  ["http://[fe80::1]", false],
  ["http://[::ffff:8.8.8.8]", false],
  ["https://api.openai.com", false],
  ["https://localhost.example.com", false],
  ["https://notlocalhost", false],
  ["https://10.0.0.1.example.com", false],
  ["http://ollama:11434", false],
])("%s is home: %s", (url, expected) => {
  expect(isHome(at(url), [])).toBe(expected);
});

it("takes what hands requests on for home only where it is named", () => {
  expect(isHome(at("http://localhost:8080", true), [])).toBe(false);
  expect(isHome(at("http://localhost:8080", true), ["localhost"])).toBe(true);
  expect(isHome({ ref: { provider: "p", model: "m" }, host: "", handsOn: true }, [""])).toBe(false);
});
