// Node's modules for the browser, for the test that compares them with Node's own.
import { Buffer } from '../../tab/node/buffer.ts';
import * as buffer from '../../tab/node/buffer.ts';
import * as crypto from '../../tab/node/crypto.ts';
import * as http from '../../tab/node/http.ts';
import * as net from '../../tab/node/net.ts';
import * as path from '../../tab/node/path.ts';
import * as querystring from '../../tab/node/querystring.ts';
import * as timers from '../../tab/node/timers.ts';
import * as url from '../../tab/node/url.ts';
import * as util from '../../tab/node/util.ts';

Object.assign(globalThis, { Buffer, setImmediate: timers.setImmediate });
Object.assign(globalThis, {
  modules: { buffer, crypto, http, net, path, querystring, url, util, Buffer },
});
