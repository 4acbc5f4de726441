import type { Command } from 'commander';
import { outcomeSentence } from '../replication/outcome.js';
import { presetNames } from '../replication/replication.js';
import { readRecords } from '../replication/records.js';
import { type Cli } from './common.js';

export function listCommand(program: Command, cli: Cli): void {
  program
    .command('list')
    .description('list the replications, their presets and their recorded outcomes')
    .action(() => {
      for (const { paper, presets } of cli.replications) {
        const records = readRecords(paper.key);
        cli.print(paper.key);
        cli.print(`  ${paper.title} (${paper.venue} ${paper.year})`);
        for (const name of presetNames) {
          const { description, runs } = presets[name];
          cli.print(`  ${name.padEnd(7)} ${runs.length} runs: ${description}`);
          const verdicts = Object.values(records[name]?.verdicts ?? {});
          if (verdicts.length > 0) cli.print(`          recorded: ${outcomeSentence(verdicts)}`);
        }
      }
    });
}
