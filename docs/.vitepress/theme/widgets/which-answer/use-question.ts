import { computed, onMounted, ref, shallowRef } from 'vue';
import { askedText, matrixOf, requestText } from './exchange.ts';
import { cellAfter } from './grid-keys.ts';
import type { AskId, Matrix, SendId } from './matrix.ts';
import type { Topic } from './topics.ts';

/** The question that the reader looks at: what is asked, what is sent, and in which way. */
export function useQuestion({ matrices, first, recording, explain }: Topic) {
  const { asks: firstAsks, sends: firstSends } = matrixOf(matrices, first.ask);
  const ask = shallowRef(firstAsks.find(({ id }) => id === first.ask)!);
  const send = shallowRef(firstSends.find(({ id }) => id === first.send)!);
  const way = shallowRef(send.value.ways[0]!);
  /** Whether the page has come to life: until then, nothing can be chosen. */
  const alive = ref(false);
  onMounted(() => (alive.value = true));

  /** What the new question cannot be asked with gives way to the first thing that it can. */
  function choose(askId: AskId, sendId: SendId): void {
    const { asks, sends } = matrixOf(matrices, askId);
    ask.value = asks.find(({ id }) => id === askId)!;
    const before = send.value;
    send.value = sends.find(({ id }) => id === sendId) ?? sends[0]!;
    if (send.value !== before) way.value = send.value.ways[0]!;
  }

  /** Moves through a table with the arrow keys, and chooses on the way. */
  function move(event: KeyboardEvent, { asks, sends }: Matrix): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const columns = sends.length;
    const from = { row: Math.floor(at / columns), column: at % columns };
    const to = cellAfter(event.key, from, asks.length, columns);
    if (at === -1 || !to) return;
    event.preventDefault();
    choose(asks[to.row]!.id, sends[to.column]!.id);
    buttons[to.row * columns + to.column]!.focus();
  }

  return {
    alive,
    ask,
    send,
    way,
    matrix: computed(() => matrixOf(matrices, ask.value.id)),
    answer: computed(() => recording.answerTo(ask.value.id, send.value.id)),
    /** The question in a line. */
    asked: computed(() => askedText(ask.value, send.value, way.value)),
    request: computed(() => requestText(ask.value, way.value)),
    explanation: computed(() => explain(ask.value.id, send.value.id)),
    askId: computed({
      get: () => ask.value.id,
      set: (id) => choose(id, send.value.id),
    }),
    sendId: computed({
      get: () => send.value.id,
      set: (id) => choose(ask.value.id, id),
    }),
    wayId: computed({
      get: () => way.value.id,
      set: (wanted) => (way.value = send.value.ways.find(({ id }) => id === wanted)!),
    }),
    choose,
    move,
    /** Whether Tab stops at a cell: at the chosen one, or at a table's first where none is. */
    isStop(matrix: Matrix, askId: AskId, sendId: SendId): boolean {
      if (matrix.asks.includes(ask.value)) {
        return askId === ask.value.id && sendId === send.value.id;
      }
      return askId === matrix.asks[0]!.id && sendId === matrix.sends[0]!.id;
    },
  };
}
