import type { EXIT } from '../model/errors.js';

/** What goes from a catalog, and when. */
export const LEAVING: readonly (readonly [what: string, when: string])[] = [
  [
    'A source',
    'goes when the configuration no longer lists it. One that is missing, unreachable or rate limited keeps what was last read.',
  ],
  ['A capability', 'goes when its source was read and no longer describes it.'],
  [
    'A version',
    'stays as long as its capability is described, also when its tag is gone; unless the policy no longer admits it.',
  ],
  ['A run', 'that would drop more than 15 % of the capabilities writes nothing, unless somebody tells it to.'],
];

/** What each way to end means, as chora index ends. */
export const EXITS: Record<keyof typeof EXIT, string> = {
  done: 'done',
  no: 'refused: more capabilities would go than may',
  usage: 'wrong use or configuration, or a disk that refuses',
  partial: 'written, but some sources failed; their last good entries were kept',
  trust: 'policy or trusted root refused',
  bug: 'a fault of the program',
};
