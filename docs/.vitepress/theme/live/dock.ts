import { computed, reactive, watchEffect } from 'vue';
import { notesOfTab, readStored, store } from '../stored.ts';
import { holdPlace, keepPlace } from '../keep-place.ts';

export type Side = 'right' | 'below';
export type Tab = 'code' | 'grade' | 'console';

interface Kept {
  /** Undefined until the reader chooses: then it follows the window's width. */
  side?: Side;
  width?: number;
  height?: number;
  /** The reader knows what the panel is. */
  introduced?: boolean;
}

/** Below this width there is no room for a panel beside the prose. */
const ROOM_BESIDE = 1_100;
/** A phone's sheet is always below. */
const PHONE = 640;
/** What is left for the prose, at least. */
const LEAST_PROSE = 350;
const SIDEBAR_FROM = 960;
const SIDEBAR = 272;
const LEAST_WIDTH = 320;
const LEAST_HEIGHT = 140;

/** Under this name the tab of the browser keeps which tab of the panel is open. */
const OPEN = 'cairn:open';

const kept = reactive<Kept>(readStored<Kept>('panel') ?? {});
const viewport = reactive({ width: 0, height: 0 });

/** The panel: whether it is open, and what it shows. */
export const dock = reactive({ shown: false, tab: 'grade' as Tab });

/** Where it is. */
export const side = computed<Side>(() => {
  if (viewport.width < PHONE) return 'below';
  return kept.side ?? (viewport.width < ROOM_BESIDE ? 'below' : 'right');
});

/** On a phone there is no choice. */
export const canMove = computed(() => viewport.width >= PHONE);

export const isIntroduced = computed(() => kept.introduced === true);

/** How much of the window it takes from below. A phone has no room for prose and code at once. */
const share = computed(() => {
  if (dock.tab !== 'code') return 0.46;
  return viewport.width < PHONE ? 0.7 : 0.6;
});

/** How far it can be resized, and how large it is: in pixels, across the edge that is dragged. */
export const size = computed(() => {
  const isRight = side.value === 'right';
  const sidebar = viewport.width >= SIDEBAR_FROM ? SIDEBAR : 0;
  const least = isRight ? LEAST_WIDTH : LEAST_HEIGHT;
  const most = Math.max(
    least,
    isRight ? viewport.width - sidebar - LEAST_PROSE : viewport.height - 130,
  );
  const wanted = isRight ? (kept.width ?? 480) : (kept.height ?? viewport.height * share.value);
  return { least, most, now: Math.round(Math.min(most, Math.max(least, wanted))) };
});

/** Begins to follow the window, and gives the page the room that the panel leaves. Once. */
export function followWindow(): void {
  const measure = () => {
    viewport.width = document.documentElement.clientWidth;
    viewport.height = window.innerHeight;
  };
  measure();
  window.addEventListener('resize', measure);
  watchEffect(() => {
    const { classList, style } = document.documentElement;
    classList.toggle('live-right', dock.shown && side.value === 'right');
    classList.toggle('live-below', dock.shown && side.value === 'below');
    if (dock.shown) notesOfTab().setItem(OPEN, dock.tab);
    style.setProperty('--live-size', dock.shown ? `${size.value.now}px` : '0px');
  });
}

/** Opens the panel. What the reader pressed for it stays in view. */
export async function openDock(tab: Tab, pressed?: Element): Promise<void> {
  introduce();
  await keepPlace(() => {
    dock.tab = tab;
    dock.shown = true;
  }, pressed);
}

/** Opens it again where it was open before the page was loaded again. */
export async function reopenDock(): Promise<void> {
  const tab = notesOfTab().getItem(OPEN);
  if (tab === 'code' || tab === 'grade' || tab === 'console') await openDock(tab);
}

export async function closeDock(): Promise<void> {
  notesOfTab().removeItem(OPEN);
  await keepPlace(() => (dock.shown = false));
}

/** Moves it to the other side. */
export async function moveDock(): Promise<void> {
  await keepPlace(() => (kept.side = side.value === 'right' ? 'below' : 'right'));
  store('panel', kept);
}

export function resize(to: number): void {
  const { least, most } = size.value;
  kept[side.value === 'right' ? 'width' : 'height'] = Math.min(most, Math.max(least, to));
}

/** Resizes by a step, as the arrow keys do. */
export async function resizeBy(step: number): Promise<void> {
  await keepPlace(() => resize(size.value.now + step));
  store('panel', kept);
}

/** Follows the pointer that has taken the panel's edge. */
export function dragEdge(down: PointerEvent): void {
  const handle = down.currentTarget as HTMLElement;
  handle.setPointerCapture(down.pointerId);
  const isRight = side.value === 'right';
  const from = isRight ? down.clientX : down.clientY;
  const before = size.value.now;
  const place = holdPlace();
  const move = (event: PointerEvent) => {
    resize(before + from - (isRight ? event.clientX : event.clientY));
    requestAnimationFrame(place.restore);
  };
  const end = () => {
    handle.removeEventListener('pointermove', move);
    store('panel', kept);
    requestAnimationFrame(place.restore);
  };
  handle.addEventListener('pointermove', move);
  handle.addEventListener('lostpointercapture', end, { once: true });
}

/** The reader has seen what the panel is for. */
export function introduce(): void {
  if (kept.introduced) return;
  kept.introduced = true;
  store('panel', kept);
}
