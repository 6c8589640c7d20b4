/** A task's place in a file: the lines between its markers. */
export interface Region {
  /** The task's number: `3.2`. */
  task: string;
  /** The index of the line that opens it, from 0. */
  start: number;
  /** The index of the line that closes it. */
  end: number;
  /** The white space before the opening marker. */
  indent: string;
}

/** A region marker that cannot be meant as it stands. The message begins with `file:line`. */
export class MarkerFault extends Error {
  readonly code = 'MARKER_FAULT';
  /** The place that matters is in the message. */
  override stack = this.message;
}

/**
 * Finds the regions of a file: `// #region 3.2` … `// #endregion 3.2`.
 *
 * @param text the file's text
 * @param file its path from the course's root, with the chapter's folder in it
 * @throws MarkerFault for one that is unclosed, nested, there twice, or not of this chapter
 */
export function findRegions(text: string, file: string): Region[] {
  const chapter = Number(/(?:^|[\\/])(\d\d)-/.exec(file)?.[1]);
  const regions: Region[] = [];
  let open: Omit<Region, 'end'> | undefined;

  for (const [index, line] of text.split('\n').entries()) {
    const marker = /^(\s*)\/\/\s*#(region|endregion)\b([^]*)$/.exec(line);
    if (!marker) continue;
    const [, indent = '', kind, rest = ''] = marker;
    const task = rest.trim();
    const fail = (what: string): never => {
      throw new MarkerFault(`${file}:${index + 1}: ${what}`);
    };

    if (!/^\d+\.[1-9]\d*$/.test(task)) {
      fail(`#${kind} wants the number of a task, like ${chapter}.1; here is "${task}".`);
    }
    if (Number(task.split('.')[0]) !== chapter) {
      fail(`#${kind} ${task} is not a task of chapter ${chapter}.`);
    }
    if (kind === 'region') {
      if (open) fail(`#region ${task} begins inside of ${open.task}, which is still open.`);
      if (regions.some((region) => region.task === task)) {
        fail(`#region ${task} is here for the second time.`);
      }
      open = { task, start: index, indent };
    } else if (open?.task === task) {
      regions.push({ ...open, end: index });
      open = undefined;
    } else {
      fail(`#endregion ${task} closes nothing: ${open ? `${open.task} is open` : 'none is open'}.`);
    }
  }
  if (open) {
    throw new MarkerFault(`${file}:${open.start + 1}: #region ${open.task} is never closed.`);
  }
  return regions;
}

/** What stands between a region's markers. */
export function bodyOf(text: string, region: Region): string {
  return text
    .split('\n')
    .slice(region.start + 1, region.end)
    .join('\n');
}

/** The same text with something else between a region's markers. */
export function replaceBody(text: string, region: Region, body: string): string {
  const lines = text.split('\n');
  return [...lines.slice(0, region.start + 1), body, ...lines.slice(region.end)].join('\n');
}
