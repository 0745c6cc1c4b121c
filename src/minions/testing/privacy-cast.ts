import { expect } from "vitest";
import { AppError } from "#kernel";
import type { SourceDocument } from "../document.ts";
import { type Script, type ScriptedModel, scriptedModel, sentText } from "./scripted-model.ts";

export const EMAIL = "margarethe.oyelaran@quillhaven-clinic.example";
export const SSN = "521-44-7093";
export const CARD = "4111 1111 1111 1111";
export const PERSON = "Margarethe Oyelaran";
export const SECRETS = [EMAIL, SSN, CARD, CARD.replaceAll(" ", ""), PERSON, "Oyelaran"];

export const RECORD: SourceDocument = {
  id: "doc-1",
  name: "record.txt",
  mediaType: "text/plain",
  paged: false,
  pages: [
    {
      index: 0,
      text: `Patient: Ms. ${PERSON}\nE-mail: ${EMAIL}\nSSN: ${SSN}\nCard: ${CARD}\nHer potassium was 5.9 mmol/L in May 2021.`,
    },
  ],
};
export const QUESTION = `What was the potassium of ${PERSON} in May 2021?`;
export const NOTHING = JSON.stringify({ entities: [] });
export const privacy = { privacy_mode: true } as const;
export const input = { documents: [RECORD], question: QUESTION };

/** The placeholder that stands for the person in what the supervisor was sent. */
export function placeholderIn(text: string): string {
  const placeholder = /\[PERSON_\d+\]/.exec(text)?.[0];
  if (!placeholder) throw new Error("No placeholder for a person was sent.");
  return placeholder;
}

export function worker(lines: Script["lines"] = {}): ScriptedModel {
  const reply = `${PERSON} (${EMAIL}, SSN ${SSN}, card ${CARD}):\n> Her potassium was 5.9 mmol/L in May 2021.`;
  return scriptedModel({
    provider: "ollama",
    lines: { "minion-work": reply, "privacy-find": NOTHING, ...lines },
  });
}

export function supervisor(lines: Script["lines"] = {}): ScriptedModel {
  return scriptedModel({
    provider: "openai",
    lines: {
      "minion-open": (request) =>
        JSON.stringify({ message: `Find the potassium of ${placeholderIn(sentText(request))}.` }),
      "minion-think": "It is there.",
      "minion-decide": (request) =>
        JSON.stringify({
          decision: "provide_final_answer",
          answer: `${placeholderIn(sentText(request))} had 5.9 mmol/L.`,
          quotes: ["Her potassium was 5.9 mmol/L in May 2021."],
        }),
      ...lines,
    },
  });
}

export class RemoteDown extends AppError<"provider-unreachable"> {
  readonly code = "provider-unreachable";
}

export function expectNothingLeft(remote: ScriptedModel): void {
  expect(remote.requests.length).toBeGreaterThan(0);
  for (const request of remote.requests) {
    for (const secret of SECRETS) expect(sentText(request)).not.toContain(secret);
  }
}
