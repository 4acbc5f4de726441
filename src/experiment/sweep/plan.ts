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
      const needs = experiment
        .parents(config)
        .map((parent) => visit(parent.experiment, parent.config));
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
 * Seconds that the missing runs will take on `jobs` workers.
 *
 * Goes by the pace of the sweep's finished runs, and where there are none yet by what the experiment
 * says is typical. Never less than the longest chain of runs that wait for each other.
 */
export function estimateSeconds(plan: Plan, store: Store, jobs: number): number {
  let total = 0;
  let longest = 0;
  for (const experiment of new Set(plan.missing.map((task) => task.experiment))) {
    const pace = paceOf(experiment, plan.done, store);
    for (const task of plan.missing.filter((t) => t.experiment === experiment)) {
      total += pace * task.cost;
      longest = Math.max(longest, pace * task.urgency);
    }
  }
  return Math.max(total / jobs, longest);
}

/** Seconds per unit of cost. */
function paceOf(experiment: Experiment, done: readonly Task[], store: Store): number {
  const known = done.filter((task) => task.experiment === experiment);
  if (known.length === 0) return experiment.typicalPace;
  const seconds = known.map((task) => store.read(experiment, task.config).provenance.seconds);
  return sum(seconds) / sum(known.map((task) => task.cost));
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
