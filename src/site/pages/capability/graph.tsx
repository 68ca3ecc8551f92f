import type { VNode } from 'preact';
import { fileNameOf } from '../../../model/file-names.js';
import type { CapabilityCompatibility, DependencyRow, DependentRow } from '../../../model/generated/types.js';
import { breakable } from '../../components/strangers.js';
import { capabilityNeighbour } from '../../links.js';
import { VERDICTS } from '../../matrix/verdicts.js';
import { counted, dirOf, visible } from '../../text.js';
import { hasPage } from './relations.js';
import { ordered } from './rows.js';

const MOST_NODES = 8;

interface Node {
  readonly id: string;
  /** Null for what the catalog does not have. */
  readonly file: string | null;
  readonly note: string;
}

/**
 * What it depends on at the left, what depends on it at the right. The boxes are lists of links, so that they wrap, scale and are
 * read aloud as any other; only the lines between them are drawn. The tables below say the same and more. Null without relations.
 */
export function graph({ id, dependencies, dependents }: CapabilityCompatibility): VNode | null {
  const from = nodes(dependencies, '', (row) => (hasPage(row) ? fileNameOf(row.target ?? row.id) : null));
  const to = nodes(dependents, 'asks for ', (row) => fileNameOf(row.id));
  if (from.length + to.length === 0) return null;
  return (
    <figure class={from.length === 0 ? 'graph no-from' : to.length === 0 ? 'graph no-to' : 'graph'}>
      <figcaption>
        {from.length === 0 ? 'Declares no dependency' : `Depends on ${counted(from.length, 'capability', 'capabilities')}`};{' '}
        {to.length === 0 ? 'nothing here depends' : counted(to.length, 'capability depends', 'capabilities depend')} on it.
      </figcaption>
      {side('from', 'It depends on', from, 'dependencies')}
      {from.length > 0 && lines('lines-in', rowsOf(from), true)}
      <div class="self">
        <div>
          <code dir={dirOf(id)}>{breakable(id)}</code>
          <span class="note">this capability</span>
        </div>
      </div>
      {to.length > 0 && lines('lines-out', rowsOf(to), false)}
      {side('to', 'Depend on it', to, 'dependents')}
    </figure>
  );
}

/** One for each id: of several rows, the one that wants attention most. */
function nodes<R extends DependencyRow | DependentRow>(
  rows: readonly R[],
  asks: string,
  fileOf: (row: R) => string | null,
): readonly Node[] {
  const found = new Map<string, Node>();
  for (const row of ordered(rows)) {
    if (found.has(row.id)) continue;
    const state = row.verdict === 'compatible' ? '' : `, ${VERDICTS[row.verdict].word}`;
    found.set(row.id, { id: row.id, file: fileOf(row), note: `${asks}${row.range ?? 'no range'}${state}` });
  }
  return [...found.values()];
}

const rowsOf = ({ length }: readonly Node[]): number => Math.min(length, MOST_NODES + 1);

function side(kind: string, label: string, nodes: readonly Node[], table: string): VNode | null {
  if (nodes.length === 0) return null;
  const shown = nodes.slice(0, MOST_NODES);
  const left = nodes.length - shown.length;
  return (
    <ul class={kind} aria-label={label}>
      {shown.map(({ id, file, note }) => (
        <li>
          <div class={file === null ? 'absent' : undefined}>
            {file === null ? (
              <code dir={dirOf(id)}>{breakable(id)}</code>
            ) : (
              <a dir={dirOf(id)} href={capabilityNeighbour(file)}>
                {breakable(id)}
              </a>
            )}
            <span class="note" dir={dirOf(note)}>
              {visible(note)}
            </span>
          </div>
        </li>
      ))}
      {left > 0 && (
        <li>
          <a href={`#${table}`}>and {counted(left, 'more', 'more')}</a>
        </li>
      )}
    </ul>
  );
}

/** A curve for each of `rows` equal rows to or from the middle. The drawing is as high as the rows, whatever that is. */
function lines(kind: string, rows: number, inward: boolean): VNode {
  const height = rows * 10;
  const curves = Array.from({ length: rows }, (_, row) => {
    const [y, middle] = [row * 10 + 5, height / 2];
    return inward ? `M0 ${y}C24 ${y} 16 ${middle} 40 ${middle}` : `M0 ${middle}C24 ${middle} 16 ${y} 40 ${y}`;
  });
  return (
    <svg class={kind} viewBox={`0 0 40 ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={curves.join('')} />
    </svg>
  );
}
