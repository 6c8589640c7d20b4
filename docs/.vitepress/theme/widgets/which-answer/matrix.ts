/** Something to ask the API for. */
export interface Ask {
  id: AskId;
  label: string;
  method: string;
  path: string;
  /** A JSON body. `‹token›` stands for a token. */
  body?: string;
}

/** What a request says about its sender, or the token that it is about. */
export interface Send {
  id: SendId;
  /** As the head of a column. */
  short: string;
  label: string;
  ways: Way[];
}

/** One way to send it. All ways of a `Send` have the same answer. */
export interface Way {
  id: string;
  label: string;
  /**
   * The `Authorization` lines. `‹token›` stands for an access token; `‹…›` after `Basic` is sent in
   * base64.
   */
  lines: string[];
  /** A JSON body in place of the one of the `Ask`. */
  body?: string;
}

/** What is asked of the API, and what is sent along: the cells of one table. */
export interface Matrix {
  caption: string;
  /** All that is asked for, in a few words. Needed where it is more than one thing. */
  all?: string;
  asks: Ask[];
  sends: Send[];
}

/** The tables of one page. */
export interface Questions {
  /** Whose finished app answers, and on whose page they are: a folder's name without its number. */
  chapter: string;
  matrices: Matrix[];
  /** The cell that is chosen at first. */
  first: { ask: AskId; send: SendId };
  /** The tasks that the explanations link to. */
  linkedTasks: readonly string[];
}

export type AskId =
  | 'trails'
  | 'me'
  | 'own'
  | 'others'
  | 'missing'
  | 'nowhere'
  | 'broken'
  | 'token'
  | 'condition'
  | 'title'
  | 'impossible'
  | 'delete'
  | 'post'
  | 'post-unknown'
  | 'refresh'
  | 'revoke';

export type SendId =
  | 'nothing'
  | 'other'
  | 'malformed'
  | 'expired'
  | 'forged'
  | 'good'
  | 'bearer'
  | 'no-basic'
  | 'unknown'
  | 'wrong'
  | 'right'
  | 'author'
  | 'hiker'
  | 'ranger'
  | 'live'
  | 'used'
  | 'ended'
  | 'access'
  | 'revoked';
