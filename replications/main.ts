import { main } from '../src/cli/main.js';
import { replications } from './index.js';

await main(replications, process.argv);
