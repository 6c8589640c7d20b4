import type { XrayStep } from '../../../../../scripts/live/protocol.ts';

/** A station of a request's way, in words. */
export interface Station {
  name: string;
  /** Where it is: `/api`, or `every path`. */
  where: string;
  kind: XrayStep['kind'];
  /** `0.4 ms` */
  time: string;
  threw: string | undefined;
  answered: boolean;
  file: string | undefined;
}

/**
 * The stations worth showing: routers only pass on, and error handlers that had nothing to do with
 * the answer are many.
 */
export function stationsOf(steps: readonly XrayStep[]): Station[] {
  return steps
    .filter(({ kind, answered, threw }) => kind !== 'router' || answered || threw !== undefined)
    .map(({ name, mountedAt, route, kind, ms, threw, answered, file }) => ({
      name,
      where: (mountedAt + (route ?? '')).replace(/(.)\/$/, '$1') || 'every path',
      kind,
      time: `${ms.toFixed(1)} ms`,
      threw,
      answered,
      file,
    }));
}

/** The station that decided what the answer is: the one that threw, or else the one that answered. */
export function decidingStation(stations: readonly Station[]): number {
  const threw = stations.findIndex(
    ({ threw, kind }) => threw !== undefined && kind !== 'error handler',
  );
  return threw >= 0 ? threw : stations.findIndex(({ answered }) => answered);
}

/** A sentence a station, for those who would rather read than look. */
export function wayInWords(stations: readonly Station[], status: number): string[] {
  return stations.map(({ name, where, kind, time, threw, answered, file }) => {
    const what = `${name} (${kind}${file === undefined ? '' : ` in ${file}`}), at ${where}`;
    const end = answered
      ? `sent the answer, ${status}`
      : threw === undefined
        ? 'called the next one'
        : kind === 'error handler'
          ? `turned the error into ${threw}`
          : `threw ${threw}`;
    return `${what}: ${end}, after ${time}.`;
  });
}
