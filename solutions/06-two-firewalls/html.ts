import escapeHtml from 'escape-html';

/** Markup, as opposed to text that happens to look like it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** Writes markup. Every value is escaped, unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...values: (string | Html | Html[])[]): Html {
  const text = values.map((value) => {
    if (typeof value === 'string') return escapeHtml(value);
    return [value]
      .flat()
      .map((part) => part.markup)
      .join('');
  });
  return new Html(String.raw({ raw: parts }, ...text));
}
