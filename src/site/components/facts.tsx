import type { ComponentChild, VNode } from 'preact';

export type Fact = readonly [name: ComponentChild, value: ComponentChild];

/** Names and values. Facts whose value is null are left out. */
export function facts(list: readonly Fact[]): VNode {
  return (
    <dl class="facts">
      {list.map(([name, value]) =>
        value === null ? null : (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
