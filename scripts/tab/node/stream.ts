// node:stream: the package `readable-stream`, which is Node's own code.
import stream from 'readable-stream';

export const { Readable, Writable, Duplex, Transform, PassThrough, finished, pipeline } = stream;
export const Stream = (stream as { Stream?: unknown }).Stream ?? stream;
export default Object.assign(stream, { Stream });
