import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../../package-root.js';

/** What a notebook takes over from the `tsconfig.json` of its project. */
const taken = [
  'strict',
  'noImplicitAny',
  'strictNullChecks',
  'strictFunctionTypes',
  'strictBindCallApply',
  'strictPropertyInitialization',
  'strictBuiltinIteratorReturn',
  'noImplicitThis',
  'useUnknownInCatchVariables',
  'exactOptionalPropertyTypes',
  'noUncheckedIndexedAccess',
  'noImplicitOverride',
  'noImplicitReturns',
  'noFallthroughCasesInSwitch',
  'noPropertyAccessFromIndexSignature',
  'lib',
  'types',
  'baseUrl',
  'paths',
  'pathsBasePath', // where the parser of tsconfig.json notes what `paths` are relative to
  'experimentalDecorators',
  'emitDecoratorMetadata',
  'useDefineForClassFields',
  'jsx',
  'jsxFactory',
  'jsxFragmentFactory',
  'jsxImportSource',
  'customConditions',
] as const;

/** What the parser says of a configuration without files, as ours is after `readDirectory`. */
const NO_FILES = 18003;
/** Options of another version of TypeScript, or misspelt. */
const UNKNOWN_OPTION: readonly number[] = [5023, 5025];

/**
 * The compiler options for the cells of a notebook in `folder`: strict, unless the nearest
 * `tsconfig.json` says otherwise. Throws nothing: a broken file counts as none, and `problem` says so.
 */
export function optionsFor(folder: string): {
  readonly options: ts.CompilerOptions;
  readonly problem: string | undefined;
} {
  const { options, problem } = projectOptions(folder);
  return {
    problem,
    options: {
      strict: true,
      lib: ['lib.esnext.d.ts'],
      jsx: ts.JsxEmit.React,
      ...options,
      types: [...new Set(['node', ...(options.types ?? [])])],
      typeRoots: typeRoots(folder),
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      moduleDetection: ts.ModuleDetectionKind.Force,
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      esModuleInterop: true,
      allowJs: true,
      preserveConstEnums: true,
      skipLibCheck: true,
      sourceMap: true,
      inlineSources: true, // a traceback shows the line
      newLine: ts.NewLineKind.LineFeed,
    },
  };
}

function projectOptions(folder: string): {
  readonly options: ts.CompilerOptions;
  readonly problem: string | undefined;
} {
  const file = ts.findConfigFile(folder, (name) => ts.sys.fileExists(name));
  if (file === undefined) return { options: {}, problem: undefined };
  const read = ts.readConfigFile(file, (name) => ts.sys.readFile(name));
  if (read.error !== undefined) {
    const why = ts.flattenDiagnosticMessageText(read.error.messageText, '\n');
    return { options: {}, problem: `${file} cannot be read and is not used: ${why}` };
  }
  // Nobody needs the list of the project's files, which can be long.
  const host: ts.ParseConfigHost = { ...ts.sys, readDirectory: () => [] };
  const parsed = ts.parseJsonConfigFileContent(read.config, host, dirname(file));
  const errors = parsed.errors.filter(({ code }) => code !== NO_FILES);
  const wrong = errors.find(({ code }) => !UNKNOWN_OPTION.includes(code)) ?? errors.at(0);
  const isUsed = errors.every(({ code }) => UNKNOWN_OPTION.includes(code));
  const options = Object.fromEntries(
    taken.flatMap((name) =>
      parsed.options[name] === undefined ? [] : [[name, parsed.options[name]]],
    ),
  );
  return {
    options: isUsed ? options : {},
    problem:
      wrong &&
      `${file} is ${isUsed ? 'used as far as it is known' : 'not used'}: ` +
        ts.flattenDiagnosticMessageText(wrong.messageText, '\n'),
  };
}

/** Every `node_modules/@types` above the notebook; last our own, so that `console` has a type anywhere. */
function typeRoots(folder: string): string[] {
  const roots: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    roots.push(join(at, 'node_modules', '@types'));
    if (dirname(at) === at) break;
  }
  const ours = packageRoot();
  roots.push(join(ours, 'node_modules', '@types'), join(dirname(ours), '@types'));
  return [...new Set(roots)].filter((root) => existsSync(root));
}
