// The process that runs git for the indexer: see agents.ts.
import { ChoraError } from '../../model/errors.js';
import { SourceError } from '../../model/source.js';
import { type FromAgent, STOPPED, type ToAgent } from './agent-protocol.js';
import { GitSources } from './source.js';

const sources = new GitSources(process.argv[2] ?? '');
const underWay = new Map<number, AbortController>();

process.on('message', (message: ToAgent) => {
  if (message.ask === 'abort') underWay.get(message.id)?.abort(new SourceError(message.failure));
  else void answer(message);
});
// Without the indexer there is nobody to work for, and no git may stay behind.
process.on('disconnect', () => {
  for (const controller of underWay.values()) controller.abort(new SourceError(STOPPED));
  process.exit(0);
});

async function answer(message: Exclude<ToAgent, { ask: 'abort' }>): Promise<void> {
  const { id } = message;
  const controller = new AbortController();
  underWay.set(id, controller);
  const request = { ...message.request, signal: controller.signal };
  try {
    if (message.ask === 'readHead') send({ id, head: await sources.readHead(request) });
    else send({ id, reading: await sources.readSource(request, message.head) });
  } catch (error) {
    if (error instanceof SourceError) send({ id, failure: error.failure });
    else if (error instanceof ChoraError)
      send({ id, stop: { kind: error.kind, code: error.code, message: error.message, hint: error.hint } });
    else send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  } finally {
    underWay.delete(id);
  }
}

function send(message: FromAgent): void {
  process.send?.(message);
}
