import { isPlainObject } from './plain.js';

/** Stands for a taken-out item until all places are known, as taking items out of a list moves the others. */
export const HOLE = Symbol('taken out');

type Steps = readonly (string | number)[];

export function valueAt(tree: unknown, path: Steps): unknown {
  let at = tree;
  for (const step of path) {
    if (Array.isArray(at)) at = at[Number(step)];
    else if (isPlainObject(at) && Object.hasOwn(at, step)) at = at[step];
    else return undefined;
  }
  return at;
}

export function setAt(tree: unknown, path: Steps, value: unknown): void {
  const holder = valueAt(tree, path.slice(0, -1));
  const step = path.at(-1);
  if (step === undefined) return;
  if (Array.isArray(holder)) holder[Number(step)] = value;
  else if (isPlainObject(holder)) holder[step] = value;
}

/** Takes out a value; `sweep` then closes the gaps. */
export function remove(tree: unknown, path: Steps): void {
  setAt(tree, path, HOLE);
}

export function sweep(tree: unknown): void {
  if (Array.isArray(tree)) {
    const kept = tree.filter((item) => item !== HOLE);
    if (kept.length < tree.length) tree.splice(0, tree.length, ...kept);
    for (const item of kept) sweep(item);
  } else if (isPlainObject(tree)) {
    for (const [key, item] of Object.entries(tree)) {
      if (item === HOLE) delete tree[key];
      else sweep(item);
    }
  }
}
