// node:async_hooks: body parsers bind their callbacks to an AsyncResource; nobody follows one here.
type Act = (...args: any[]) => unknown;

export class AsyncResource {
  readonly type: string;

  constructor(type: string) {
    this.type = type;
  }

  runInAsyncScope(act: Act, self?: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(act, self, args);
  }

  bind(act: Act): Act {
    return act;
  }

  emitDestroy(): this {
    return this;
  }

  static bind(act: Act): Act {
    return act;
  }
}

export const executionAsyncId = () => 1;
export default { AsyncResource, executionAsyncId };
