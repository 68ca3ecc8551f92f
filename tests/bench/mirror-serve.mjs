// What bench:mirror and the soak test start to serve a mirror: `node mirror-serve.mjs <folder>` says where it listens in one line of
// JSON, and ends with its input. `current` is looked up once for each request.
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { catalogServer } from '../../dist/compose/serve.js';

const current = join(process.argv[2], 'current');
const server = await catalogServer({
  root: () => realpathSync(current),
  onError: (error, path) => process.stderr.write(`${path}: ${error}\n`),
}).listen('127.0.0.1', 0);
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
process.stdin.resume().on('end', () => server.close());
