/** Reads what this browser keeps for the course. Undefined where it keeps nothing, or may not. */
export function readStored<Value>(name: string): Value | undefined {
  if (import.meta.env.SSR) return undefined;
  try {
    const text = localStorage.getItem(`cairn:${name}`);
    return text === null ? undefined : (JSON.parse(text) as Value);
  } catch {
    return undefined;
  }
}

export type Notes = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What this tab of the browser keeps until it is closed: nothing, where it may not. */
export function notesOfTab(): Notes {
  try {
    return sessionStorage;
  } catch {
    return { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  }
}

/** Keeps something in this browser, where it may; elsewhere it lasts as long as the page. */
export function store(name: string, value: unknown): void {
  try {
    localStorage.setItem(`cairn:${name}`, JSON.stringify(value));
  } catch {
    // A private window, or no room.
  }
}
