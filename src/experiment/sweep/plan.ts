import type { Config, Experiment, RunSpec } from '../experiment.js';
import { runId, completeConfig } from '../run-id.js';
import type { Store } from '../store/store.js';

/** One run of a sweep, with what it needs first. */
export interface Task {
  readonly id: string;
  readonly experiment: Experiment;
  readonly config: Config;
  /** Ids of the tasks whose results this one builds on. */
  readonly needs: readonly string[];
  readonly cost: number;
  /** Cost of this task and of the longest chain of tasks that wait for it. */
  readonly urgency: number;
}

/** What a sweep has done already and what is left, in an order that respects what needs what. */
export interface Plan {
  readonly done: readonly Task[];
  readonly missing: readonly Task[];
}

/**
 * Works out every run that `specs` ask for, the runs those build on included, each once.
 *
 * Every config is checked before anything runs. A run that others need is planned only if one of
 * those is missing.
 */
export function planSweep(specs: readonly RunSpec[], store: Store): Plan {
  const tasks = new Map<string, Omit<Task, 'urgency'>>();
  const done = new Map<string, Omit<Task, 'urgency'>>();
  const visit = (experiment: Experiment, given: Config): string => {
    const config = completeConfig(experiment, given);
    const id = runId(experiment, config);
    if (tasks.has(id) || done.has(id)) return id;
    const cost = experiment.cost(config);
    if (store.has(experiment, config)) {
      done.set(id, { id, experiment, config, needs: [], cost });
    } else {
      const needs = experiment.parents(config).map((parent) => visit(experiment, parent));
      tasks.set(id, { id, experiment, config, needs, cost });
    }
    return id;
  };
  for (const { experiment, config } of specs) visit(experiment, config);
  return {
    done: [...done.values()].map((task) => ({ ...task, urgency: 0 })),
    missing: withUrgency([...tasks.values()]),
  };
}

/** Parents come before their children in `tasks`, so one pass from the back sees every child first. */
function withUrgency(tasks: readonly Omit<Task, 'urgency'>[]): Task[] {
  const waiting = new Map<string, number>();
  const urgent: Task[] = [];
  for (const task of tasks.toReversed()) {
    const urgency = task.cost + (waiting.get(task.id) ?? 0);
    urgent.push({ ...task, urgency });
    for (const id of task.needs) waiting.set(id, Math.max(waiting.get(id) ?? 0, urgency));
  }
  return urgent.reverse();
}

/**
 * Seconds that the missing runs will take on `jobs` workers, or null when nothing is known.
 *
 * Scales the tasks' costs by the seconds per cost of finished runs: those of the sweep if there are
 * any, else others of the same experiments in the store.
 */
export function estimateSeconds(plan: Plan, store: Store, jobs: number): number | null {
  const rate = secondsPerCost(plan, store);
  if (rate === null) return plan.missing.length === 0 ? 0 : null;
  const total = plan.missing.reduce((sum, task) => sum + task.cost, 0);
  const longest = plan.missing.reduce((max, task) => Math.max(max, task.urgency), 0);
  return rate * Math.max(total / jobs, longest);
}

const SAMPLE = 50;

function secondsPerCost(plan: Plan, store: Store): number | null {
  const experiments = new Set([...plan.done, ...plan.missing].map((task) => task.experiment));
  const own = plan.done.slice(0, SAMPLE).map((task) => ({
    cost: task.cost,
    seconds: store.read(task.experiment, task.config).provenance.seconds,
  }));
  const known =
    own.length > 0
      ? own
      : [...experiments].flatMap((experiment) =>
          store.finished(experiment, SAMPLE).map((run) => ({
            cost: experiment.cost(run.config),
            seconds: run.provenance.seconds,
          })),
        );
  const cost = known.reduce((sum, run) => sum + run.cost, 0);
  return cost === 0 ? null : known.reduce((sum, run) => sum + run.seconds, 0) / cost;
}
