import type { CompiledModule } from '../compile/compile.ts';
import { childrenOf, parseModule, type SyntaxNode } from '../compile/syntax.ts';
import type { BrokenModule } from '../worker/orders.ts';
import { TURN } from '../worker/turns.ts';

/** The same code, which says at each turn of a loop where that loop is. The lines stay. */
export function countLoops(
  path: string,
  text: string,
  module: CompiledModule | BrokenModule,
): CompiledModule | BrokenModule {
  if ('broken' in module) return module;
  const inserts: [at: number, what: string][] = [];
  const visit = (node: SyntaxNode) => {
    if (/^(For\w*|While|DoWhile)Statement$/.test(node.type)) {
      const body = node['body'] as SyntaxNode;
      const turn = `globalThis.${TURN}(${JSON.stringify(placeOf(path, node))});`;
      if (body.type === 'BlockStatement') inserts.push([body.start + 1, turn]);
      else inserts.push([body.start, `{${turn}`], [body.end, '}']);
    }
    for (const child of childrenOf(node)) visit(child);
  };
  // The code has the places of the text that it was made of.
  visit(parseModule(path, text));
  const code = inserts
    .toSorted(([one], [other]) => other - one)
    .reduce((all, [at, what]) => all.slice(0, at) + what + all.slice(at), module.code);
  return { ...module, code };
}

function placeOf(path: string, node: SyntaxNode): string {
  const { line, column } = (node['loc'] as { start: { line: number; column: number } }).start;
  return `${path}:${line}:${column + 1}`;
}
