/** What was found about one thing. */
export interface Finding {
  /** `note`: worth knowing, and not in the way. */
  state: 'good' | 'note' | 'bad';
  what: string;
  mend?: string;
}

/** Nothing is wrong with it. */
export function good(what: string): Finding {
  return { state: 'good', what };
}

/** It is in the way. */
export function bad(what: string, mend?: string): Finding {
  return mend ? { state: 'bad', what, mend } : { state: 'bad', what };
}
