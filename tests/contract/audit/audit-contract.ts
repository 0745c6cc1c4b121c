import { beforeEach, describe, expect, it } from "vitest";
import { type AuditStore, EMPTY_CHAIN, entriesOf, sealEvents, type TimedEvent, verifyChain } from "#audit";

export type OpenedAudit = AsyncDisposable & {
  /** Two connections to the same database, as two processes have them. */
  readonly here: AuditStore;
  readonly elsewhere: AuditStore;
  /** Runs SQL on the database as its administrator could. */
  tamper(sql: string): Promise<void>;
};

const revoked = (target: string): TimedEvent => ({
  at: 1_700_000_000_000,
  event: { action: "key-revoked", actor: { kind: "server" }, outcome: "done", target, details: {} },
});

/** What every database of the audit log has to do. */
export function auditContract(name: string, open: () => Promise<OpenedAudit>): void {
  describe(`the audit log in ${name}`, () => {
    let opened: OpenedAudit;
    beforeEach(async () => {
      opened = await open();
      return () => opened[Symbol.asyncDispose]();
    });

    it("is one chain, however many append at once", async () => {
      const { here, elsewhere } = opened;
      expect(await here.head()).toEqual(EMPTY_CHAIN);
      const appending = Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? here : elsewhere).append((head) =>
          sealEvents(head, [revoked(`${index} a`), revoked(`${index} b`)]),
        ),
      );
      await Promise.all(appending);
      const check = await verifyChain(entriesOf(here));
      expect(check).toEqual({ kind: "whole", head: await elsewhere.head() });
      expect(check).toMatchObject({ head: { number: 80 } });
    });

    it("gives pages in order", async () => {
      const { here } = opened;
      const events = Array.from({ length: 1_200 }, (_, index) => revoked(String(index)));
      for (let start = 0; start < 1_200; start += 400) {
        await here.append((head) => sealEvents(head, events.slice(start, start + 400)));
      }
      const numbers: number[] = [];
      for await (const { number } of entriesOf(here, 11)) numbers.push(number);
      expect(numbers).toEqual(Array.from({ length: 1_190 }, (_, index) => index + 11));
      expect(await here.read(2, 2)).toMatchObject([{ number: 2 }, { number: 3 }]);
    });

    it("refuses slips of whoever is at the database, and is left as it was where sealing fails", async () => {
      const { here, tamper } = opened;
      await here.append((head) => sealEvents(head, [revoked("a")]));
      await expect(tamper("update audit_entries set body = '{}'")).rejects.toThrow(/never changed/);
      await expect(tamper("delete from audit_entries")).rejects.toThrow(/never changed/);
      const failing = here.append(() => {
        throw new Error("out of memory");
      });
      await expect(failing).rejects.toThrow("out of memory");
      await here.append((head) => sealEvents(head, [revoked("b")]));
      expect(await verifyChain(entriesOf(here))).toMatchObject({ kind: "whole", head: { number: 2 } });
    });
  });
}
