const JSON_BODY = `-H 'content-type: application/json' -d`;
const MIRA = `-u mira:granite-switchback-7`;
/** Keeps a token in the shell, for the requests that follow. */
const TOKEN = (url: string) =>
  `TOKEN=$(curl -s ${MIRA} -X POST ${url}/api/tokens | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`;
const BEARER = `-H "authorization: Bearer $TOKEN"`;

/** Three requests that show what a chapter's API does. */
const REQUESTS: Record<number, (url: string) => string[]> = {
  0: (url) => [
    `curl ${url}/api/trails`,
    `curl '${url}/api/reports?perPage=2'`,
    `curl -i ${url}/api/reports ${JSON_BODY} '{"trail":"larch-loop","condition":"open","title":"Not by Inês","author":"ines"}'`,
  ],
  1: (url) => [
    `curl ${url}/api/tokens/inspect ${JSON_BODY} '{"token":"eyJhbGciOiJub25lIn0.eyJzdWIiOiJwLWluZXMiLCJleHAiOjF9."}'`,
    `curl ${url}/api/tokens/inspect ${JSON_BODY} '{"token":"not.a.token"}'`,
    `curl '${url}/api/reports?perPage=2'`,
  ],
  2: (url) => [
    `curl ${MIRA} -X POST ${url}/api/tokens`,
    `curl -i -u mira:wrong -X POST ${url}/api/tokens`,
    `curl -i -u nobody:wrong -X POST ${url}/api/tokens`,
  ],
  3: (url) => [
    TOKEN(url),
    `curl -i ${url}/api/me ${BEARER}`,
    `curl -i -X DELETE ${url}/api/reports/r-24`,
  ],
  4: (url) => [
    TOKEN(url),
    `curl -i ${url}/api/reports ${BEARER} ${JSON_BODY} '{"trail":"larch-loop","condition":"open","title":"By Mira"}'`,
    `curl -i -X OPTIONS ${url}/api/reports -H 'origin: http://localhost:5173' -H 'access-control-request-method: POST'`,
  ],
  5: (url) => [
    TOKEN(url),
    `curl -i -X DELETE ${url}/api/reports/r-24 ${BEARER}`,
    `curl -i ${url}/api/me -H 'authorization: Bearer not.a.token'`,
  ],
  6: (url) => [
    TOKEN(url),
    `curl -i ${url}/office ${BEARER}`,
    `open ${url}/office/login in a browser: ines, lookout-at-dawn-3`,
  ],
};

/**
 * Three requests to try, as lines for a shell.
 *
 * @param chapter its number
 * @param url where the API is: `http://127.0.0.1:3000`
 */
export function requestsToTry(chapter: number, url: string): string[] {
  return (REQUESTS[chapter] ?? REQUESTS[0])?.(url) ?? [];
}
