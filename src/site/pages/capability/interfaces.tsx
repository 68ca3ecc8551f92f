import type { ComponentChild } from 'preact';
import type { Capability, Interface } from '../../../model/generated/types.js';
import { code, reference, sentences, words } from '../../components/strangers.js';
import { table } from '../../components/table.js';
import { type Part, stated } from './part.js';

const INTERFACE_KINDS: Record<Interface['kind'], string> = {
  cli: 'CLI',
  rest: 'REST',
  mcp: 'MCP',
  grpc: 'gRPC',
  library: 'Library',
  other: 'Other',
};

/** How it is called, and what goes in and out. */
export function interfacesAndData({ interfaces = [], inputs = [], outputs = [], packages = [] }: Capability): (Part | null)[] {
  return [
    part(interfaces, 'interfaces', 'Interfaces', ['Kind', 'Name', 'How to reach it'], ({ kind, name, command, endpoint }) => [
      INTERFACE_KINDS[kind],
      stated(name, words),
      command === undefined && endpoint === undefined
        ? null
        : [command !== undefined && code(command), command !== undefined && ' ', endpoint !== undefined && reference(endpoint)],
    ]),
    part(inputs, 'inputs', 'Inputs', ['Name', 'Type', 'Required', 'Description'], ({ name, type, required, description }) => [
      code(name),
      stated(type, code),
      required === undefined ? null : required ? 'required' : 'optional',
      stated(description, sentences),
    ]),
    part(outputs, 'outputs', 'Outputs', ['Name', 'Type', 'Description'], ({ name, type, description }) => [
      code(name),
      stated(type, code),
      stated(description, sentences),
    ]),
    part(packages, 'packages', 'Packages', ['Package', 'Registry', 'Version'], ({ name, registry, version }) => [
      code(name),
      words(registry),
      stated(version, code),
    ]),
  ];
}

function part<T>(
  items: readonly T[],
  id: string,
  title: string,
  headings: readonly string[],
  row: (item: T) => readonly ComponentChild[],
): Part | null {
  return items.length === 0 ? null : [id, title, table(title, headings, items.map(row))];
}
