import type { Capability } from '../../../model/generated/types.js';
import { facts } from '../../components/facts.js';
import { lines } from '../../components/lines.js';
import { moment } from '../../components/moment.js';
import { code, reference, titledUrl, words } from '../../components/strangers.js';
import { table } from '../../components/table.js';
import { type Part, stated } from './part.js';

/** What the publisher declares about the capability beside its interfaces and relations. */
export function declarations(capability: Capability): (Part | null)[] {
  return [
    behaviors(capability),
    scenarios(capability),
    signals(capability),
    documentation(capability),
    compatibility(capability),
    secrets(capability),
    aliases(capability),
  ];
}

function behaviors({ behaviors: list = [] }: Capability): Part | null {
  const rows = list.map(({ id, ref, status }) => [code(id), stated(status, words), stated(ref, reference)]);
  return rows.length === 0 ? null : ['behaviors', 'Behaviors', table('Behaviors', ['Behavior', 'Status', 'Described in'], rows)];
}

function scenarios({ value_scenarios: list = [] }: Capability): Part | null {
  const rows = list.map(({ id, title, status, guide, tests, capability }) => [
    [code(id), title !== undefined && <span class="title">{words(title)}</span>],
    stated(status, words),
    stated(guide, reference),
    tests?.length ? lines(tests, reference) : null,
    stated(capability, code),
  ]);
  if (rows.length === 0) return null;
  return [
    'value-scenarios',
    'Value scenarios',
    table('Value scenarios', ['Scenario', 'Status', 'Guide', 'Tests', 'Capability'], rows),
  ];
}

function signals({ signals: list = [] }: Capability): Part | null {
  const rows = list.map(({ id, status, owner, last_update, doc }) => [
    code(id),
    stated(status, words),
    stated(owner, words),
    stated(last_update, moment),
    stated(doc, reference),
  ]);
  return rows.length === 0
    ? null
    : ['signals', 'Signals', table('Signals', ['Signal', 'Status', 'Owner', 'Last update', 'Document'], rows)];
}

function documentation({ documentation: kinds = {}, documents = [], links = [], adr_links = [] }: Capability): Part | null {
  const { tutorial, how_to, reference: referenceDoc, explanation } = kinds;
  if (!tutorial && !how_to && !referenceDoc && !explanation && documents.length + links.length + adr_links.length === 0)
    return null;
  return [
    'documentation',
    'Documentation',
    facts([
      ['Tutorial', stated(tutorial, reference)],
      ['How-to', stated(how_to, reference)],
      ['Reference', stated(referenceDoc, reference)],
      ['Explanation', stated(explanation, reference)],
      [
        'Documents',
        documents.length === 0
          ? null
          : lines(documents, ({ type, path }) => [words(type), ' ', path !== undefined && reference(path)]),
      ],
      ['Links', links.length === 0 ? null : lines(links, ({ title, url }) => titledUrl(url, title))],
      ['Decisions', adr_links.length === 0 ? null : lines(adr_links, reference)],
    ]),
  ];
}

function compatibility({ compatibility: declared, consumers = [] }: Capability): Part | null {
  if (!declared && consumers.length === 0) return null;
  const list = (items: readonly string[] | undefined) => (items?.length ? lines(items, code) : null);
  return [
    'compatibility',
    'Compatibility, as declared',
    facts([
      ['Backward compatible with', list(declared?.backward_compatible_with)],
      ['Breaks compatibility with', list(declared?.breaks_compatibility_with)],
      ['Tested consumers', list(declared?.tested_consumers)],
      ['Consumers', list(consumers)],
    ]),
  ];
}

function secrets({ secrets_required: names = [] }: Capability): Part | null {
  return names.length === 0 ? null : ['secrets', 'Secrets required', lines(names, code)];
}

function aliases({ aliases: list = [] }: Capability): Part | null {
  const rows = list.map(({ id, sunset }) => [code(id), stated(sunset, moment)]);
  return rows.length === 0 ? null : ['aliases', 'Aliases', table('Other ids that lead here', ['Alias', 'Sunset'], rows)];
}
