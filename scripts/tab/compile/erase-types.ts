import { childrenOf, type EqualLength, isNode, ParseError, type SyntaxNode } from './syntax.ts';

/** Statements and members that are types alone. */
const TYPES_ALONE = new Set([
  'TSTypeAliasDeclaration',
  'TSInterfaceDeclaration',
  'TSDeclareFunction',
  'TSDeclareMethod',
  'TSIndexSignature',
]);

/** Properties that hold types: there is nothing else in them. */
const TYPES = [
  'typeAnnotation',
  'returnType',
  'typeParameters',
  'typeArguments',
  'superTypeParameters',
  'implements',
];

/** What can't be erased, for it is code: Node can't run it either without compiling it. */
const NOT_ERASABLE: Record<string, string> = {
  TSEnumDeclaration: 'An `enum` is more than a type: use an object, or a union of strings.',
  TSModuleDeclaration: 'A `namespace` is more than a type: use a module.',
  TSParameterProperty: 'Declare the property in the class, and assign it in the constructor.',
  TSImportEqualsDeclaration: 'Use `import … from`.',
  TSExportAssignment: 'Use `export default`.',
};

/**
 * Takes the types out of a module, and leaves white space in their place, so that lines and columns
 * stay what they are. What is imported stays imported, unless the import says `type`.
 *
 * @param path from the course's root, for the error
 * @throws ParseError for TypeScript that isn't only types
 */
export function eraseTypes(path: string, program: SyntaxNode, text: EqualLength): void {
  const visit = (node: SyntaxNode) => {
    const why = NOT_ERASABLE[node.type];
    if (why !== undefined && !node['declare']) {
      const lines = text.original(0, node.start).split('\n');
      throw new ParseError(why, `${path}:${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`);
    }
    if (isTypeAlone(node)) return eraseStatement(node, text);
    erasePartsOf(node, text);
    for (const child of childrenOf(node, TYPES)) visit(child);
  };
  visit(program);
}

function isTypeAlone(node: SyntaxNode): boolean {
  if (TYPES_ALONE.has(node.type) || node['declare'] === true) return true;
  if (node.type === 'ImportDeclaration') return node['importKind'] === 'type';
  if (node.type === 'ClassProperty' || node.type === 'ClassAccessorProperty')
    return node['abstract'] === true;
  if (node.type === 'ExportAllDeclaration') return node['exportKind'] === 'type';
  if (node.type !== 'ExportNamedDeclaration') return false;
  const declaration = node['declaration'];
  if (isNode(declaration)) return isTypeAlone(declaration);
  return node['exportKind'] === 'type';
}

/** A semicolon stays: what stood before and behind were two statements, and still are. */
function eraseStatement(node: SyntaxNode, text: EqualLength): void {
  text.replace(node.start, node.end, ';');
}

function erasePartsOf(node: SyntaxNode, text: EqualLength): void {
  for (const name of TYPES) {
    const part = node[name];
    if (isNode(part)) text.blank(part.start, part.end);
  }
  const { type } = node;
  if (type === 'ImportDeclaration' || type === 'ExportNamedDeclaration') eraseNames(node, text);
  else if (/^TS(As|Satisfies)Expression$/.test(type)) eraseCast(node, text);
  else if (type === 'TSNonNullExpression') text.blank(node.end - 1, node.end);
  else if (type === 'TSTypeAssertion') erasePrefix(node, text);
  else if (/^Class(Declaration|Expression)$/.test(type)) eraseHeritage(node, text);
  else if (/^Class(Private|Accessor)?(Property|Method)$/.test(type)) eraseModifiers(node, text);
  else if (type === 'VariableDeclarator') eraseMark(node['id'], text);
  else if (Array.isArray(node['params'])) eraseParameters(node, text);
}

