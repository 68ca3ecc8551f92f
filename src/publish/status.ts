import { type ExpiryWarning, expiryWarnings } from './expiry.js';
import type { View } from './layout.js';
import { VIEWS } from './layout.js';
import { isoSeconds, type Lifetimes, ONLINE_ROLES, type Role } from './lifetimes.js';
import type { PublishOps } from './ops.js';
import { keyIdsOf, thresholdOf } from './root.js';
import { publishedContent } from './sign-view.js';
import { readState, type ViewState } from './state.js';

export interface RoleStatus {
  readonly role: Role;
  readonly version: number;
  readonly expires: string;
  readonly key_ids: readonly string[];
  readonly threshold: number;
}

export interface ViewStatus {
  readonly view: View;
  /** When the catalog was generated that is published; null where nothing is published. */
  readonly generated_at: string | null;
  readonly targets: number;
  readonly roles: readonly RoleStatus[];
}

export interface PublishStatus {
  /** When this was asked. */
  readonly now: string;
  readonly views: readonly ViewStatus[];
  readonly warnings: readonly ExpiryWarning[];
}

/** What is published, verified. @throws ChoraError `publish/unverifiable-state`, `publish/rolled-back` */
export function publishStatus({ tree, now: clock }: Pick<PublishOps, 'tree' | 'now'>, lifetimes: Lifetimes): PublishStatus {
  const now = clock();
  const states = VIEWS.flatMap((view) => readState(tree, view) ?? []);
  return {
    now: isoSeconds(now),
    views: states.map((state) => ({
      view: state.view,
      generated_at: state.online === null ? null : publishedContent(state.online).generatedAt,
      targets: Object.keys(state.online?.targets.metadata.signed.targets ?? {}).length,
      roles: rolesOf(state),
    })),
    warnings: states.flatMap((state) => {
      const expiries = rolesOf(state).map(({ role, expires }) => [role, new Date(expires)] as const);
      return expiryWarnings(state.view, expiries, now, lifetimes);
    }),
  };
}

/** The root in force, and the online roles where something is published. */
export function rolesOf({ root, online }: ViewState): RoleStatus[] {
  const { signed } = root.metadata;
  const status = (role: Role, { version, expires }: { version: number; expires: string }): RoleStatus => ({
    role,
    version,
    expires,
    key_ids: keyIdsOf(signed, role),
    threshold: role === 'root' ? thresholdOf(signed) : (signed.roles[role]?.threshold ?? 1),
  });
  return [
    status('root', signed),
    ...(online === null ? [] : ONLINE_ROLES.map((role) => status(role, online[role].metadata.signed))),
  ];
}
