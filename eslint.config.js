import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    // AssemblyScript looks like TypeScript but has its own types; asc checks it.
    ignores: ['dist/', 'src/engine/wasm/assembly/', 'store/', 'reports/'],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', 'replications/prunelab.mjs'] },
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
    files: ['eslint.config.js', 'replications/prunelab.mjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { globals: { URL: false, console: false, process: false } },
  },
  {
    files: ['src/cli/**', 'bench/**', 'replications/prunelab.mjs'],
    rules: { 'no-console': 'off' },
  },
);
