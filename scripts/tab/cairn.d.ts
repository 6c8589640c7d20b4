// What the build knows, and puts into the page or its worker: see plugin.ts.
declare module 'cairn:http-tables' {
  export const METHODS: string[];
  export const STATUS_CODES: Record<number, string>;
}
declare module 'cairn:imports' {
  const imports: Record<string, string | Record<string, string>>;
  export default imports;
}
declare module 'cairn:engine' {
  import type { CompiledModule } from './compile/compile.ts';
  const files: Record<string, CompiledModule>;
  export default files;
}
declare module 'cairn:course' {
  import type { BuiltFile } from './course-files.ts';
  const files: BuiltFile[];
  export default files;
}
declare module 'cairn:checks' {
  import type { BuiltFile } from './course-files.ts';
  const loaders: Record<string, () => Promise<{ default: BuiltFile[] }>>;
  export default loaders;
}
declare module 'cairn:packages' {
  const packages: Record<string, [namespace: Record<string, unknown>, names: string[]]>;
  export default packages;
}
declare module 'cairn:types' {
  import type { TypeFiles } from './types/type-files.ts';
  const files: TypeFiles;
  export default files;
}
