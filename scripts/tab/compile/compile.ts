import { eraseTypes } from './erase-types.ts';
import { childrenOf, EqualLength, isNode, parseModule, type SyntaxNode } from './syntax.ts';

/** A name that a module imports. */
export interface ImportedName {
  /** What it is called where it is from; `*` for all of it. */
  imported: string;
  /** What it is called here. Undefined when it is only handed on. */
  local: string | undefined;
  line: number;
  column: number;
}

/** A module's import, or an export from elsewhere. */
export interface ModuleImport {
  specifier: string;
  names: ImportedName[];
}

/** A module of the course, ready to be linked. */
export interface CompiledModule {
  /** JavaScript for the inside of a function, with the lines and the columns of the TypeScript. */
  code: string;
  imports: ModuleImport[];
  /** What it exports of its own: the name, and what that is called here. */
  exports: [name: string, local: string][];
  /** Whether its default export is a value, which is kept where `EXPORTS` says. */
  hasDefault: boolean;
  /** What it exports from elsewhere. `*` as a name: everything but the default. */
  handsOn: { name: string; specifier: string; imported: string }[];
  /** Whether an export may change after the module has run. */
  isMutable: boolean;
  /** Whether it awaits something outside of any function. */
  awaits: boolean;
}

/** What stands for `import(…)` and `import.meta` in the code: it is as long as `import`. */
export const IMPORT = '$imprt';
/** What stands for the module's exports. */
export const EXPORTS = '$e';

/**
 * Compiles a module of the course, without looking at any other.
 *
 * @param path from the course's root: `chapters/03-authenticator/guard.ts`
 * @throws ParseError that names the line
 */
export function compile(path: string, source: string): CompiledModule {
  const program = parseModule(path, source);
  const text = new EqualLength(source);
  eraseTypes(path, program, text);
  const module: CompiledModule = {
    code: '',
    imports: [],
    exports: [],
    hasDefault: false,
    handsOn: [],
    isMutable: false,
    awaits: false,
  };
  for (const statement of program['body'] as SyntaxNode[]) {
    takeModuleParts(statement, module, text);
  }
  replaceImportWords(program, text);
  module.awaits = hasAwait(program);
  module.code = text.toString();
  return module;
}

function takeModuleParts(node: SyntaxNode, module: CompiledModule, text: EqualLength): void {
  switch (node.type) {
    case 'ImportDeclaration':
      return takeImport(node, module, text);
    case 'ExportNamedDeclaration':
      return takeExport(node, module, text);
    case 'ExportAllDeclaration': {
      if (node['exportKind'] === 'type') return;
      const specifier = specifierOf(node);
      module.imports.push({ specifier, names: [] });
      module.handsOn.push({ name: '*', specifier, imported: '*' });
      return text.replace(node.start, node.end, ';');
    }
    case 'ExportDefaultDeclaration':
      return takeDefault(node, module, text);
  }
}

function takeImport(node: SyntaxNode, module: CompiledModule, text: EqualLength): void {
  if (node['importKind'] === 'type') return;
  const names = (node['specifiers'] as SyntaxNode[])
    .filter((specifier) => specifier['importKind'] !== 'type')
    .map((specifier): ImportedName => {
      const imported =
        specifier.type === 'ImportDefaultSpecifier'
          ? 'default'
          : specifier.type === 'ImportNamespaceSpecifier'
            ? '*'
            : nameOf(specifier['imported']);
      return { imported, local: nameOf(specifier['local']), ...placeOf(specifier) };
    });
  module.imports.push({ specifier: specifierOf(node), names });
  text.replace(node.start, node.end, ';');
}

