import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Plain JavaScript. */
const scripts = [
  'eslint.config.js',
  'replications/prunelab.mjs',
  'src/engine/wasm/native/build.mjs',
];

export default tseslint.config(
  {
    // AssemblyScript looks like TypeScript but has its own types; asc checks it.
    ignores: ['.venv/', 'dist/', 'src/engine/wasm/assembly/', 'store/', 'reports/'],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: scripts },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Numbers in messages are what our messages are about.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // With typed arrays an index is known to be in range; `!` says so where the compiler cannot.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      'no-console': 'error',
    },
  },
  {
    files: scripts,
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { globals: { URL: false, console: false, process: false } },
  },
  {
    files: ['src/cli/**', 'bench/**', ...scripts],
    rules: { 'no-console': 'off' },
  },
);
