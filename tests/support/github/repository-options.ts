import type { FileContent } from './objects.ts';

export type Visibility = 'PUBLIC' | 'PRIVATE' | 'INTERNAL';
export type LockReason = 'BILLING' | 'MIGRATING' | 'MOVING' | 'RENAME' | 'TRADE_RESTRICTION' | 'TRANSFERRING_OWNERSHIP';

export interface RepositoryOptions {
  /** Path → content; none makes an empty repository. */
  readonly files?: Readonly<Record<string, FileContent>>;
  readonly topics?: readonly string[];
  readonly language?: string | null;
  readonly description?: string | null;
  readonly private?: boolean;
  readonly visibility?: Visibility;
  readonly archived?: boolean;
  readonly fork?: boolean;
  readonly template?: boolean;
  readonly mirror?: boolean;
  readonly defaultBranch?: string;
  /** Of the first push, and of the creation. */
  readonly date?: string;
}

export interface PushOptions {
  readonly branch?: string;
  readonly message?: string;
  readonly date?: string;
}
