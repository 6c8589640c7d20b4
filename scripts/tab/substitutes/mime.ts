// mime, with which superagent knows the types of a few short names: the tables of all are large.
const TYPES: Record<string, string> = {
  form: 'application/x-www-form-urlencoded',
  html: 'text/html',
  json: 'application/json',
  text: 'text/plain',
  txt: 'text/plain',
  urlencoded: 'application/x-www-form-urlencoded',
  xml: 'application/xml',
};

export const getType = (name: string) => TYPES[name.replace(/^.*\./, '')] ?? null;
export const define = () => {};
export default { define, getType };
