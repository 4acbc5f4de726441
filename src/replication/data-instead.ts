import { UserError } from '../errors.js';
import { type Preset, type PresetName, presetNames, type Replication } from './replication.js';

/** Names of data sets that runs ask for, and what they are given instead. */
export type DataInstead = Readonly<Record<string, string>>;

/**
 * The same replication on other data: runs of `preset` that ask for a data set named in `instead` get
 * the other one.
 *
 * For data that cannot be had in its official form. Such runs have names of their own. Throws a
 * `UserError` for a data set that no run of the preset asks for.
 */
export function withDataInstead(
  replication: Replication,
  preset: PresetName,
  instead: DataInstead,
): Replication {
  const asked = new Set(
    replication.presets[preset].runs.map(({ config }) => config.dataset as string | undefined),
  );
  const idle = Object.keys(instead).find((name) => !asked.has(name));
  if (idle !== undefined) {
    throw new UserError(
      `No run of ${replication.paper.key} with preset ${preset} asks for the data set '${idle}'; ` +
        `they ask for ${[...asked].join(', ')}.`,
    );
  }
  const presets = presetNames.map((name) => [
    name,
    name === preset ? onOtherData(replication.presets[name], instead) : replication.presets[name],
  ]);
  return { ...replication, presets: Object.fromEntries(presets) as Replication['presets'] };
}

function onOtherData(preset: Preset, instead: DataInstead): Preset {
  const runs = preset.runs.map((spec) => {
    const { dataset } = spec.config;
    return typeof dataset === 'string' && Object.hasOwn(instead, dataset)
      ? { ...spec, config: { ...spec.config, dataset: instead[dataset] } }
      : spec;
  });
  return { ...preset, runs };
}
