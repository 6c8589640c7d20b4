// node:module: `createRequire` gives what the worker was built with.
export function createRequire(): (specifier: string) => unknown {
  return (specifier) => packages.get(specifier);
}

const packages = new Map<string, unknown>();

/** Makes a package known to `createRequire`. */
export function providePackage(specifier: string, exported: unknown): void {
  packages.set(specifier, exported);
}

export default { createRequire };
