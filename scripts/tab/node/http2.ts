// node:http2: nobody speaks it here; superagent asks for its constants.
export const constants = {};
export default { constants };
