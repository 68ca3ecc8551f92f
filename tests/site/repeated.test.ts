// What many rows have in common is said once; every one of them is still named.
import { describe, expect, test } from '@jest/globals';
import { capabilityCompatibilities } from '../../src/compatibility/capability-documents.js';
import { compatibilityDocument } from '../../src/compatibility/documents.js';
import { explain } from '../../src/compatibility/explain.js';
import type { AppliedWaiver, CapabilityDocument } from '../../src/model/generated/types.js';
import { renderCapability, renderMatrix } from '../../src/site/render.js';
import { matrixOf, WAIVERS } from './compatibility.js';
import { catalogOf, DOCUMENTS, documentOf } from './fixtures.js';
import { summaryOf } from './mini-site.js';

const context = { catalog: catalogOf(DOCUMENTS, [], []) };
const ask = (version: string | undefined) => ({ id: 'a.b.c', target: null, ...(version !== undefined && { version }) });
const consumer = (id: string, version?: string, contact?: string): CapabilityDocument =>
  documentOf(
    { id, version: '1.0.0', owner: 'Team', lifecycle_stage: 'operate', ...(contact !== undefined && { contact }) },
    {},
    { dependencies: [ask(version)] },
  );
const consumers = (count: number, version?: string, prefix = 'n') =>
  Array.from({ length: count }, (_, index) => consumer(`${prefix}.o${String(index).padStart(3, '0')}.p`, version));
const provider = documentOf({ id: 'a.b.c', version: '1.0.0', owner: 'Team', lifecycle_stage: 'operate' });

const partOf = (html: string, id: string) => new RegExp(`<section id="${id}">.*?</section>`, 's').exec(html)?.[0] ?? '';
const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const named = (html: string) => [...html.matchAll(/>([no]\.o\d+\.p)</g)].map(([, id]) => id);

function dependents(documents: readonly CapabilityDocument[], waivers: readonly AppliedWaiver[] = []): string {
  const compatibility = capabilityCompatibilities(matrixOf([provider, ...documents]), waivers).get('a.b.c')?.();
  if (compatibility === undefined) throw new Error('the matrix has it');
  const page = { document: provider, compatibility, explain, sourceTtl: undefined, manifest: null };
  return partOf(renderCapability(context, page), 'dependents');
}

describe('dependents that all say the same', () => {
  test('are a list of names under one heading, with one reason', () => {
    const html = dependents(consumers(8, '^3'));
    expect(textOf(html)).toContain('incompatible 8 ask for it in ^3 , required No version satisfies “^3”; the nearest: “1.0.0”.');
    expect(html.match(/No version satisfies/g)).toHaveLength(1);
    expect(named(html)).toEqual(consumers(8).map(({ id }) => id));
    expect(html.match(/<ul class="names">/g)).toHaveLength(1);
    expect(html).not.toContain('<table');
  });
  test('stay rows of a table while they are few', () => {
    const html = dependents(consumers(5, '^3'));
    expect(html).not.toContain('class="names"');
    expect(html.match(/<tr>/g)).toHaveLength(6);
  });
  test('what wants attention stands before them, and is told row by row', () => {
    const html = dependents([...consumers(8, '^1'), consumer('o.o1.p', '^3'), consumer('o.o2.p', '^1 || ^7')]);
    expect(named(html)).toEqual(['o.o1.p', 'o.o2.p', ...consumers(8).map(({ id }) => id)]);
    expect(html.match(/<table/g)).toHaveLength(1);
    expect(textOf(html)).toMatch(/^ Dependents 1 incompatible 9 compatible /);
  });
  test('keep their contacts where something is wrong', () => {
    const html = dependents(consumers(6).map(({ id }) => consumer(id, '^3', 'who@harbour.example')));
    expect(html.match(/mailto:who@harbour\.example/g)).toHaveLength(6);
  });
  test('one with a waiver of its own is told apart', () => {
    const [applied] = WAIVERS;
    if (applied === undefined) throw new Error('the fixtures have it');
    const waiver = { ...applied.waiver, consumer: 'n.o003.p', capability: 'a.b.c', verdict: 'incompatible' as const };
    const html = dependents(consumers(8, '^3'), [{ ...applied, waiver }]);
    expect(textOf(html)).toContain('7 ask for it in ^3');
    expect(html.match(/<tr>.*?<\/tr>/gs)?.[1]).toMatch(/n\.o003\.p.*Waiver until/s);
  });
  test('beyond fifty fold away, and all of them are there', () => {
    const html = dependents(consumers(320, '^1'));
    expect(html).toContain('<summary>270 more</summary>');
    expect(named(html)).toHaveLength(320);
  });
});

describe('what does not hold in the matrix', () => {
  const open = (documents: readonly CapabilityDocument[]) => {
    const compatibility = compatibilityDocument(matrixOf(documents), []);
    const capabilities = documents.map(summaryOf);
    return partOf(renderMatrix(context, { compatibility, capabilities, explain }), 'open');
  };

  test('names once what many ask for', () => {
    const html = open([provider, ...consumers(8, '^3')]);
    expect(textOf(html)).toContain('incompatible 8 ask for a.b.c in ^3 , required No version satisfies');
    expect(html.match(/>a\.b\.c</g)).toHaveLength(1);
    expect(named(html)).toHaveLength(8);
  });
  test('names it in each line where it differs', () => {
    const others = Array.from({ length: 6 }, (_, index) => ({ ...provider, id: `x.y${index}.z` })).map(({ id }) =>
      documentOf({ id, version: '1.0.0', owner: 'Team', lifecycle_stage: 'operate' }),
    );
    const asking = others.map(({ id }, index) =>
      documentOf(
        { id: `n.o${index}.p`, version: '1.0.0', owner: 'Team', lifecycle_stage: 'operate' },
        {},
        { dependencies: [{ id, target: null }] },
      ),
    );
    const html = open([...others, ...asking]);
    expect(textOf(html)).toContain('unknown 6 asked for without a range, required No range is stated');
    for (const [index, { id }] of others.entries()) expect(textOf(html)).toContain(`n.o${index}.p needs ${id}`);
  });
});
