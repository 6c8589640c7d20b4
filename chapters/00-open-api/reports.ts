import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { Database, Value } from './database.ts';
import { findPersonByHandle } from './people.ts';
import { Problem } from './problem.ts';
import { findTrail } from './trails.ts';
import { validate } from './validate.ts';

/** What a hiker found on a trail. */
export interface Report {
  id: string;
  /** The trail's slug. */
  trail: string;
  /** The author's handle; null when they are no longer with us. */
  author: string | null;
  condition: 'open' | 'caution' | 'closed';
  title: string;
  body: string;
  /** RFC 3339, in UTC. */
  createdAt: string;
}

/** What a new report is made of. */
export type NewReport = Pick<Report, 'trail' | 'condition' | 'title' | 'body'>;

const SELECT = `
  SELECT reports.id, trail, handle AS author, condition, title, body, createdAt
  FROM reports LEFT JOIN people ON people.id = authorId
`;

const condition = z.enum(['open', 'caution', 'closed'], {
  error: 'One of open, caution and closed is wanted.',
});
/** The database ends a text at U+0000 (and so does PostgreSQL, for one): say so, and store no other. */
const text = z
  .string({ error: 'A text is wanted.' })
  .refine((value) => !value.includes('\0'), 'A text cannot hold the character U+0000.');
const title = text
  .refine((text) => text.trim() !== '', 'A title cannot be empty.')
  .max(120, 'A title is 120 characters at the most.');
const body = text.max(5_000, 'A body is 5,000 characters at the most.');

/** The members that a new report has, whoever its author is. */
export function newReportFields(database: Database) {
  return {
    trail: z
      .string({ error: "A trail's slug is wanted." })
      .refine((slug) => findTrail(database, slug), 'There is no such trail.'),
    condition,
    title,
    body: body.default(''),
  };
}

/** RFC 7396: a member that is null is taken away, and a report can do without its body. */
const patch = z.strictObject(
  {
    condition: condition.optional(),
    title: title.optional(),
    body: z.preprocess((value) => (value === null ? '' : value), body.optional()),
  },
  { error: objectWanted },
);

/** A whole number; what no number can hold to the last digit counts as the largest that can be. */
const integer = (digits: string | undefined) =>
  /^\d+$/.test(digits ?? '') ? Math.min(Number(digits), Number.MAX_SAFE_INTEGER) : NaN;
const query = z.object({
  trail: z.string({ error: 'One trail is wanted.' }).optional(),
  page: z
    .string({ error: 'One page is wanted.' })
    .default('1')
    .transform(integer)
    .refine((page) => page >= 1, 'A page is a whole number from 1 on.'),
  perPage: z
    .string({ error: 'One number is wanted.' })
    .default('10')
    .transform(integer)
    .refine((count) => count >= 1 && count <= 50, 'A page holds 1 to 50 reports.'),
});

/** `GET /api/reports?trail=&page=&perPage=`, newest first */
export function listReports(database: Database): RequestHandler {
  return (request, response) => {
    const { trail, page, perPage } = validate(query, request.query);
    const [where, values] = trail === undefined ? ['', []] : ['WHERE trail = ?', [trail]];
    const count = database.get<{ total: number }>(
      `SELECT count(*) AS total FROM reports ${where}`,
      ...values,
    );
    const total = count?.total ?? 0;
    const items = latestReports(database, { where, values, page, perPage });
    const more = page * perPage < total;
    const search = { ...(trail === undefined ? {} : { trail }), page: page + 1, perPage };
    const next = more ? `/api/reports?${new URLSearchParams(stringValues(search))}` : null;
    response.json({ items, total, page, perPage, next });
  };
}

/** `GET /api/reports/:id` */
export function showReport(database: Database): RequestHandler<{ id: string }> {
  return (request, response) => {
    response.json(getReport(database, request.params.id));
  };
}

/** `POST /api/reports`, by whoever the body says */
export function postReport(database: Database, clock: Clock): RequestHandler {
  const schema = z.strictObject(
    {
      ...newReportFields(database),
      author: z
        .string({ error: "The author's handle is wanted." })
        .refine((handle) => findPersonByHandle(database, handle), 'There is no such person.'),
    },
    { error: objectWanted },
  );
  return (request, response) => {
    const { author, ...report } = validate(schema, request.body);
    const authorId = findPersonByHandle(database, author)?.id;
    if (!authorId) throw new Error(`${author} left between two statements`);
    const created = saveReport(database, { ...report, authorId, createdAt: clock() });
    response.status(201).location(`/api/reports/${created.id}`).json(created);
  };
}

/** `PATCH /api/reports/:id`: a merge patch of `condition`, `title` and `body` (RFC 7396) */
export function changeReport(database: Database): RequestHandler<{ id: string }> {
  return (request, response) => {
    const report = getReport(database, request.params.id);
    const changes = validate(patch, request.body);
    const condition = changes.condition ?? report.condition;
    const title = changes.title ?? report.title;
    const body = changes.body ?? report.body;
    database.run(
      'UPDATE reports SET condition = ?, title = ?, body = ? WHERE id = ?',
      condition,
      title,
      body,
      report.id,
    );
    response.json(getReport(database, report.id));
  };
}

/** `DELETE /api/reports/:id` */
export function deleteReport(database: Database): RequestHandler<{ id: string }> {
  return (request, response) => {
    const { id } = getReport(database, request.params.id);
    database.run('DELETE FROM reports WHERE id = ?', id);
    response.status(204).end();
  };
}

/**
 * Finds a report by its id.
 *
 * @throws Problem 404
 */
export function getReport(database: Database, id: string): Report {
  const report = database.get<Report>(`${SELECT} WHERE reports.id = ?`, id);
  if (!report) throw new Problem(404, { detail: 'There is no such report.' });
  return report;
}

/** Whose report it is: a person's id, null when they have left; undefined for no such report. */
export function authorIdOf(database: Database, id: string): string | null | undefined {
  const sql = 'SELECT authorId FROM reports WHERE id = ?';
  return database.get<{ authorId: string | null }>(sql, id)?.authorId;
}

/** A page of reports, newest first. */
export function latestReports(
  database: Database,
  {
    where = '',
    values = [],
    page = 1,
    perPage = 10,
  }: { where?: string; values?: Value[]; page?: number; perPage?: number } = {},
): Report[] {
  return database.all<Report>(
    `${SELECT} ${where} ORDER BY createdAt DESC, reports.id DESC LIMIT ? OFFSET ?`,
    ...values,
    perPage,
    (page - 1) * perPage,
  );
}

/** Stores a new report. `createdAt` is in milliseconds. */
export function saveReport(
  database: Database,
  { createdAt, ...report }: NewReport & { authorId: string; createdAt: number },
): Report {
  const id = crypto.randomUUID();
  const { trail, authorId, condition, title, body } = report;
  database.run(
    'INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?)',
    id,
    trail,
    authorId,
    condition,
    title,
    body,
    new Date(createdAt).toISOString(),
  );
  return getReport(database, id);
}

/** What a schema says of a body that is no JSON object; zod's own words for anything else. */
export function objectWanted(issue: { code: string }): string | undefined {
  return issue.code === 'invalid_type' ? 'A JSON object is wanted.' : undefined;
}

function stringValues(record: Record<string, string | number>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, String(value)]));
}
