import type { Command } from 'commander';
import { type FailedRun, sweep } from '../experiment/sweep/sweep.js';
import { estimateSeconds, type Plan, planSweep } from '../experiment/sweep/plan.js';
import { openStore, type Store } from '../experiment/store/store.js';
import { formatDuration } from '../experiment/sweep/tracker.js';
import { listDatasets } from '../data/check.js';
import { datasetsOf, makeLaboratory } from '../experiments/laboratory.js';
import { type DataInstead, withDataInstead } from '../replication/data-instead.js';
import { warnOfMixture } from '../replication/mixture.js';
import type { PresetName, Replication } from '../replication/replication.js';
import { readResults } from '../replication/results.js';
import { terminalTable } from '../replication/report/terminal-table.js';
import {
  type Cli,
  dataInsteadOption,
  findPreset,
  engineOption,
  findReplication,
  jobsOption,
  presetOption,
  storeOption,
} from './common.js';
import { getWithProgress } from './data.js';
import { progressBar } from './progress-bar.js';
import { REPORTS_FOLDER, writeIndex, writeReport } from './report.js';

interface RunOptions {
  readonly preset: string;
  readonly store?: string;
  readonly jobs: number;
  readonly engine?: string;
  readonly dryRun?: boolean;
  readonly dataInstead: DataInstead;
  readonly out: string;
}

const HELP = `
Trains what the store lacks, checks every claim of the paper and writes the report. Runs are kept one
by one: stop it with Ctrl-C whenever you like, the same command goes on from there.

  $ prunelab run frankle2019lottery                  about a minute, built-in data
  $ prunelab run frankle2019lottery --preset course  the confirming result, on MNIST
  $ prunelab run frankle2019lottery --dry-run        what is done, what is missing, how long it takes`;

export function runCommand(program: Command, cli: Cli): void {
  program
    .command('run <replication>')
    .description('train what is missing, check the claims, write the report')
    .addOption(presetOption('smoke'))
    .addOption(jobsOption())
    .addOption(storeOption())
    .addOption(engineOption())
    .addOption(dataInsteadOption())
    .option('--dry-run', 'only list what is done and missing, with an estimate of the time')
    .option('-o, --out <folder>', 'where the report goes', REPORTS_FOLDER)
    .addHelpText('after', HELP)
    .action(async (key: string, options: RunOptions) => {
      const preset = findPreset(options.preset);
      const replication = withDataInstead(findReplication(cli, key), preset, options.dataInstead);
      const store = openStore(options.store);
      if (options.dryRun === true) listPlan(cli, replication, preset, store, options.jobs);
      else await run(cli, replication, preset, store, options);
    });
}

async function run(
  cli: Cli,
  replication: Replication,
  preset: PresetName,
  store: Store,
  { jobs, engine, out }: RunOptions,
): Promise<void> {
  const { description, runs } = replication.presets[preset];
  cli.print(`${replication.paper.title}\n${preset}: ${description}`);
  await fetchData(cli, datasetsOf(planSweep(runs, store)));
  const start = performance.now();
  const failed = await train(cli, runs, store, jobs, engine);
  cli.print(`Done after ${formatDuration((performance.now() - start) / 1000)}.`);
  if (failed.length > 0) {
    cli.print(`\n${failed.length} runs failed; the others are kept:`);
    for (const { id, message } of failed) cli.print(`  ${id}: ${message}`);
    process.exitCode = 1;
    return;
  }
  const results = readResults(replication, preset, store);
  if (results === null) throw new Error('The store lost runs while they were being read.');
  for (const warning of warnOfMixture(results.provenances)) cli.print(`Note: ${warning}`);
  const file = await writeReport(replication, preset, results, out);
  writeIndex(cli, store, out);
  cli.print(`\n${terminalTable(results.verdicts, replication.claims)}\n\nReport: ${file}`);
}

/** Downloads the data sets that are not here yet. */
async function fetchData(cli: Cli, names: readonly string[]): Promise<void> {
  const absent = listDatasets().filter(({ status }) => status === 'not downloaded');
  for (const { name } of absent.filter((listing) => names.includes(listing.name))) {
    cli.print(`Downloading ${name}.`);
    await getWithProgress(name);
  }
}

/** Does the missing runs, with a progress bar; Ctrl-C stops it and leaves a clean store. */
async function train(
  cli: Cli,
  runs: Replication['presets'][PresetName]['runs'],
  store: Store,
  jobs: number,
  engine: string | undefined,
): Promise<FailedRun[]> {
  const bar = progressBar(jobs);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort(new Interrupted());
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await sweep(runs, makeLaboratory(engine), {
      store,
      jobs,
      signal: stop.signal,
      onPlan: (plan) => {
        cli.print(summary(plan, estimateSeconds(plan, store, jobs), jobs));
        bar.onPlan(plan, store);
      },
      onEvent: (event) => bar.onEvent(event),
    });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    bar.end();
    cli.print('Stopped. Finished runs are kept; the same command goes on from here.');
    process.exit(130);
  } finally {
    bar.end();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

class Interrupted extends Error {}

function summary({ done, missing }: Plan, estimate: number, jobs: number): string {
  if (missing.length === 0) return `All ${done.length} runs are in the store.`;
  return `${done.length} runs are in the store, ${missing.length} are missing: about ${formatDuration(estimate)} on ${jobs} workers.`;
}

function listPlan(
  cli: Cli,
  replication: Replication,
  preset: PresetName,
  store: Store,
  jobs: number,
): void {
  const { runs } = replication.presets[preset];
  const plan = planSweep(runs, store);
  for (const { id, experiment } of plan.done) cli.print(`done     ${experiment.name} ${id}`);
  for (const { id, experiment, config } of plan.missing) {
    const failure = store.failure(experiment, config);
    cli.print(
      `missing  ${experiment.name} ${id}${failure === null ? '' : ` (failed: ${failure.message})`}`,
    );
  }
  cli.print(summary(plan, estimateSeconds(plan, store, jobs), jobs));
}
