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
  /** The author's handle; null if they are no longer in the database. */
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
  error: requiredOr('condition', 'must be open, caution or closed'),
});
const title = text('title')
  .refine((title) => title.trim() !== '', 'title must not be empty')
  .max(120, 'title must be at most 120 characters long');
const body = text('body').max(5_000, 'body must be at most 5,000 characters long');

/** The schema of a new report, apart from its author. */
export function newReportFields(database: Database) {
  return {
    trail: z
      .string({ error: requiredOr('trail', 'must be a string') })
      .refine((slug) => findTrail(database, slug), 'there is no trail with this slug'),
    condition,
    title,
    body: body.default(''),
  };
}

/** RFC 7396: null removes a property. Only the body can be removed. */
const patch = z.strictObject(
  {
    condition: condition.optional(),
    title: title.optional(),
    body: z.preprocess((value) => (value === null ? '' : value), body.optional()),
  },
  { error: objectWanted },
);

/** The properties of a report that a patch may have. */
export const patchable: readonly string[] = patch.keyof().options;

/** A whole number. One that is too large to be exact counts as the largest exact one. */
const integer = (digits: string | undefined) =>
  /^\d+$/.test(digits ?? '') ? Math.min(Number(digits), Number.MAX_SAFE_INTEGER) : NaN;
const query = z.object({
  trail: z.string({ error: 'trail must be given once' }).optional(),
  page: z
    .string({ error: 'page must be given once' })
    .default('1')
    .transform(integer)
    .refine((page) => page >= 1, 'page must be a whole number, 1 or more'),
  perPage: z
    .string({ error: 'perPage must be given once' })
    .default('10')
    .transform(integer)
    .refine((count) => count >= 1 && count <= 50, 'perPage must be a whole number from 1 to 50'),
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

/** `POST /api/reports`. The author is the one that the body names. */
export function postReport(database: Database, clock: Clock): RequestHandler {
  const author = z
    .string({ error: requiredOr('author', 'must be a string') })
    .transform((handle) => findPersonByHandle(database, handle)?.id)
    .refine((id) => id !== undefined, 'there is no person with this handle');
  const schema = z.strictObject({ ...newReportFields(database), author }, { error: objectWanted });
  return (request, response) => {
    const { author: authorId, ...report } = validate(schema, request.body);
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

/** The id of a report's author; null if they have left, undefined if there is no such report. */
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
    `INSERT INTO reports (id, trail, authorId, condition, title, body, createdAt)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
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

/** What a schema says about a body that isn't a JSON object. For other errors, zod's own message. */
export function objectWanted(issue: { code: string }): string | undefined {
  return issue.code === 'invalid_type' ? 'the body must be a JSON object' : undefined;
}

/**
 * What a schema says about a property that is missing, or that has another type.
 *
 * @param rule what its value must be: `must be a string`
 */
export function requiredOr(name: string, rule: string) {
  return ({ input }: { input?: unknown }): string =>
    input === undefined ? `${name} is required` : `${name} ${rule}`;
}

/** A string as the database can store it: it would cut one at U+0000, as PostgreSQL would, too. */
function text(name: string) {
  return z
    .string({ error: requiredOr(name, 'must be a string') })
    .refine((value) => !value.includes('\0'), `${name} must not contain the character U+0000`);
}

function stringValues(record: Record<string, string | number>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, String(value)]));
}
