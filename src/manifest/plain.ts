import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import { MANIFEST_LIMITS } from '../model/limits.js';
import type { Notice } from './text.js';

/** Stops the reading of a file that is over a limit. Never leaves src/manifest. */
export class OverLimit extends Error {
  constructor(readonly notice: Notice) {
    super(notice.code);
  }
}

export type PlainObject = { [key: string]: unknown };

/** Keys that reach an object's prototype in careless programs, ours and those that read the catalog. */
const HOSTILE = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The nodes of one document as plain data. Counts nodes and levels while aliases are expanded, so that a bomb stops here;
 * finds duplicate and hostile keys (the library's own check for duplicates takes quadratic time).
 */
export class Plain {
  readonly notices: Notice[] = [];
  /** What each alias stands for, as it was when the alias was met. */
  readonly targets = new Map<Alias, Node>();
  private readonly anchors = new Map<string, Node>();
  /** The outermost alias that is being expanded. */
  private expanding: Alias | undefined;

  constructor(
    /** Nodes counted so far: shared by the documents of one file. */
    private readonly budget: { nodes: number },
  ) {}

  value(node: Node | null | undefined, depth = 1): unknown {
    if (!node) return null;
    this.count(node, depth);
    if (isScalar(node)) {
      if (node.anchor !== undefined) this.remember(node.anchor, node);
      return node.value;
    }
    if (isMap(node)) return this.mapping(node, depth);
    if (isSeq(node)) {
      if (node.anchor !== undefined) this.remember(node.anchor, node);
      return node.items.map((item) => this.value(item as Node | null, depth + 1));
    }
    return this.alias(node as Alias, depth);
  }

  private mapping(node: YAMLMap, depth: number): PlainObject {
    if (node.anchor !== undefined) this.remember(node.anchor, node);
    const result: PlainObject = {};
    const first = new Map<string, number>();
    let merged: unknown[] | undefined;
    for (const pair of node.items) {
      const key = this.key(pair.key as Node | null, depth);
      if (key === undefined) continue;
      const value = this.value(pair.value as Node | null, depth + 1);
      if (key === '<<' && isMergeKey(pair.key)) {
        merged = (merged ?? []).concat(value);
        continue;
      }
      const offset = start(pair.key as Node);
      if (HOSTILE.has(key)) {
        this.notices.push({ code: 'manifest/hostile-key', offset, args: { key } });
        continue;
      }
      const before = first.get(key);
      if (before !== undefined) this.notices.push({ code: 'manifest/duplicate-key', offset, args: { key, first: before } });
      else first.set(key, offset);
      result[key] = value;
    }
    if (merged) this.merge(result, merged, node);
    return result;
  }

  /** Merge keys (yaml.org/type/merge.html): what the mapping itself says wins, then the earlier of the merged ones. */
  private merge(into: PlainObject, merged: readonly unknown[], node: YAMLMap): void {
    this.notices.push({ code: 'manifest/anchors', offset: start(node) });
    for (const source of merged) {
      if (!isPlainObject(source)) {
        this.notices.push({ code: 'manifest/syntax', offset: start(node), args: { detail: 'a merge key must name a mapping' } });
        continue;
      }
      for (const [key, value] of Object.entries(source)) {
        if (!Object.hasOwn(into, key)) into[key] = value;
      }
    }
  }

  private key(node: Node | null, depth: number): string | undefined {
    if (node === null) return '';
    const target = isAlias(node) ? this.resolve(node) : node;
    this.count(node, depth);
    if (isScalar(target)) {
      if (target.anchor !== undefined) this.remember(target.anchor, target);
      return typeof target.value === 'string' ? target.value : scalarText(target);
    }
    this.notices.push({ code: 'manifest/complex-key', offset: start(node) });
    return undefined;
  }

  private alias(node: Alias, depth: number): unknown {
    const target = this.resolve(node);
    if (!target) return null;
    const inside = this.expanding;
    this.expanding ??= node;
    const value = this.value(target, depth);
    this.expanding = inside;
    return value;
  }

  private resolve(node: Alias): Node | undefined {
    const known = this.targets.get(node);
    if (known) return known;
    const target = this.anchors.get(node.source);
    if (target) this.targets.set(node, target);
    else
      this.notices.push({
        code: 'manifest/syntax',
        offset: start(node),
        args: { detail: `there is no anchor for the alias *${node.source}` },
      });
    return target;
  }

  private remember(anchor: string, node: Node): void {
    // Nodes met again through an alias are older than anchors set since.
    if (this.expanding) return;
    if (this.anchors.size === 0) this.notices.push({ code: 'manifest/anchors', offset: start(node) });
    this.anchors.set(anchor, node);
  }

  private count(node: Node, depth: number): void {
    const tooDeep = depth > MANIFEST_LIMITS.depth && !isScalar(node);
    this.budget.nodes += 1;
    if (!tooDeep && this.budget.nodes <= MANIFEST_LIMITS.nodes) return;
    const limit = tooDeep ? MANIFEST_LIMITS.depth : MANIFEST_LIMITS.nodes;
    if (this.expanding) {
      const offset = start(this.expanding);
      throw new OverLimit({ code: 'manifest/alias-bomb', offset, args: { limit: `${limit} ${tooDeep ? 'levels' : 'values'}` } });
    }
    throw new OverLimit({
      code: tooDeep ? 'manifest/too-deep' : 'manifest/too-many-nodes',
      offset: start(node),
      args: { limit },
    });
  }
}

export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where a node starts in the text. */
export function start(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** A scalar as it is written: 1.0 stays "1.0". */
export function scalarText(node: Scalar): string {
  return node.source ?? String(node.value ?? '');
}

export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}
