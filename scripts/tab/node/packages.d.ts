// Packages that are named like one of Node's own modules: the slash says that the package is meant.
declare module 'buffer/' {
  export * from 'node:buffer';
}
declare module 'events/' {
  import { EventEmitter } from 'node:events';
  export default EventEmitter;
}
declare module 'readable-stream' {
  import stream from 'node:stream';
  export default stream;
}
declare module 'string_decoder/' {
  import decoder from 'node:string_decoder';
  export default decoder;
}
declare module 'node-inspect-extracted' {
  import util from 'node:util';
  export const { inspect, format, formatWithOptions }: typeof util;
}
declare module 'argon2id/lib/argon2id.js' {
  import type { Argon2idParams } from 'argon2id/lib/setup.d.ts';
  export default function argon2id(
    params: Omit<Argon2idParams, 'password'> & { password: Uint8Array | undefined },
    wasm: { memory: WebAssembly.Memory; instance: WebAssembly.Instance },
  ): Uint8Array;
}
declare module '*?url' {
  const url: string;
  export default url;
}
