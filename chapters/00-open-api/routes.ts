import type { RequestHandler, Router } from 'express';
import type { Database } from './database.ts';
import { changeReport, deleteReport, listReports, showReport } from './reports.ts';
import { resource } from './resource.ts';
import { listTrails, showTrail } from './trails.ts';

/** What a chapter decides: how a report is posted, and what runs before one is changed. */
export interface ReportRules {
  post: RequestHandler;
  /** Run before a report is changed, and before one is deleted unless there is `beforeDelete`. */
  beforeChange?: RequestHandler<{ id: string }>[];
  /** Run before a report is deleted. */
  beforeDelete?: RequestHandler<{ id: string }>[];
}

/** Serves the trails and the reports. */
export function serveTrailsAndReports(
  api: Router,
  database: Database,
  { post, beforeChange = [], beforeDelete = beforeChange }: ReportRules,
): void {
  resource(api, '/trails', { get: listTrails(database) });
  resource(api, '/trails/:slug', { get: showTrail(database) });
  resource(api, '/reports', { get: listReports(database), post });
  resource(api, '/reports/:id', {
    get: showReport(database),
    patch: [...beforeChange, changeReport(database)],
    delete: [...beforeDelete, deleteReport(database)],
  });
}
