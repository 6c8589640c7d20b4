import type { Tell } from '../../live/protocol.ts';
import type { Page } from '../../live/workbook.ts';

type Told<Kind extends Tell['kind']> = Extract<Tell, { kind: Kind }>;

/** A page that keeps what it is told, and can be waited on. */
export class HeardPage implements Page {
  readonly heard: Tell[] = [];
  #listeners: (() => void)[] = [];

  tell = (news: Tell): void => {
    this.heard.push(news);
    for (const listener of this.#listeners) listener();
  };

  /** Resolves with the next news of a kind. What came before it is forgotten. */
  async hears<Kind extends Tell['kind']>(kind: Kind): Promise<Told<Kind>> {
    for (;;) {
      const at = this.heard.findIndex((news) => news.kind === kind);
      if (at >= 0) {
        const [news] = this.heard.splice(0, at + 1).slice(-1);
        return news as Told<Kind>;
      }
      await new Promise<void>((resolve) => this.#listeners.push(resolve));
    }
  }
}
