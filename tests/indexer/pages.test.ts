import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { IndexerOps } from '../../src/indexer/ops.js';
import { capabilities, differences, Federation, manifest } from '../support/federation.js';

const page = (federation: Federation, path: string): string => readFileSync(join(federation.out, path), 'utf8');
const ALPHA = 'capabilities/a.b.alpha.html';

/** Operations that note whose manifests are read for a page: `read` gets their digests. */
function noting(read: string[]): (ops: IndexerOps) => IndexerOps {
  return (ops) => {
    const { store } = ops;
    const noted = Object.create(store, {
      readSync: {
        value: (path: string) => {
          if (path.startsWith('blobs/')) read.push(path);
          return store.readSync(path);
        },
      },
    });
    return { ...ops, store: noted };
  };
}

/** Two repositories, each with a capability; the second with a time to live of its own where one is given. */
async function twoSources(federation: Federation, ttl?: string): Promise<object[]> {
  return [
    await federation.repository('alpha', [capabilities('a.b.alpha')]),
    await federation.repository('beta', [capabilities('a.b.beta')], ttl === undefined ? {} : { ttl }),
  ];
}

describe('the page of a capability is made again', () => {
  test('only where its document changed', async () => {
    const federation = new Federation();
    const sources = await twoSources(federation);
    await federation.indexSources(sources);
    const read: string[] = [];
    const gamma = await federation.repository('gamma', [capabilities('a.b.gamma')]);
    await federation.indexSources([...sources, gamma], { ops: noting(read) });
    expect(read).toEqual([`blobs/sha256/${digestPath(federation, 'a.b.gamma')}`]);
  });

  test('where the time to live of its source changed', async () => {
    const federation = new Federation();
    await federation.indexSources(await twoSources(federation));
    const before = federation.tree();
    const read: string[] = [];
    await federation.indexSources(await twoSources(federation, '26h'), { ops: noting(read) });
    expect(read).toEqual([`blobs/sha256/${digestPath(federation, 'a.b.beta')}`]);
    expect(page(federation, 'capabilities/a.b.beta.html')).toContain('data-ttl="26h"');
    expect(differences(federation.tree(), before).filter((path) => path.endsWith('.html'))).toEqual([
      'about.html',
      'capabilities/a.b.beta.html',
      'freshness.html',
      // It says which sources have a time to live of their own.
      'search.html',
      'sources/git.example.org~2fbeta.html',
    ]);
  });

  test('where the style or the script is another one', async () => {
    const federation = new Federation();
    const sources = await twoSources(federation);
    await federation.indexSources(sources);
    const style = [...federation.tree().keys()].find((path) => path.endsWith('.css')) ?? '';
    rmSync(join(federation.out, style));
    writeFileSync(join(federation.out, ALPHA), 'with the style of another version');
    federation.configure({ sources, name: 'Quay', ttl: '2h' });
    await federation.index();
    expect(page(federation, ALPHA)).toContain('<h1');
    expect(federation.tree().has(style)).toBe(true);
  });
});

describe('the manifest on a page', () => {
  const shown = async (text: string): Promise<string> => {
    const federation = new Federation();
    await federation.indexSources([federation.folder('alpha', { 'capability.yaml': text })]);
    return page(federation, ALPHA);
  };

  test('is what was read, byte for byte', async () => {
    expect(await shown(`# <b>&amp;\n${manifest('a.b.alpha')}`)).toContain('<bdi id="L1"># &lt;b>&amp;amp;\n</bdi>');
  });
  test('is only linked to beyond 32 KiB', async () => {
    const html = await shown(`${manifest('a.b.alpha')}\n${'# to and fro\n'.repeat(2600)}`);
    expect(html).toContain('Too large to show here, or not text');
    expect(html).not.toContain('to and fro');
  });
  test('is not shown when the bytes in the catalog are no longer those that the digest names', async () => {
    const federation = new Federation();
    const sources = await twoSources(federation);
    await federation.indexSources(sources);
    writeFileSync(join(federation.out, 'blobs/sha256', digestPath(federation, 'a.b.beta')), 'id: somebody.else\n');
    await federation.indexSources(await twoSources(federation, '26h'));
    const html = page(federation, 'capabilities/a.b.beta.html');
    expect(html).not.toContain('somebody.else');
    expect(html).toContain('Too large to show here, or not text');
  });
});

test('every owner has a page, and those whose capabilities went have none', async () => {
  const federation = new Federation();
  const [alpha, beta] = [{ owner: 'Ann' }, { owner: 'Bo/Cy' }].map((more, index) =>
    federation.folder(`f${index}`, { 'capability.yaml': manifest(`a.b.c${index}`, '1.0.0', more) }),
  );
  await federation.indexSources([alpha ?? {}, beta ?? {}]);
  const owners = () => [...federation.tree().keys()].filter((path) => path.startsWith('owners/'));
  expect(owners()).toEqual(['owners/!ann.html', 'owners/!bo~2f!cy.html']);
  await federation.indexSources([alpha ?? {}], { allowShrink: true });
  expect(owners()).toEqual(['owners/!ann.html']);
});

function digestPath(federation: Federation, file: string): string {
  const hex = federation.capability(file).versions[0].manifest.digest.slice('sha256:'.length);
  return `${hex.slice(0, 2)}/${hex}`;
}
