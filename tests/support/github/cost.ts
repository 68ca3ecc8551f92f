// What a query costs before it runs, by GitHub Docs, "Rate limits and node limits for the GraphQL API": every connection needs
// `first` or `last` from 1 to 100; nodes are the products of these numbers along the way, added up, at most 500,000; points are
// the requests that would fill every connection, one for each parent, divided by 100, rounded, and at least 1.
import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  GraphQLInterfaceType,
  GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  type SelectionNode,
} from 'graphql';
import type { ErrorBody } from './errors.ts';
import type { Operation } from './schema.ts';

export interface Cost {
  readonly points: number;
  readonly nodes: number;
  readonly errors: readonly ErrorBody[];
}

type Variables = Readonly<Record<string, unknown>>;
type Parent = GraphQLObjectType | GraphQLInterfaceType;

export const NODE_LIMIT = 500_000;
export const PAGE_LIMIT = 100;

/** Throws a GraphQLError where a variable does not fit its argument. */
export function costOf(schema: GraphQLSchema, { operation, fragments }: Operation, variables: Variables): Cost {
  const query = schema.getQueryType();
  if (!query) throw new Error('the schema has no queries');
  const walk = new Walk(schema, fragments, variables);
  walk.selections(operation.selectionSet.selections, query, 1, []);
  const { nodes, requests, errors } = walk;
  if (nodes > NODE_LIMIT && errors.length === 0) {
    const message = `This query requests up to ${nodes.toLocaleString('en-US')} possible nodes which exceeds the maximum limit of 500,000.`;
    errors.push({ type: 'MAX_NODE_LIMIT_EXCEEDED', message });
  }
  return { points: Math.max(1, Math.round(requests / 100)), nodes, errors };
}

class Walk {
  nodes = 0;
  requests = 0;
  readonly errors: ErrorBody[] = [];
  readonly #schema: GraphQLSchema;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Variables;
  /** A connection that is selected twice under one name is one connection. */
  readonly #seen = new Set<string>();

  constructor(schema: GraphQLSchema, fragments: ReadonlyMap<string, FragmentDefinitionNode>, variables: Variables) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#variables = variables;
  }

  selections(selections: readonly SelectionNode[], parent: Parent | null, times: number, path: readonly string[]): void {
    for (const selection of selections) {
      if (this.#skipped(selection)) continue;
      if (selection.kind === 'Field') {
        this.#field(selection, parent, times, [...path, (selection.alias ?? selection.name).value]);
        continue;
      }
      const inside = selection.kind === 'InlineFragment' ? selection : this.#fragments.get(selection.name.value);
      if (inside === undefined) continue;
      const type = inside.typeCondition ? this.#type(inside.typeCondition.name.value) : parent;
      this.selections(inside.selectionSet.selections, type, times, path);
    }
  }

  #field(node: FieldNode, parent: Parent | null, times: number, path: readonly string[]): void {
    const field = parent?.getFields()[node.name.value];
    if (field === undefined || node.selectionSet === undefined) return;
    const type = getNamedType(field.type);
    let inside = times;
    if (type.name.endsWith('Connection') && field.args.some(({ name }) => name === 'first')) {
      const { first, last } = getArgumentValues(field, node, this.#variables);
      const size = this.#size(node, first, last, path);
      inside = times * size;
      if (!this.#seen.has(path.join())) {
        this.nodes += inside;
        this.requests += times;
      }
      this.#seen.add(path.join());
    }
    this.selections(node.selectionSet.selections, this.#type(type.name), inside, path);
  }

  #size(node: FieldNode, first: unknown, last: unknown, path: readonly string[]): number {
    const name = node.name.value;
    const locations = node.loc && [{ line: node.loc.startToken.line, column: node.loc.startToken.column }];
    const refuse = (type: string, message: string): number => {
      this.errors.push({ type, path, ...(locations && { locations }), message });
      return 0;
    };
    const [which, size] = typeof first === 'number' ? ['first', first] : ['last', last];
    if (typeof size !== 'number') {
      const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
      return refuse('MISSING_PAGINATION_BOUNDARIES', message);
    }
    if (size > PAGE_LIMIT) {
      const message = `Requesting ${size} records on the \`${name}\` connection exceeds the \`${which}\` limit of ${PAGE_LIMIT} records.`;
      return refuse('EXCESSIVE_PAGINATION', message);
    }
    if (size < 1) {
      return refuse('INSUFFICIENT_PAGINATION', `\`${which}\` on the \`${name}\` connection cannot be less than 1.`);
    }
    return size;
  }

  #skipped(node: SelectionNode): boolean {
    const skip = getDirectiveValues(GraphQLSkipDirective, node, this.#variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, node, this.#variables);
    return skip?.['if'] === true || include?.['if'] === false;
  }

  /** Unions have no fields of their own. */
  #type(name: string): Parent | null {
    const type = this.#schema.getType(name);
    return type instanceof GraphQLObjectType || type instanceof GraphQLInterfaceType ? type : null;
  }
}
