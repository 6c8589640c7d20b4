import { nextTick } from 'vue';

/** What a reader's eye can be on. */
const TEXT = '.vp-doc :is(h1, h2, h3, p, li, pre, td, summary, blockquote)';

/** A place on the page that is to stay where it is on the screen. */
export interface Place {
  restore: () => void;
}

/**
 * Remembers which text the reader has before them. `restore` scrolls it back to the same height,
 * after the page's layout has changed.
 *
 * @param element the text, where it is known; it is also kept clear of the panel below
 */
export function holdPlace(element?: Element): Place {
  const anchor = element ?? firstText();
  const top = anchor?.getBoundingClientRect().top ?? 0;
  return {
    restore: () => {
      if (!anchor?.isConnected) return;
      scrollBy(anchor.getBoundingClientRect().top - top);
      if (!element) return;
      const { bottom, height } = element.getBoundingClientRect();
      const room = visibleBottom() - 16;
      if (bottom > room) scrollBy(Math.min(bottom - room, Math.max(0, bottom - height - 80)));
    },
  };
}

/** Changes something, and keeps the reader's place while the page follows. */
export async function keepPlace(change: () => void, element?: Element): Promise<void> {
  const place = holdPlace(element);
  change();
  await nextTick();
  place.restore();
}

/** The first text that begins on the screen, below the bars at the top. */
function firstText(): Element | undefined {
  const top = visibleTop();
  const bottom = visibleBottom();
  let above: Element | undefined;
  for (const element of document.querySelectorAll(TEXT)) {
    const rect = element.getBoundingClientRect();
    if (rect.height === 0 || !element.checkVisibility()) continue;
    if (rect.top >= top && rect.top < bottom) return element;
    // What is higher than the screen begins above it.
    if (rect.top < top && rect.bottom > top) above = element;
    if (rect.top >= bottom) break;
  }
  return above;
}

function visibleTop(): number {
  const bars = document.querySelectorAll('.VPNavBar, .VPLocalNav');
  return Math.max(0, ...[...bars].map((bar) => bar.getBoundingClientRect().bottom));
}

function visibleBottom(): number {
  const below = document.querySelector('.live-dock[data-side="below"]');
  return below?.getBoundingClientRect().top ?? window.innerHeight;
}

function scrollBy(distance: number): void {
  if (Math.abs(distance) >= 1) window.scrollBy({ top: distance, behavior: 'instant' });
}
