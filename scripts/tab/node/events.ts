// node:events: the package `events`, which is Node's own code.
import EventEmitter from 'events/';

const { once, on, defaultMaxListeners } = EventEmitter;
const errorMonitor = Symbol.for('events.errorMonitor');
const setMaxListeners = () => {};

Object.assign(EventEmitter, { EventEmitter, errorMonitor, setMaxListeners });

export { defaultMaxListeners, errorMonitor, EventEmitter, on, once, setMaxListeners };
export default EventEmitter;
