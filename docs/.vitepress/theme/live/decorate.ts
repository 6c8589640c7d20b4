import type { ChapterView, TaskView } from '../../../../scripts/live/protocol.ts';
import { labelOf, type Offer } from './requests/offers.ts';
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
    const compare = document.querySelector(`.compare[data-task="${view.task}"]`);
    compare?.toggleAttribute('data-passed', state.kind === 'passed');
    const text = `${SIGNS[state.kind]} ${state.words}`;
    if (badge.textContent !== text) badge.textContent = text;
  }
}

/** A piece of shell in the prose, with its requests. */
export interface ShellBlock {
  block: HTMLElement;
  text: string;
}

/** The pieces of shell on the page, those too that a reader doesn't see. */
export function shellBlocks(): ShellBlock[] {
  return [
    ...document.querySelectorAll<HTMLElement>('.vp-doc :is(.language-sh, [data-unseen-shell])'),
  ].map((block) => ({
    block,
    text: block.dataset['unseenShell'] ?? block.querySelector('code')?.textContent ?? '',
  }));
}

/** Puts a button for each request of a piece of shell under it. Once. */
export function addButton(
  { block }: ShellBlock,
  offers: readonly Offer[],
  onPress: (offer: Offer, pressed: Element) => void,
): void {
  if (block.hidden || block.querySelector(':scope > .send-it')) return;
  const row = document.createElement('div');
  row.className = 'send-it';
  for (const offer of offers) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button';
    button.textContent = labelOf(offer, offers);
    button.addEventListener('click', () => onPress(offer, block));
    row.append(button);
  }
  block.append(row);
}

/** Marks the finished chapters in the sidebar: with a sign, and in words for a screen reader. */
export function markSidebar(chapters: readonly ChapterView[]): void {
  for (const { slug, done } of chapters) {
    for (const text of document.querySelectorAll(`.VPSidebar a[href$="/${slug}"] .text`)) {
      const mark = text.querySelector(':scope > .chapter-done');
      if (done && !mark) {
        const sign = document.createElement('span');
        sign.className = 'chapter-done';
        sign.innerHTML =
          '<span aria-hidden="true"> ✓</span><span class="visually-hidden">, finished</span>';
        text.append(sign);
      } else if (!done) mark?.remove();
    }
  }
}
