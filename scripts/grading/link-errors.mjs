// What can be wrong with an import, in the words that a learner reads: the same wherever a chapter runs.

/** A module that isn't there: `specifier` as its importer wrote it. */
export class ModuleNotFound extends Error {
  code = 'ERR_MODULE_NOT_FOUND';

  constructor(specifier, importer) {
    super(`Cannot find ${specifier}, imported from ${importer}`);
    this.specifier = specifier;
    this.importer = importer;
  }
}

/** A package doesn't export what a module imports. Node refuses that before anything runs. */
export class LinkError extends SyntaxError {
  code = 'LINK_ERROR';

  /** @param {string} place the importing file, with the line and the column of the import */
  constructor(name, specifier, place) {
    const [what, fix] =
      name === 'default'
        ? ['no default export', `Name what you need: \`import { … } from '${specifier}'\`.`]
        : [
            `no export named \`${name}\` that Node can see`,
            `Import the package's default, and use it as \`….${name}\`.`,
          ];
    super(`\`${specifier}\` has ${what}, so \`npm run api\` wouldn't start. ${fix}`);
    this.stack = `SyntaxError: ${this.message}\n    at ${place}`;
  }
}

/** One of the course's files doesn't export what another one imports. */
export class ExportMissing extends SyntaxError {
  code = 'EXPORT_MISSING';

  constructor(name, file, place) {
    super(
      `${file} does not export \`${name}\`, which ${place} imports: was it renamed, or taken out? (A type is imported with \`import type\`.)`,
    );
    this.stack = `SyntaxError: ${this.message}`;
  }
}
