import { createHash } from 'node:crypto';
import { type Key, Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp } from '@tufjs/models';
import { Delegations } from '@tufjs/models/dist/delegations.js';
import { DelegatedRole, Role, SuccinctRoles } from '@tufjs/models/dist/role.js';
import { RepositoryKey } from './key.js';

type TopLevel = 'root' | 'timestamp' | 'snapshot' | 'targets';
type Fields = NonNullable<ConstructorParameters<typeof Root>[0]['unrecognizedFields']>;

/** What a role is in the next version that is published. */
export interface RoleState {
  /** Of the version that was published last; publishing adds one. */
  version: number;
  expires: Date;
  /** Keys that may sign, and how many must. */
  keys: RepositoryKey[];
  threshold: number;
  /** Keys that do sign. */
  signers: RepositoryKey[];
}

export interface Delegation {
  readonly name: string;
  readonly paths?: string[];
  readonly terminating?: boolean;
  /** Keys that the delegator names, where they are others than those of the role. */
  readonly keys?: RepositoryKey[];
}

interface TargetsState extends RoleState {
  targets: Record<string, TargetFile>;
  delegations: Delegation[];
  succinct: { bitLength: number; namePrefix: string } | null;
}

export const days = (count: number) => new Date(Date.now() + count * 86_400_000);
export const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A TUF repository in memory: real keys, real signatures, and whatever a test makes of it. */
export class TufRepository {
  /** What is served: URL path without the first slash → bytes. */
  readonly files = new Map<string, Buffer>();
  /** Digests of all metadata that ever was. */
  readonly published = new Set<string>();
  readonly root = newRole();
  readonly timestamp = newRole();
  readonly snapshot = newRole();
  /** targets and the delegated roles. */
  readonly targetsRoles = new Map<string, TargetsState>();
  /** What snapshot and timestamp say of others. */
  snapshotMeta: Record<string, MetaFile> = {};
  timestampMeta = new MetaFile({ version: 1 });
  /** Own fields in the signed part of the timestamp, and of the root. */
  timestampFields: Fields = {};
  rootFields: Fields = {};
  /** Keys that the root lists beside those of its roles, by id. */
  extraKeys: Record<string, Key> = {};

  constructor(
    readonly consistentSnapshot = true,
    /** Whether snapshot and timestamp give lengths and digests. */
    readonly withDigests = true,
  ) {
    this.addRole('targets');
    this.publish('targets', 'snapshot', 'timestamp', 'root');
  }

  get targets(): TargetsState {
    return this.targetsRole('targets');
  }

  targetsRole(name: string): TargetsState {
    const role = this.targetsRoles.get(name);
    if (role === undefined) throw new Error(`no role ${name}`);
    return role;
  }

  role(name: string): RoleState {
    return name === 'root' || name === 'timestamp' || name === 'snapshot' ? this[name] : this.targetsRole(name);
  }

  /** Bumps, signs and serves each role, in this order. */
  publish(...roles: string[]): void {
    for (const name of roles) {
      const role = this.role(name);
      role.version += 1;
      const metadata = this.metadataOf(name);
      for (const signer of role.signers) metadata.sign((data) => signer.sign(data), true);
      const bytes = Buffer.from(JSON.stringify(metadata.toJSON()));
      this.published.add(digestOf(bytes));
      const meta = this.withDigests
        ? new MetaFile({ version: role.version, length: bytes.length, hashes: { sha256: digestOf(bytes) } })
        : new MetaFile({ version: role.version });
      if (name === 'snapshot') this.timestampMeta = meta;
      else if (name !== 'root' && name !== 'timestamp') this.snapshotMeta[`${name}.json`] = meta;
      const plain = `metadata/${encodeURIComponent(name)}.json`;
      const versioned = `metadata/${role.version}.${encodeURIComponent(name)}.json`;
      if (name === 'root' || (this.consistentSnapshot && name !== 'timestamp')) this.files.set(versioned, bytes);
      if (name === 'root' || !this.consistentSnapshot || name === 'timestamp') this.files.set(plain, bytes);
    }
  }

  /** A new version of the roles that say what is there; further targets roles first. */
  release(...others: string[]): void {
    this.publish(...others, 'targets', 'snapshot', 'timestamp');
  }