/** `import { type A, b }`: its comma goes with it. */
function eraseNames(node: SyntaxNode, text: EqualLength): void {
  for (const specifier of (node['specifiers'] as SyntaxNode[] | undefined) ?? []) {
    if (specifier['importKind'] !== 'type' && specifier['exportKind'] !== 'type') continue;
    const comma = /^\s*,/.exec(text.original(specifier.end, node.end))?.[0].length ?? 0;
    text.blank(specifier.start, specifier.end + comma);
  }
}

/** `value as Type`, `value satisfies Type` */
function eraseCast(node: SyntaxNode, text: EqualLength): void {
  const [value, type] = [node['expression'] as SyntaxNode, node['typeAnnotation'] as SyntaxNode];
  const between = text.original(value.end, type.start);
  text.blank(value.end + between.search(/\b(as|satisfies)\b/), node.end);
}

/** `<Type>value` */
function erasePrefix(node: SyntaxNode, text: EqualLength): void {
  const type = node['typeAnnotation'] as SyntaxNode;
  text.blank(node.start, text.original(0, node.end).indexOf('>', type.end) + 1);
}

/** `abstract`, and what a class implements. */
function eraseHeritage(node: SyntaxNode, text: EqualLength): void {
  if (node['abstract']) text.blank(node.start, node.start + 'abstract'.length);
  const superTypes = node['superTypeParameters'];
  const last = (node['implements'] as SyntaxNode[] | undefined)?.at(-1);
  if (!last) return;
  const before = [superTypes, node['superClass'], node['typeParameters'], node['id']].find(isNode);
  const from = before?.end ?? node.start;
  text.blank(from + text.original(from, last.end).search(/\bimplements\b/), last.end);
}

/** `private readonly name?: Type` */
function eraseModifiers(node: SyntaxNode, text: EqualLength): void {
  const key = node['key'] as SyntaxNode;
  const words = /\b(public|private|protected|readonly|override|abstract)\b/g;
  for (const { index, 0: word } of text.original(node.start, key.start).matchAll(words)) {
    text.blank(node.start + index, node.start + index + word.length);
  }
  const type = node['typeAnnotation'];
  const isMarked = node['optional'] === true || node['definite'] === true;
  if (isMarked) blankMark(key.end, isNode(type) ? type.start : node.end, text);
  if (Array.isArray(node['params'])) eraseParameters(node, text);
}

function eraseParameters(node: SyntaxNode, text: EqualLength): void {
  const parameters = node['params'] as SyntaxNode[];
  for (const parameter of parameters) {
    eraseMark(parameter.type === 'AssignmentPattern' ? parameter['left'] : parameter, text);
  }
  const [first, second] = parameters;
  if (first?.type === 'Identifier' && first['name'] === 'this') {
    const comma = text.original(first.end, second?.start ?? first.end).indexOf(',') + 1;
    text.blank(first.start, first.end + comma);
  }
  const type = node['returnType'];
  if (node.type === 'ArrowFunctionExpression' && isNode(type)) keepArrow(type, text);
}

/** No line may end between the parameters of an arrow function and its arrow. */
function keepArrow(type: SyntaxNode, text: EqualLength): void {
  if (!text.original(type.start, type.end).includes('\n')) return;
  const closing = text.original(0, type.start).lastIndexOf(')');
  text.blank(closing, closing + 1);
  text.replace(type.end - 1, type.end, ')');
}

/** `name?` and `name!`, of a parameter or a variable. */
function eraseMark(node: unknown, text: EqualLength): void {
  if (!isNode(node) || node.type !== 'Identifier') return;
  const type = node['typeAnnotation'];
  const from = node.start + String(node['name']).length;
  const to = isNode(type) ? type.start : node.end;
  if (/^\s*[?!]/.test(text.original(from, Math.max(to, from)))) blankMark(from, to, text);
}

function blankMark(from: number, to: number, text: EqualLength): void {
  const at = text.original(from, to).search(/[?!]/);
  if (at >= 0) text.blank(from + at, from + at + 1);
}
