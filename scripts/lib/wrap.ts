import wrapAnsi from 'wrap-ansi';

/** How wide a text may be here: as the terminal is, or as COLUMNS says, and no wider than reads well. */
export function textWidth(): number {
  const told = Number(process.env['COLUMNS']);
  return Math.min(process.stdout.columns ?? (told >= 20 ? told : 80), 100);
}

/** Wraps a text to a width. Each line keeps its own indentation, and gets `indent` more. */
export function wrap(text: string, indent: number, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const own = /^ */.exec(line)?.[0].length ?? 0;
      const margin = ' '.repeat(indent + own);
      const room = Math.max(20, width - indent - own);
      // A numbered line of code is not prose: where it would wrap, it is cut by the screen.
      const parts = /^>? *\d* \|/.test(line) ? [line.slice(own)] : wrapped(line.slice(own), room);
      return parts.map((part) => (part ? margin + part : part));
    })
    .join('\n');
}

function wrapped(text: string, room: number): string[] {
  return wrapAnsi(text, room, { hard: true }).split('\n');
}
