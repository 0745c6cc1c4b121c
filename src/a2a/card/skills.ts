import type { AgentSkill } from "@a2a-js/sdk";
import { INPUT_MEDIA_TYPES, OUTPUT_MEDIA_TYPES } from "../send/media-types.ts";

/** Both protocols as the card offers them. The ids are the values of the option `skill_id`. */
export function minionsSkills(inputModes: readonly string[] = INPUT_MEDIA_TYPES): AgentSkill[] {
  const modes = {
    inputModes: [...inputModes],
    outputModes: [...OUTPUT_MEDIA_TYPES],
    securityRequirements: [],
  };
  return [
    {
      id: "minion_query",
      name: "Minion: a conversation about documents",
      description:
        "Answers a question about documents by a conversation between a small model, which alone reads them, and a large one, which asks and concludes. Best for one document of a size that the small model can read, and where little should leave the machine. The answer quotes the passages it rests on.",
      tags: ["question-answering", "documents", "citations", "privacy", "minion"],
      examples: [
        "What was capital expenditure in 2025? (with an annual report as PDF)",
        "Which of the patient's values were outside the normal range, and when? (with a record as text)",
        "Who may terminate this contract, and with what notice?",
      ],
      ...modes,
    },
    {
      id: "minions_query",
      name: "Minions: many jobs over long documents",
      description:
        "Answers a question about long or many documents: a large model breaks it into small jobs, a small model does them side by side over parts of the documents, and the large model puts the findings together, over as many rounds as it takes. Best for questions whose evidence is spread out. The answer quotes the passages it rests on.",
      tags: ["question-answering", "long-documents", "map-reduce", "citations", "minions"],
      examples: [
        "How did gross margin develop over these five annual reports, and what explains it?",
        "List every obligation of the supplier in these contracts, with its deadline.",
        "Which of these papers report a control group, and how large was it?",
      ],
      ...modes,
    },
  ];
}
