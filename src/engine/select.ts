import { lookUp, UserError } from '../errors.js';
import type { Engine } from './engine.js';
import { float64Engine } from './float64/engine.js';
import { backendNames, whatIsMissing } from './tfjs/backends.js';
import { tfjsEngine } from './tfjs/engine.js';
import { probe } from './tfjs/isolation/probe.js';
import { wasmEngine, type WasmEngineOptions } from './wasm/engine.js';

/** All engines. */
export const engineNames = ['wasm', 'float64', ...backendNames] as const;
export type EngineName = (typeof engineNames)[number];

/**
 * An engine's name, or `auto`, which is wasm on every machine.
 *
 * That is what nearly everybody wants here: nets are small and pruned, where wasm is the fastest
 * (LeNet-300-100 takes it 1.5 ms a step, libtensorflow 3.5 ms on the same core); it gives the same
 * bits everywhere, so results can be compared with the recorded ones; and sweeps run one per core.
 * A GPU pays for large dense convolutional nets, and must be asked for.
 */
export type EngineChoice = EngineName | 'auto';

/** Whether an engine can be used here, or why not. */
export interface Availability {
  readonly name: EngineName;
  readonly usable: boolean;
  readonly detail: string;
}

/** An engine, and how it came to be this one. */
export interface Selection {
  /** Its `details` say it too, under `chosen`, and so do the provenances of all results. */
  readonly engine: Engine;
  readonly reason: string;
  /** Why it is none of the others. */
  readonly others: readonly Availability[];
}

type Environment = Readonly<Record<string, string | undefined>>;

export interface SelectOptions {
  /** Comes first. */
  readonly engine?: string | undefined;
  /** What a config asks for: counts if neither `engine` nor PRUNELAB_ENGINE says anything. */
  readonly configured?: string | undefined;
  readonly environment?: Environment;
}

/**
 * Starts the engine that is asked for by `engine`, else by the environment variable
 * PRUNELAB_ENGINE, else by `configured`, else `auto`. PRUNELAB_WASM may hold `native`, `fma`
 * and `tune` (as in `native,tune`), which can make the wasm engine faster and let its last bits
 * depend on the machine.
 *
 * Throws a `UserError` if there is no such engine, or if it cannot be used here: no other is ever
 * taken in its place.
 */
export async function selectEngine({
  engine,
  configured,
  environment = process.env,
}: SelectOptions = {}): Promise<Selection> {
  const wishes = [
    ['by option', engine],
    ['by PRUNELAB_ENGINE', environment.PRUNELAB_ENGINE],
    ['by config', configured],
    ['by default', 'auto'],
  ] as const;
  const [by, wish] = wishes.find(([, name]) => name !== undefined && name !== '')!;
  const name = lookUp('engine', choices, wish!);
  const reason =
    wish === 'auto' ? `auto (${by}): wasm is the default everywhere` : `asked for ${by}`;
  const started = await startEngine(name, by, environment);
  return {
    engine: { ...started, details: { ...started.details, chosen: reason } },
    reason,
    others: engineNames.filter((other) => other !== name).map(glance),
  };
}

/** Throws a `UserError` unless `name` is an engine's or `auto`. */
export function checkEngineChoice(name: string): asserts name is EngineChoice {
  lookUp('engine', choices, name);
}

/** What can be used here, every engine tried in a process of its own (which takes seconds). */
export async function availableEngines(): Promise<Availability[]> {
  return Promise.all(
    engineNames.map(async (name) => {
      const first = glance(name);
      if (name === 'wasm' || name === 'float64' || !first.usable) return first;
      return { name, ...(await probe(name)) };
    }),
  );
}

const choices: Readonly<Record<string, EngineName>> = {
  auto: 'wasm',
  ...Object.fromEntries(engineNames.map((name) => [name, name])),
};

async function startEngine(
  name: EngineName,
  by: string,
  environment: Environment,
): Promise<Engine> {
  if (name === 'wasm') return wasmEngine(wasmVariants(environment.PRUNELAB_WASM ?? ''));
  if (name === 'float64') return float64Engine();
  try {
    return await tfjsEngine(name);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `The engine '${name}', asked for ${by}, cannot be used here: ${error.message}. ` +
        "Choose another ('wasm' works everywhere); `prunelab doctor` lists them.",
    );
  }
}

function wasmVariants(words: string): WasmEngineOptions {
  const variants: Readonly<Record<string, WasmEngineOptions>> = {
    fma: { fma: true },
    tune: { tune: true },
    native: { native: true },
  };
  const asked = words.split(',').filter((word) => word !== '');
  return asked.reduce<WasmEngineOptions>(
    (all, word) => ({ ...all, ...lookUp('variant of wasm', variants, word) }),
    {},
  );
}

/** What is known without starting the engine. */
function glance(name: EngineName): Availability {
  if (name === 'wasm') return glanceAtWasm();
  if (name === 'float64') {
    return { name, usable: true, detail: 'double precision, slow; a yardstick for the others' };
  }
  const missing = whatIsMissing(name);
  const detail = missing ?? 'installed, but not asked for';
  return { name, usable: missing === undefined, detail };
}

function glanceAtWasm(): Availability {
  try {
    const { kernels } = wasmEngine().details;
    return {
      name: 'wasm',
      usable: true,
      detail: `the default engine; kernels ${kernels.slice(0, 12)}`,
    };
  } catch (error) {
    return { name: 'wasm', usable: false, detail: (error as Error).message };
  }
}
