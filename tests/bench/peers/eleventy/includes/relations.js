import { cell, code, command, counted, escaped, head, idLink, joined, link, mail, mark, quoted, table, title } from '../html.js';
import { lifecycle, stability } from './lists.js';

const MOST_NODES = 8;
const LONGEST_CIRCLE = 4;

/** What it depends on at the left, what depends on it at the right, and curves between them. */
export function drawing({ id, dependencies, dependents, cycle }, { verdicts }) {
  const note = ({ range, verdict }) => (range ?? 'no range') + (verdict === 'compatible' ? '' : `, ${verdicts[verdict].word}`);
  const from =
    dependencies.length === 0
      ? 'Declares no dependency'
      : `Depends on ${counted(dependencies.length, 'capability', 'capabilities')}`;
  const to =
    dependents.length === 0 ? 'nothing here depends' : counted(dependents.length, 'capability depends', 'capabilities depend');
  return `<figure class="graph"><figcaption>${from}; ${to} on it.</figcaption>
${side('from', 'It depends on', dependencies, note, 'dependencies')}${curves('lines-in', dependencies.length, true)}
<div class="self"><div>${code(id)}<span class="note">this capability</span></div></div>
${curves('lines-out', dependents.length, false)}${side('to', 'Depend on it', dependents, (row) => `asks for ${note(row)}`, 'dependents')}
</figure>${cycle ? circle(cycle) : ''}`;
}

function side(kind, label, rows, note, below) {
  if (rows.length === 0) return '';
  const left = rows.length - MOST_NODES;
  const node = (row) =>
    row.file === null
      ? `<li><div class="absent">${code(row.id)}<span class="note">${escaped(note(row))}</span></div></li>`
      : `<li><div>${link(`${row.file}.html`, row.id)}<span class="note">${escaped(note(row))}</span></div></li>`;
  return `<ul class="${kind}" aria-label="${label}">${joined(rows.slice(0, MOST_NODES), node)}${left > 0 ? `<li><a href="#${below}">and ${left} more</a></li>` : ''}</ul>`;
}

function curves(kind, all, inward) {
  if (all === 0) return '';
  const rows = Math.min(all, MOST_NODES + 1);
  const middle = rows * 5;
  let path = '';
  for (let y = 5; y < rows * 10; y += 10)
    path += inward ? `M0 ${y}C24 ${y} 16 ${middle} 40 ${middle}` : `M0 ${middle}C24 ${middle} 16 ${y} 40 ${y}`;
  return `<svg class="${kind}" viewBox="0 0 40 ${rows * 10}" preserveAspectRatio="none" aria-hidden="true"><path d="${path}"></path></svg>`;
}

function circle({ circle: ids, members }) {
  const short = ids.length <= LONGEST_CIRCLE;
  const named = short ? `${joined(ids, (id) => `${code(id)} needs `)}${code(ids[0])}. ` : '';
  const rest =
    short && members === ids.length ? '' : `${counted(members, 'capability needs', 'capabilities need')} one another. `;
  return `<p class="more">${mark('warn', 'In a circle')} ${named}${rest}<a href="../compatibility.html#cycles">All circles</a></p>`;
}

const verdictCells = ({ range, verdict, why, kind, note }, { verdicts }) =>
  cell('Asks for', range === undefined ? mark('info', 'no range stated') : code(range)) +
  cell('Verdict', mark(verdicts[verdict].tone, verdicts[verdict].word)) +
  cell('Why', escaped(why)) +
  cell('Scope', note ? kind + title(escaped(note)) : kind);

export function dependencyTable(rows, words) {
  if (rows.length === 0) return '<p class="none">None declared.</p>';
  return table(
    'Dependencies',
    ['Depends on', 'Asks for', 'Verdict', 'Why', 'Scope'],
    rows,
    (row) =>
      head(row.file === null ? code(row.id) : idLink(`${row.file}.html`, row.id) + standing(row.target)) +
      verdictCells(row, words),
    'verdicts',
  );
}

const standing = (target) =>
  title(
    `now ${escaped(target.version)}${target.lifecycle_stage === 'retired' ? ` ${lifecycle('retired')}` : ''}${target.stability === 'deprecated' ? ` ${stability('deprecated')}` : ''}`,
  );

export function dependentTable(id, rows, words) {
  if (rows.length === 0) return '<p class="none">No capability of this catalog declares that it depends on this one.</p>';
  const named = ({ id, file, owner, contact, verdict }) =>
    `${idLink(`${file}.html`, id)}${title(`<a href="../owners/${quoted(owner)}.html">${escaped(owner)}</a>${verdict === 'compatible' ? '' : `, ${mail(contact)}`}`)}`;
  return `${table(
    'Dependents',
    ['Capability', 'Asks for', 'Verdict', 'Why', 'Scope'],
    rows,
    (row) => head(named(row)) + verdictCells(row, words),
    'verdicts',
  )}<p class="detail more">Also what depends on those, and so on:</p>${command(`chora impact ${id}`)}`;
}
