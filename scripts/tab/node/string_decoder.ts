// node:string_decoder: the package of that name, which is Node's own code.
import decoder from 'string_decoder/';

export const { StringDecoder } = decoder;
export default decoder;
