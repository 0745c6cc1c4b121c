import { describe, expect, it } from "vitest";
import { detectCodeLanguage } from "./code-language.ts";

const documentOf = (name: string, mediaType: string, text = "") => ({
  id: "d",
  name,
  mediaType,
  paged: false,
  pages: [{ index: 0, text }],
});

describe("the language of a document", () => {
  it.each([
    ["main.py", "text/plain", "python"],
    ["stub.PYI", "text/plain", "python"],
    ["index.mjs", "application/octet-stream", "javascript"],
    ["view.jsx", "text/plain", "javascript"],
    ["types.d.ts", "video/mp2t", "typescript"],
    ["app.tsx", "text/plain", "tsx"],
    ["Main.java", "text/plain", "java"],
    ["main.go", "text/plain", "go"],
    ["source", "text/x-python; charset=utf-8", "python"],
    ["source", "text/javascript", "javascript"],
    ["readme.md", "text/markdown", undefined],
    ["main.cob", "text/plain", undefined],
  ])("of %s as %s is %s", (name, mediaType, language) => {
    expect(detectCodeLanguage(documentOf(name, mediaType))).toBe(language);
  });

  it.each([
    ["python", "import os\n\ndef read(path):\n    return 1\n\nclass A:\n    pass\n"],
    ["go", 'package main\n\nimport (\n\t"fmt"\n)\n\nfunc main() {\n\tfmt.Println(1)\n}\n'],
    ["java", "package a.b;\n\nimport java.util.List;\n\npublic class A {\n}\n"],
    ["javascript", 'const fs = require("fs");\n\nfunction read() {}\n\nmodule.exports = { read };\n'],
    [
      "typescript",
      'import { a } from "./a.ts";\n\nexport interface B {\n  c: string;\n}\n\nconst d: B = a;\n',
    ],
    [undefined, "The class of 2020 shall import the function of state from elsewhere.\n\nIt is public.\n"],
    [undefined, "Revenue 1,577\nCosts 900\n"],
    [undefined, ""],
  ])("is told to be %s by its lines where name and type say nothing", (language, text) => {
    expect(detectCodeLanguage(documentOf("pasted.txt", "text/plain", text))).toBe(language);
  });

  it("is not guessed for a document whose name says that it is something else", () => {
    const text = "def a():\n    pass\n\ndef b():\n    pass\n";
    expect(detectCodeLanguage(documentOf("guide.md", "text/markdown", text))).toBeUndefined();
  });
});
