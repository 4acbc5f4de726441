import { ok, fakeLanguage } from './fake-language.js';
import { runKernel } from '../../src/kernel/server/run-kernel.js';

/** A whole kernel for tests: the real server, and a language that does next to nothing. */
void runKernel(
  process.argv.slice(2),
  (events) =>
    fakeLanguage(events, {
      waits: async (cell, events, interrupted) => {
        await interrupted;
        events.publish(cell.id, {
          type: 'stream',
          content: { name: 'stdout', text: 'interrupted' },
        });
        return ok;
      },
    }),
  { version: '1.2.3', languageVersion: '6.0.3' },
).then((code) => process.exit(code));
