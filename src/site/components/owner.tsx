import type { VNode } from 'preact';
import { ownerPage, type Root } from '../links.js';
import { dirOf, readable } from '../text.js';
import { none } from './mark.js';

export const ownerLink = (root: Root, owner: string | null | undefined): VNode =>
  owner ? (
    <a dir={dirOf(owner)} href={root + ownerPage(owner)}>
      {readable(owner)}
    </a>
  ) : (
    none()
  );
