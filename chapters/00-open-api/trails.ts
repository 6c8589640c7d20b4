import type { RequestHandler } from 'express';
import type { Database } from './database.ts';
import { Problem } from './problem.ts';

/** A trail through the mountains. */
export interface Trail {
  slug: string;
  name: string;
  lengthKm: number;
  region: string;
}

/** `GET /api/trails` */
export function listTrails(database: Database): RequestHandler {
  return (_request, response) => {
    response.json({ items: database.all<Trail>('SELECT * FROM trails ORDER BY name') });
  };
}

/** `GET /api/trails/:slug` */
export function showTrail(database: Database): RequestHandler<{ slug: string }> {
  return (request, response) => {
    const trail = findTrail(database, request.params.slug);
    if (!trail) throw new Problem(404, { detail: 'There is no such trail.' });
    response.json(trail);
  };
}

/** Finds a trail by its slug. */
export function findTrail(database: Database, slug: string): Trail | undefined {
  return database.get<Trail>('SELECT * FROM trails WHERE slug = ?', slug);
}