  /** As many new keys as the role must have signatures, in place of the old. The root that says so is yet to be published. */
  rotate(name: TopLevel): void {
    const role = this.role(name);
    const fresh = Array.from({ length: role.threshold }, () => RepositoryKey.generate());
    role.signers = name === 'root' ? [...role.keys, ...fresh] : fresh;
    role.keys = fresh;
  }

  addTarget(path: string, content: string | Buffer, role = 'targets'): Buffer {
    const bytes = Buffer.from(content);
    const sha256 = digestOf(bytes);
    this.targetsRole(role).targets[path] = new TargetFile({ path, length: bytes.length, hashes: { sha256 } });
    const parts = path.split('/');
    const name = this.consistentSnapshot ? `${sha256}.${parts.at(-1)}` : parts.at(-1);
    this.files.set(`targets/${[...parts.slice(0, -1), name].map((part) => encodeURIComponent(part ?? '')).join('/')}`, bytes);
    return bytes;
  }

  delegate(delegator: string, delegation: Delegation): void {
    if (!this.targetsRoles.has(delegation.name)) this.addRole(delegation.name);
    this.targetsRole(delegator).delegations.push(delegation);
  }

  addRole(name: string): void {
    this.targetsRoles.set(name, { ...newRole(), targets: {}, delegations: [], succinct: null });
  }

  file(path: string): Buffer {
    const bytes = this.files.get(path);
    if (bytes === undefined) throw new Error(`${path} was not published`);
    return bytes;
  }

  private metadataOf(name: string): Metadata<Root> | Metadata<Timestamp> | Metadata<Snapshot> | Metadata<Targets> {
    const { version, expires } = this.role(name);
    const common = { version, specVersion: '1.0.31', expires: expires.toISOString().replace(/\.\d+/, '') };
    if (name === 'root') return new Metadata(this.rootOf(common));
    if (name === 'timestamp')
      return new Metadata(
        new Timestamp({ ...common, snapshotMeta: this.timestampMeta, unrecognizedFields: this.timestampFields }),
      );
    if (name === 'snapshot') return new Metadata(new Snapshot({ ...common, meta: { ...this.snapshotMeta } }));
    const { targets } = this.targetsRole(name);
    const delegations = this.delegationsOf(name);
    return new Metadata(new Targets({ ...common, targets, ...(delegations === null ? {} : { delegations }) }));
  }

  private rootOf(common: { version: number; specVersion: string; expires: string }): Root {
    const keys: Record<string, Key> = { ...this.extraKeys };
    const roles: Record<string, Role> = {};
    for (const name of ['root', 'timestamp', 'snapshot', 'targets']) {
      const role = this.role(name);
      for (const { id, key } of role.keys) keys[id] ??= key;
      roles[name] = new Role({ keyIDs: role.keys.map(({ id }) => id), threshold: role.threshold });
    }
    const { consistentSnapshot, rootFields: unrecognizedFields } = this;
    return new Root({ ...common, keys, roles, consistentSnapshot, unrecognizedFields });
  }

  private delegationsOf(name: string): Delegations | null {
    const { delegations, succinct } = this.targetsRole(name);
    if (succinct !== null) {
      const { keys: binKeys, threshold } = this.targetsRole(`${succinct.namePrefix}-0`);
      const succinctRoles = new SuccinctRoles({ ...succinct, keyIDs: binKeys.map(({ id }) => id), threshold });
      return new Delegations({ keys: Object.fromEntries(binKeys.map(({ id, key }) => [id, key])), succinctRoles });
    }
    if (delegations.length === 0) return null;
    const keys: Record<string, Key> = {};
    const roles: Record<string, DelegatedRole> = {};
    for (const { name: child, paths = ['*'], terminating = false, keys: named } of delegations) {
      const { keys: own, threshold } = this.targetsRole(child);
      for (const { id, key } of named ?? own) keys[id] = key;
      roles[child] = new DelegatedRole({
        name: child,
        keyIDs: (named ?? own).map(({ id }) => id),
        threshold,
        terminating,
        paths,
      });
    }
    return new Delegations({ keys, roles });
  }
}

function newRole(): RoleState {
  const key = RepositoryKey.generate();
  return { version: 0, expires: days(30), keys: [key], threshold: 1, signers: [key] };
}
