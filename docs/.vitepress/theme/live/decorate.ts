import type { TaskView } from '../../../../scripts/live/protocol.ts';
import { SIGNS, type TaskState } from './words.ts';

/** Puts each task's state beside its section's heading: a sign and words. */
export function markHeadings(states: { view: TaskView; state: TaskState }[]): void {
  for (const { view, state } of states) {
    const heading = document.getElementById(view.task.replace('.', '-'));
    if (!heading || !/^H[1-6]$/.test(heading.tagName)) continue;
    let badge = heading.querySelector<HTMLElement>(':scope > .task-state');
    if (!badge) {
      badge = document.createElement('span');
      badge.className = 'task-state';
      // Before the anchor that VitePress keeps last.
      heading.insertBefore(badge, heading.querySelector(':scope > .header-anchor'));
    }
    badge.dataset['state'] = state.kind;
    const text = `${SIGNS[state.kind]} ${state.words}`;
    if (badge.textContent !== text) badge.textContent = text;
  }
}

/** A piece of shell in the prose, with its requests. */
export interface ShellBlock {
  block: HTMLElement;
  text: string;
}

/** The pieces of shell on the page that no one has marked yet. */
export function shellBlocks(): ShellBlock[] {
  return [...document.querySelectorAll<HTMLElement>('.vp-doc .language-sh')].map((block) => ({
    block,
    text: block.querySelector('code')?.textContent ?? '',
  }));
}

/** Puts a button under a piece of shell. Once. */
export function addButton({ block }: ShellBlock, label: string, onPress: () => void): void {
  if (block.querySelector(':scope > .send-it')) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'send-it';
  button.textContent = label;
  button.addEventListener('click', onPress);
  block.append(button);
}
