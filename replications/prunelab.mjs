#!/usr/bin/env node
// The `prunelab` command. It is here before anything is built, so that npm can link it on install.
import fs from 'node:fs';

const built = new URL('../dist/replications/main.js', import.meta.url);
if (fs.existsSync(built)) {
  await import(built.href);
} else {
  console.error('prunelab: not built yet. Run it once: npm run build');
  process.exitCode = 1;
}
