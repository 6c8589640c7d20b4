import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

/**
 * Serves an app on loopback, until the process that started this one is gone. Asked, it tells the
 * processor's time that it has taken, in microseconds.
 *
 * @param news what the process that started this one needs to know, besides the port
 */
export function serve(app: Express, news: object = {}): void {
  const server = app.listen(0, '127.0.0.1', () => {
    process.send?.({ port: (server.address() as AddressInfo).port, ...news });
  });
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.on('disconnect', () => process.exit());
}
