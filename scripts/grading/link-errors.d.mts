/** A module that isn't there: `specifier` as its importer wrote it. */
export class ModuleNotFound extends Error {
  readonly code: 'ERR_MODULE_NOT_FOUND';
  readonly specifier: string;
  readonly importer: string;
  constructor(specifier: string, importer: string);
}

/** A package doesn't export what a module imports. Node refuses that before anything runs. */
export class LinkError extends SyntaxError {
  readonly code: 'LINK_ERROR';
  /** @param place the importing file, with the line and the column of the import */
  constructor(name: string, specifier: string, place: string);
}

/** One of the course's files doesn't export what another one imports. */
export class ExportMissing extends SyntaxError {
  readonly code: 'EXPORT_MISSING';
  /** @param place the importing file, with the line of the import */
  constructor(name: string, file: string, place: string);
}
