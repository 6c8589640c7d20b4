import type { RecordedFirewalls } from '../../../docs/.vitepress/theme/widgets/which-firewall/recorded.ts';
import {
  credentials,
  methods,
  type Place,
  places,
} from '../../../docs/.vitepress/theme/widgets/which-firewall/routes.ts';
import { apiFirewall } from '../../../solutions/06-two-firewalls/api-firewall.ts';
import { officeFirewall } from '../../../solutions/06-two-firewalls/office-firewall.ts';
import { makeWorld, PEOPLE } from '../../grading/check/kit.ts';
import { transcript } from './transcript.ts';
import { TwoFirewalls } from './two-firewalls.ts';

/** Asks chapter 6's finished app for every place, with every method and all there is to send along. */
export async function recordFirewalls(): Promise<RecordedFirewalls> {
  const app = await TwoFirewalls.open();
  const answers: string[] = [];
  const cells = {} as RecordedFirewalls['cells'];
  for (const [place, path] of Object.entries(places) as [Place, string][]) {
    cells[place] = [];
    for (const method of methods) {
      const row: number[] = [];
      for (const { id } of credentials) {
        const text = transcript(await app.answer({ method, path, credentials: id, place }));
        if (!answers.includes(text)) answers.push(text);
        row.push(answers.indexOf(text));
      }
      cells[place].push(row);
    }
  }
  return { ...whatThereIs(), answers, cells };
}

/** The map, and what the paths of single trails and reports may name. */
function whatThereIs(): Pick<RecordedFirewalls, 'map' | 'trails' | 'own' | 'others'> {
  const world = makeWorld();
  const map = [apiFirewall(world), officeFirewall(world)];
  const reports = world.database.all<{ id: string; authorId: string }>(
    'SELECT id, authorId FROM reports ORDER BY id',
  );
  const ids = (own: boolean) =>
    reports.filter(({ authorId }) => (authorId === PEOPLE.ines.id) === own).map(({ id }) => id);
  const trails = world.database.all<{ slug: string }>('SELECT slug FROM trails ORDER BY slug');
  world.database.close();
  return {
    map: map.map(({ name, path }) => ({ name, path })),
    trails: trails.map(({ slug }) => slug),
    own: ids(true),
    others: ids(false),
  };
}
