// node:tls: nothing is encrypted here; supertest asks whether a server is one of these.
export class Server {}
export class TLSSocket {}
export default { Server, TLSSocket };
