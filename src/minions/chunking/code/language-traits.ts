import type { CodeLanguage } from "./code-parser.ts";

/** What the node types of a tree-sitter grammar mean to the chunkers. */
export interface LanguageTraits {
  readonly imports: ReadonlySet<string>;
  /** Functions, methods and other units that are never cut into members. */
  readonly units: ReadonlySet<string>;
  /** Classes and their kin, whose members are units in turn. */
  readonly containers: ReadonlySet<string>;
  /** Where a container keeps its members, and a function its statements. */
  readonly bodies: ReadonlySet<string>;
  /** Nodes around a unit that belong to it: `export`, decorators, `const f = …`. */
  readonly wrappers: ReadonlySet<string>;
  /** What belongs to the unit right after it. */
  readonly attached: ReadonlySet<string>;
}

function traits(words: Record<keyof LanguageTraits, string>): LanguageTraits {
  const set = (key: keyof LanguageTraits) => new Set(words[key].split(" "));
  return {
    imports: set("imports"),
    units: set("units"),
    containers: set("containers"),
    bodies: set("bodies"),
    wrappers: set("wrappers"),
    attached: set("attached"),
  };
}

const JAVASCRIPT = {
  imports: "import_statement import_alias",
  units:
    "function_declaration generator_function_declaration function_expression generator_function arrow_function " +
    "method_definition class_static_block",
  containers: "class_declaration class",
  bodies: "class_body statement_block",
  wrappers:
    "export_statement lexical_declaration variable_declaration variable_declarator expression_statement " +
    "assignment_expression field_definition",
  attached: "comment decorator",
};

const TYPESCRIPT = {
  ...JAVASCRIPT,
  units: `${JAVASCRIPT.units} interface_declaration type_alias_declaration enum_declaration function_signature`,
  containers: "class_declaration abstract_class_declaration class internal_module module",
  wrappers: `${JAVASCRIPT.wrappers} public_field_definition ambient_declaration`,
};

const PYTHON = {
  imports: "import_statement import_from_statement future_import_statement",
  units: "function_definition",
  containers: "class_definition",
  bodies: "block",
  wrappers: "decorated_definition",
  attached: "comment",
};

const JAVA = {
  imports: "package_declaration import_declaration",
  units:
    "method_declaration constructor_declaration compact_constructor_declaration static_initializer " +
    "annotation_type_declaration module_declaration",
  containers: "class_declaration interface_declaration enum_declaration record_declaration",
  bodies: "class_body interface_body enum_body enum_body_declarations block constructor_body",
  wrappers: "",
  attached: "line_comment block_comment",
};

const GO = {
  imports: "package_clause import_declaration",
  units: "function_declaration method_declaration type_declaration",
  containers: "",
  bodies: "block",
  wrappers: "",
  attached: "comment",
};

/** Made anew for each document: it is a small table, and nothing is to happen at import. */
export function traitsOf(language: CodeLanguage): LanguageTraits {
  switch (language) {
    case "python":
      return traits(PYTHON);
    case "javascript":
      return traits(JAVASCRIPT);
    case "typescript":
    case "tsx":
      return traits(TYPESCRIPT);
    case "java":
      return traits(JAVA);
    case "go":
      return traits(GO);
  }
}
