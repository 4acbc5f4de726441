// Tries one engine and tells the parent process; see probe.ts.
import { UserError } from '../../../errors.js';
import type { BackendName } from '../backends.js';
import { tfjsEngine } from '../engine.js';
import type { Finding } from './probe.js';

void tryEngine(process.argv[2] as BackendName).then((finding) => {
  process.send!(finding, () => process.exit());
});

async function tryEngine(name: BackendName): Promise<Finding> {
  try {
    const engine = await tfjsEngine(name);
    const layers = [{ kind: 'dense', name: 'fc', units: 2 }] as const;
    const model = { name: 'probe', inputShape: [1, 1, 2], numClasses: 2, layers } as const;
    const network = engine.compile(model, { batchSize: 1 });
    network.load({ 'fc.weight': Float32Array.of(1, 2, 3, 4), 'fc.bias': Float32Array.of(0, 1) });
    const outputs = network.outputs(Float32Array.of(1, 10), 1);
    if (outputs[0] !== 21 || outputs[1] !== 44) {
      return {
        usable: false,
        detail: `it computes wrongly: [${outputs.join(', ')}], not [21, 44]`,
      };
    }
    const { device, '@tensorflow/tfjs-core': version } = engine.details;
    return { usable: true, detail: `${device}, tfjs ${version}` };
  } catch (error) {
    const { message } = error as Error;
    return { usable: false, detail: error instanceof UserError ? message : message.split('\n')[0] };
  }
}
