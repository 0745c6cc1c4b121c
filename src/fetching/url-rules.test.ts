import { describe, expect, it } from "vitest";
import { createAddressPolicy } from "./address-policy.ts";
import { UrlRefusedError } from "./errors.ts";
import { checkUrl, readHostRules, type UrlAllowance } from "./url-rules.ts";

function outcomeOf(url: string, allow: UrlAllowance = {}): string {
  const rules = {
    http: allow.http ?? false,
    hosts: readHostRules(allow.hosts),
    addresses: createAddressPolicy(allow.addresses),
  };
  try {
    return checkUrl(url, rules).href;
  } catch (error) {
    if (error instanceof UrlRefusedError) return error.reason;
    throw error;
  }
}

describe("A URL", () => {
  it.each([
    ["https://example.com/report.pdf?x=1"],
    ["https://example.com:8443/"],
    ["https://8.8.8.8/"],
    ["https://[2606:4700::1111]/"],
  ])("on the public internet may be fetched: %s", (url) => {
    expect(outcomeOf(url)).toBe(url);
  });

  it.each([
    ["", "malformed"],
    ["report.pdf", "malformed"],
    ["https://", "malformed"],
    ["https://256.256.256.256/", "malformed"],
    [`https://example.com/${"x".repeat(9_000)}`, "malformed"],
    ["http://example.com/", "scheme"],
    ["ftp://example.com/", "scheme"],
    ["file:///etc/passwd", "scheme"],
    ["data:text/plain,hello", "scheme"],
    ["gopher://example.com:70/x", "scheme"],
    ["https://user@example.com/", "credentials"],
    ["https://user:secret@example.com/", "credentials"],
    ["https://:secret@example.com/", "credentials"],
    ["https://example.com:25/", "port"],
    ["https://example.com:80/", "port"],
    ["https://example.com:0/", "port"],
    ["https://127.0.0.1/", "address"],
    ["https://127.0.0.1./", "address"],
    ["https://2130706433/", "address"],
    ["https://017700000001/", "address"],
    ["https://0177.0.0.1/", "address"],
    ["https://0x7f.0.0.1/", "address"],
    ["https://0x7f000001/", "address"],
    ["https://127.1/", "address"],
    ["https://0/", "address"],
    ["https://１２７.０.０.１/", "address"],
    ["https://169.254.169.254/latest/meta-data/", "address"],
    ["https://0xa9fea9fe/", "address"],
    ["https://[::1]/", "address"],
    ["https://[::ffff:10.0.0.1]/", "address"],
    ["https://[::ffff:a00:1]/", "address"],
    ["https://[64:ff9b::10.0.0.1]/", "address"],
    ["https://[2002:a00:1::]/", "address"],
    ["https://[fd00:ec2::254]/", "address"],
    ["https://[::]/", "address"],
    ["https://[::127.0.0.1]/", "address"],
    ["https://[::ffff:169.254.169.254]/", "address"],
    ["https://[0:0:0:0:0:ffff:a9fe:a9fe]/", "address"],
    ["https://[2001:0:7f00:1::]/", "address"],
    ["https://[64:ff9b:1::a00:1]/", "address"],
    ["https://[fe80::1%25eth0]/", "malformed"],
    ["https://0x7f.1/", "address"],
    ["https://0300.0250.0.1/", "address"],
    ["https://①②⑦.⓪.⓪.①/", "address"],
    ["https://127.0.0.\n1/", "address"],
    ["https:127.0.0.1/", "address"],
    ["https:/127.0.0.1/", "address"],
    ["https:\\\\127.0.0.1\\", "address"],
    ["https://example.com:443@127.0.0.1/", "credentials"],
    ["https://127.0.0.1%2f@example.com/", "credentials"],
    ["https://100.64.0.1/", "address"],
    ["https://198.18.0.1/", "address"],
    ["https://255.255.255.255/", "address"],
    ["https://224.0.0.251/", "address"],
    ["https://0.0.0.0/", "address"],
    ["jar:https://example.com/!/x", "scheme"],
    ["blob:https://example.com/x", "scheme"],
    ["ldap://example.com/", "scheme"],
    ["dict://example.com:2628/", "scheme"],
    ["javascript:1", "scheme"],
  ])("that leads elsewhere is refused: %s (%s)", (url, reason) => {
    expect(outcomeOf(url)).toBe(reason);
  });

  it.each([
    ["the host that is named", "https://files.example.com/a", ["files.example.com"], true],
    ["in whatever case", "https://FILES.example.com/a", ["Files.Example.com"], true],
    ["with a dot at the end", "https://files.example.com./a", ["files.example.com"], true],
    ["another host", "https://example.org/", ["files.example.com"], "host"],
    ["a host below one that is named", "https://a.files.example.com/", ["files.example.com"], "host"],
    ["a host below a star", "https://a.b.example.com/", ["*.example.com"], true],
    ["the host of a star itself", "https://example.com/", ["*.example.com"], "host"],
    ["a host that only ends alike", "https://badexample.com/", ["*.example.com"], "host"],
    ["a port that is named", "https://example.com:99/", ["example.com:99"], true],
    ["another port than the named", "https://example.com/", ["example.com:99"], "port"],
    ["one of two ports", "https://example.com/", ["example.com:99", "example.com"], true],
    ["an address that is public", "https://8.8.8.8/", ["8.8.8.8"], true],
    ["an address of IPv6", "https://[2606:4700::1111]/", ["2606:4700::1111"], true],
    ["a named host's private address", "https://10.0.0.1/", ["10.0.0.1"], "address"],
  ])("is held to the hosts: %s", (_what, url, hosts, expected) => {
    expect(outcomeOf(url, { hosts })).toBe(expected === true ? new URL(url).href : expected);
  });

  it("may be unencrypted and private where that is allowed", () => {
    expect(outcomeOf("http://10.0.0.1/", { http: true, addresses: ["10.0.0.0/8"] })).toBe("http://10.0.0.1/");
  });

  it.each(["https://example.com", "example.com/path", "user@example.com", "a b", "", "*", "a.*.com"])(
    "is held to no hosts that are none: %j",
    (host) => {
      expect(() => readHostRules([host])).toThrow(TypeError);
    },
  );
});
