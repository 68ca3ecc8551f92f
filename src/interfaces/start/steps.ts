import { catalogReader } from '../../compose.js';
import { readPrevious } from '../../indexer/previous.js';
import { ChoraError, EXIT } from '../../model/errors.js';
import { printable } from '../../model/quote.js';
import { tell } from '../cli/main.js';
import { untilStopped } from '../cli/stop.js';
import type { Terminal } from '../cli/terminal.js';
import { mirrorHere } from './mirrored.js';
import { type Places, publishHere } from './publication.js';
import { printPublication } from './summary.js';

/** Whether a catalog is there that a run cannot go on from. The example has nothing that only the catalog knows. */
export async function needsRebuild(out: string): Promise<boolean> {
  try {
    const previous = await readPrevious(catalogReader(out));
    await previous.contents();
    return false;
  } catch (error) {
    if (hasCode(error, 'catalog/unreadable')) return true;
    throw error;
  }
}

/**
 * Publishes the catalog and mirrors it, all on this machine, and says what came of it. `rebuild` makes the catalog anew where it was
 * written by other code than this, as after an update of the checkout. Gives an exit code; nothing is thrown.
 */
export async function publishAndMirror(
  places: Places,
  terminal: Terminal,
  rebuild: (() => Promise<number>) | null,
): Promise<number> {
  try {
    await untilStopped('The catalog and its mirror are as they were, or as they are to be.', async (signal) => {
      const publication = await publishHere(places);
      const onError = (error: unknown, path: string) => terminal.err(`${printable(path)}: ${printable(String(error))}`);
      const mirrored = await mirrorHere(places, publication, { signal, onError });
      printPublication(publication, mirrored, places, terminal);
    });
    return EXIT.done;
  } catch (error) {
    if (rebuild !== null && (hasCode(error, 'publish/other-site') || hasCode(error, 'mirror/site-differs'))) {
      terminal.out(`\n${places.out} was written by other code than this: it is made anew.\n`);
      const indexed = await rebuild();
      return wasIndexed(indexed) ? await publishAndMirror(places, terminal, null) : indexed;
    }
    // A catalog that was made just now is older than the published one.
    if (!hasCode(error, 'publish/older-catalog')) return tell(error, false, null, terminal);
    terminal.out('');
    terminal.err(`${terminal.style('yellow', 'not published')}: the clock of this machine went back. ${error.message}`);
    terminal.err(`  Set the clock, or wait. To forget what was published: delete ${places.out}, and npm start again.`);
    return EXIT.partial;
  }
}

/** Whether there is a catalog after a run that ended so. */
export function wasIndexed(code: number): boolean {
  return code === EXIT.done || code === EXIT.partial;
}

function hasCode(error: unknown, code: string): error is ChoraError {
  return error instanceof ChoraError && error.code === code;
}
