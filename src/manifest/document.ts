import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { isMergeKey, scalarText, start } from './plain.js';
import type { Lines } from './text.js';

/** Keys and indices that lead from a document's root to a value. */
export type Path = readonly (string | number)[];

/** One YAML document: its plain data, and where each piece of it stands in the text. Positions are looked up only when asked. */
export class ManifestDocument {
  constructor(
    private readonly root: Node,
    /** Made of plain objects, arrays, strings, numbers, booleans and null. */
    readonly value: unknown,
    private readonly targets: ReadonlyMap<Alias, Node>,
    private readonly lines: Lines,
  ) {}

  /** Where the value at `path` stands, or its key; where there is nothing, the nearest that there is. */
  place(path: Path, which: 'key' | 'value' = 'value'): { line: number; column: number } {
    let node = this.root;
    let offset = start(node);
    for (const [index, step] of path.entries()) {
      const found = this.step(node, step);
      if (!found) break;
      const last = index === path.length - 1;
      offset = last && which === 'key' && found.key ? start(found.key) : start(found.value ?? found.key ?? node);
      if (!found.value) break;
      node = found.value;
    }
    return this.lines.at(offset);
  }

  /** A single value as it is written, without quotes: the number 1.0 is "1.0". */
  source(path: Path): string | undefined {
    let node: Node | undefined = this.root;
    for (const step of path) {
      node = node && (this.step(node, step)?.value ?? undefined);
    }
    const target = this.resolve(node);
    return isScalar(target) ? scalarText(target) : undefined;
  }

  private step(node: Node, step: string | number): { key?: Node; value?: Node } | undefined {
    const target = this.resolve(node);
    if (isSeq(target)) {
      const item = target.items[Number(step)] as Node | undefined;
      return item ? { value: item } : undefined;
    }
    if (!isMap(target)) return undefined;
    return this.member(target, String(step));
  }

  private member(map: YAMLMap, key: string): { key?: Node; value?: Node } | undefined {
    for (const pair of map.items) {
      const node = this.resolve(pair.key as Node);
      if (
        isScalar(node) &&
        (node.value === key || (typeof node.value !== 'string' && scalarText(node) === key)) &&
        !isMergeKey(pair.key)
      ) {
        return { key: pair.key as Node, ...(pair.value ? { value: pair.value as Node } : {}) };
      }
    }
    for (const pair of map.items) {
      if (!isMergeKey(pair.key)) continue;
      const merged = this.resolve(pair.value as Node);
      for (const source of isSeq(merged) ? (merged.items as Node[]) : [merged]) {
        const inner = this.resolve(source);
        const found = isMap(inner) && inner !== map ? this.member(inner, key) : undefined;
        if (found) return found;
      }
    }
    return undefined;
  }

  private resolve(node: Node | null | undefined): Node | undefined {
    return isAlias(node) ? this.targets.get(node) : (node ?? undefined);
  }
}