function takeExport(node: SyntaxNode, module: CompiledModule, text: EqualLength): void {
  if (node['exportKind'] === 'type') return;
  const declaration = node['declaration'];
  if (isNode(declaration)) {
    if (declaration['declare'] === true) return;
    text.blank(node.start, declaration.start);
    for (const name of namesDeclaredBy(declaration)) module.exports.push([name, name]);
    if (declaration.type === 'VariableDeclaration' && declaration['kind'] !== 'const') {
      module.isMutable = true;
    }
    return;
  }
  const specifiers = (node['specifiers'] as SyntaxNode[]).filter(
    (specifier) => specifier['exportKind'] !== 'type',
  );
  if (isNode(node['source'])) {
    const specifier = specifierOf(node);
    const names: ImportedName[] = [];
    for (const each of specifiers) {
      const isAll = each.type === 'ExportNamespaceSpecifier';
      const imported = isAll ? '*' : nameOf(each['local']);
      names.push({ imported, local: undefined, ...placeOf(each) });
      module.handsOn.push({ name: nameOf(each['exported']), specifier, imported });
    }
    module.imports.push({ specifier, names });
  } else {
    for (const each of specifiers) {
      module.exports.push([nameOf(each['exported']), nameOf(each['local'])]);
    }
    module.isMutable ||= specifiers.length > 0;
  }
  text.replace(node.start, node.end, ';');
}

function takeDefault(node: SyntaxNode, module: CompiledModule, text: EqualLength): void {
  const declaration = node['declaration'] as SyntaxNode;
  if (/^TS(Interface|DeclareFunction)/.test(declaration.type)) {
    return text.replace(node.start, node.end, ';');
  }
  const name = isNode(declaration['id']) ? nameOf(declaration['id']) : undefined;
  if (name !== undefined && declaration.type.endsWith('Declaration')) {
    text.blank(node.start, declaration.start);
    module.exports.push(['default', name]);
    return;
  }
  module.hasDefault = true;
  const words = /^export\s+default/.exec(text.original(node.start, node.end))?.[0] ?? '';
  text.replace(node.start, node.start + words.length, `${EXPORTS}.default=`);
}

/** `import(…)` and `import.meta`, which only a real module may contain. */
function replaceImportWords(node: SyntaxNode, text: EqualLength): void {
  const isMeta = node.type === 'MetaProperty' && nameOf(node['meta']) === 'import';
  if (node.type === 'Import' || isMeta) {
    text.replace(node.start, node.start + IMPORT.length, IMPORT);
  }
  for (const child of childrenOf(node)) replaceImportWords(child, text);
}

function hasAwait(node: SyntaxNode): boolean {
  if (node.type === 'AwaitExpression') return true;
  if (node.type === 'ForOfStatement' && node['await'] === true) return true;
  if (/Function|Method|Class/.test(node.type)) return false;
  return childrenOf(node).some(hasAwait);
}

function namesDeclaredBy(declaration: SyntaxNode): string[] {
  if (declaration.type !== 'VariableDeclaration') return [nameOf(declaration['id'])];
  return (declaration['declarations'] as SyntaxNode[]).flatMap(({ id }) => boundIn(id));
}

/** The names in a pattern: `{ a, b: [c = 1] }` binds `a` and `c`. */
function boundIn(pattern: unknown): string[] {
  if (!isNode(pattern)) return [];
  switch (pattern.type) {
    case 'Identifier':
      return [nameOf(pattern)];
    case 'AssignmentPattern':
      return boundIn(pattern['left']);
    case 'RestElement':
      return boundIn(pattern['argument']);
    case 'ArrayPattern':
      return (pattern['elements'] as unknown[]).flatMap(boundIn);
    case 'ObjectPattern':
      return (pattern['properties'] as SyntaxNode[]).flatMap((property) =>
        boundIn(property.type === 'RestElement' ? property : property['value']),
      );
    default:
      return [];
  }
}

/** An identifier's name; a name may also be written as a string: `export { a as 'b-c' }`. */
function nameOf(node: unknown): string {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? value ?? '';
}

function specifierOf(node: SyntaxNode): string {
  return (node['source'] as { value: string }).value;
}

function placeOf(node: SyntaxNode): { line: number; column: number } {
  const { line, column } = (node['loc'] as { start: { line: number; column: number } }).start;
  return { line, column: column + 1 };
}
