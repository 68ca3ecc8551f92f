import type { Capability, Input, Interface, Output } from '../model/generated/types.js';
import { type Change, change, type RuleId } from './change-rules.js';

type Old = Capability;
type New = Capability;
type Named = { readonly name: string; readonly type?: string };

/** What changed in the parts that consumers build on: inputs, outputs, interfaces, behaviors, signals, secrets. */
export function contractChanges(old: Old, next: New): Change[] {
  return [
    ...outputChanges(old.outputs ?? [], next.outputs ?? []),
    ...inputChanges(old.inputs ?? [], next.inputs ?? []),
    ...interfaceChanges(old.interfaces ?? [], next.interfaces ?? []),
    ...listChanges('behaviors', idsOf(old.behaviors), idsOf(next.behaviors), 'behavior-removed', 'behavior-added'),
    ...listChanges('signals', idsOf(old.signals), idsOf(next.signals), 'signal-removed', 'signal-added'),
    ...listChanges('secrets_required', old.secrets_required, next.secrets_required, 'details-changed', 'secret-added'),
  ];
}

function outputChanges(old: readonly Output[], next: readonly Output[]): Change[] {
  const { kept, renamed, removed, added } = matchByName(old, next);
  return [
    ...kept.flatMap(([before, after]) => typeChange('outputs', 'output-type-changed', before, after)),
    ...renamed.map(([before, after]) => change('output-renamed', `outputs.${before.name}`, before.name, after.name)),
    ...removed.map((output) => change('output-removed', `outputs.${output.name}`, shown(output))),
    ...added.map((output) => change('output-added', `outputs.${output.name}`, undefined, shown(output))),
  ];
}

function inputChanges(old: readonly Input[], next: readonly Input[]): Change[] {
  const { kept, renamed, removed, added } = matchByName(old, next);
  return [
    ...kept.flatMap(([before, after]) => [
      ...typeChange('inputs', 'input-type-changed', before, after),
      ...requirementChange(before, after),
    ]),
    ...renamed.map(([before, after]) => change('input-renamed', `inputs.${before.name}`, before.name, after.name)),
    ...removed.map((input) => change('input-removed', `inputs.${input.name}`, shown(input))),
    ...added.map((input) =>
      change(
        mustBeSent(input) ? 'required-input-added' : 'optional-input-added',
        `inputs.${input.name}`,
        undefined,
        shown(input),
      ),
    ),
  ];
}

/** What does not say that it may be left out must be sent. */
function mustBeSent({ required }: Input): boolean {
  return required !== false;
}

function requirementChange(before: Input, after: Input): Change[] {
  if (mustBeSent(before) === mustBeSent(after)) return [];
  const rule = mustBeSent(after) ? 'input-became-required' : 'input-became-optional';
  return [change(rule, `inputs.${after.name}.required`, String(mustBeSent(before)), String(mustBeSent(after)))];
}

function typeChange(list: string, rule: RuleId, before: Named, after: Named): Change[] {
  if (before.type === after.type) return [];
  return [change(before.type === undefined ? 'type-stated' : rule, `${list}.${after.name}.type`, before.type, after.type)];
}

function shown({ name, type }: Named): string {
  return type === undefined ? name : `${name}: ${type}`;
}

interface Matched<T> {
  readonly kept: readonly (readonly [T, T])[];
  readonly renamed: readonly (readonly [T, T])[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/** One that is gone and one that is new are the same under another name where both are the only ones of their type. */
function matchByName<T extends Named>(old: readonly T[], next: readonly T[]): Matched<T> {
  const before = new Map(old.map((each) => [each.name, each]));
  const after = new Map(next.map((each) => [each.name, each]));
  const kept = [...before].flatMap(([name, each]): [T, T][] => {
    const now = after.get(name);
    return now === undefined ? [] : [[each, now]];
  });
  const removed = [...before.values()].filter(({ name }) => !after.has(name));
  const added = [...after.values()].filter(({ name }) => !before.has(name));
  const renamed = removed.flatMap((each): [T, T][] => {
    const [candidate, ...more] = added.filter(({ type }) => type !== undefined && type === each.type);
    const alone = removed.filter(({ type }) => type === each.type).length === 1;
    return candidate !== undefined && more.length === 0 && alone ? [[each, candidate]] : [];
  });
  const told = new Set(renamed.flat());
  return { kept, renamed, removed: removed.filter((each) => !told.has(each)), added: added.filter((each) => !told.has(each)) };
}

function interfaceChanges(old: readonly Interface[], next: readonly Interface[]): Change[] {
  const gone = withoutEqual(old, next);
  const come = withoutEqual(next, old);
  const changed = gone.flatMap((before): [Interface, Interface][] => {
    const same = come.filter((after) => slot(after) === slot(before));
    const alone = gone.filter((other) => slot(other) === slot(before)).length === 1;
    return same.length === 1 && alone && same[0] ? [[before, same[0]]] : [];
  });
  const told = new Set(changed.flat());
  return [
    ...changed.map(([before, after]) => change('interface-changed', `interfaces.${slot(before)}`, reach(before), reach(after))),
    ...gone
      .filter((each) => !told.has(each))
      .map((each) => change('interface-removed', `interfaces.${slot(each)}`, reach(each) || each.kind)),
    ...come
      .filter((each) => !told.has(each))
      .map((each) => change('interface-added', `interfaces.${slot(each)}`, undefined, reach(each) || each.kind)),
  ];
}

function withoutEqual(these: readonly Interface[], others: readonly Interface[]): Interface[] {
  const known = new Set(others.map((each) => `${slot(each)}\n${reach(each)}`));
  return these.filter((each) => !known.has(`${slot(each)}\n${reach(each)}`));
}

function slot({ kind, name }: Interface): string {
  return name === undefined ? kind : `${kind}.${name}`;
}

function reach({ endpoint, command }: Interface): string {
  return [endpoint, command].filter((part) => part !== undefined).join(' ');
}

function idsOf(items: readonly { readonly id: string }[] | undefined): string[] | undefined {
  return items?.map(({ id }) => id);
}

function listChanges(
  field: string,
  old: readonly string[] = [],
  next: readonly string[] = [],
  removed: RuleId,
  added: RuleId,
): Change[] {
  const before = new Set(old);
  const after = new Set(next);
  return [
    ...[...before].filter((each) => !after.has(each)).map((each) => change(removed, `${field}.${each}`, each)),
    ...[...after].filter((each) => !before.has(each)).map((each) => change(added, `${field}.${each}`, undefined, each)),
  ];
}
