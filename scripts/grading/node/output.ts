import stripAnsi from 'strip-ansi';

const MAX_LINES = 40;
const MAX_BYTES = 4_000;

/** What a learner's code printed: the beginning of it, and how much more there was. */
export class Output {
  readonly #decoder = new TextDecoder();
  #kept = '';
  #keptBytes = 0;
  #moreLines = 0;

  /** Takes what was printed next. However much that is, little of it is kept. */
  add(chunk: Uint8Array): void {
    const room = MAX_BYTES - this.#keptBytes;
    const kept = chunk.subarray(0, Math.max(0, room));
    this.#kept += this.#decoder.decode(kept, { stream: true });
    this.#keptBytes += kept.length;
    for (let at = kept.length; (at = chunk.indexOf(10, at) + 1) > 0;) this.#moreLines += 1;
  }

  /** The text, without Node's own last words when memory ran out: 40 lines and 4 kB at the most, and then `… 12 more lines`. */
  toString(): string {
    const [text = ''] = stripAnsi(this.#kept).split('\n<--- Last few GCs --->');
    const lines = text.trimEnd().split('\n');
    const shown = lines.slice(0, MAX_LINES);
    const more = lines.length - shown.length + this.#moreLines;
    if (more > 0) shown.push(`… ${more} more ${more === 1 ? 'line' : 'lines'}`);
    return shown.join('\n');
  }
}
