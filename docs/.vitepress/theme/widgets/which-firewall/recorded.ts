import recordedJson from './recorded.json' with { type: 'json' };
import type { Place } from './routes.ts';

/** What chapter 6's finished app is, and answered, written by `scripts/proof/answers/record.ts`. */
export interface RecordedFirewalls {
  /** The firewalls, in order. */
  map: { name: string; path: string }[];
  /** Every trail's slug. */
  trails: string[];
  /** Ids of reports: Inês's, and the others'. */
  own: string[];
  others: string[];
  /** Each different answer once: status line, header fields, an empty line, the body. */
  answers: string[];
  /** By place, then method, then credentials: which of the answers it is. */
  cells: Record<Place, number[][]>;
}

export const recorded = recordedJson as RecordedFirewalls;
