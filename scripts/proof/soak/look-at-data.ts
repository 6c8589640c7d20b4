// Not by `#api/…`: that is the course's package, and this folder is one of its own.
import { openDatabase } from '../../../chapters/00-open-api/database.ts';
import { dataFile } from '../../serve/data-file.ts';

/** What the data holds, once no API runs. */
export interface Data {
  /** The titles of its reports, by id. */
  reports: Map<string, string>;
  /** What SQLite says of the file: `ok`. */
  integrity: string;
}

/** @param root of the course whose data it is */
export function lookAtData(root: string): Data {
  const database = openDatabase(dataFile(root));
  try {
    const rows = database.all<{ id: string; title: string }>('SELECT id, title FROM reports');
    const [check] = database.all<{ integrity_check: string }>('PRAGMA integrity_check');
    return {
      reports: new Map(rows.map(({ id, title }) => [id, title])),
      integrity: check?.integrity_check ?? 'nothing',
    };
  } finally {
    database.close();
  }
}

/** Those that were answered 201 and are not there, or are not what was sent. */
export function lostReports(accepted: Map<string, string>, { reports }: Data): string[] {
  return [...accepted].filter(([id, title]) => reports.get(id) !== title).map(([id]) => id);
}
