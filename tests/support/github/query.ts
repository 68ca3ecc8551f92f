import { execute, GraphQLError, getVariableValues } from 'graphql';
import type { Answer } from './answer.ts';
import type { Context, RateLimit } from './context.ts';
import { type Cost, costOf } from './cost.ts';
import { executionError, FieldError, invalidVariable } from './errors.ts';
import { timedOut } from './faults.ts';
import { resolveField, resolveType } from './resolvers.ts';
import { checkQuery, githubSchema } from './schema.ts';

export interface Query {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface QueryLimits {
  /** Above this weight the query takes too long: 502. */
  timeoutWeight: number;
  /** Above this weight the rest of its fields are null, each with an error. */
  resourceWeight: number;
}

export interface QueryResult {
  readonly answer: Answer;
  readonly points: number;
  readonly nodes: number;
  readonly weight: number;
}

const REFUSED = { points: 1, nodes: 0, weight: 0 } as const;

/** Runs a query as GitHub does: checked against the schema, then weighed, then executed. */
export function runQuery(
  { query, operationName, variables }: Query,
  context: Omit<Context, 'rate' | 'work'>,
  limits: QueryLimits,
  rateAfter: (cost: Cost) => RateLimit,
): QueryResult {
  const checked = checkQuery(query, operationName);
  if ('errors' in checked) return { answer: { status: 200, body: { errors: checked.errors } }, ...REFUSED };
  const schema = githubSchema();
  const { operation, document } = checked.ok;
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (coerced.errors !== undefined) return invalid(coerced.errors);
  let cost: Cost;
  try {
    cost = costOf(schema, checked.ok, coerced.coerced);
  } catch (error) {
    if (error instanceof GraphQLError) return invalid([error]);
    throw error;
  }
  if (cost.errors.length > 0) return { answer: { status: 200, body: { errors: cost.errors } }, ...REFUSED, nodes: cost.nodes };
  const work = { weight: 0, limit: limits.resourceWeight, unknown: new Set<string>() };
  const result = execute({
    schema,
    document,
    operationName,
    variableValues: variables,
    contextValue: { ...context, rate: rateAfter(cost), work },
    fieldResolver: resolveField,
    typeResolver: resolveType,
  });
  if (result instanceof Promise) throw new Error('a resolver of this server must not wait');
  const { points, nodes } = cost;
  const measured = { points, nodes, weight: work.weight };
  if (work.unknown.size > 0) {
    const body = `This server does not have ${[...work.unknown].join(', ')}. Add it to tests/support/github.`;
    return { answer: { status: 501, body, contentType: 'text/plain' }, ...measured };
  }
  // Since July 2025 a query that timed out is counted like any other.
  if (work.weight > limits.timeoutWeight) return { answer: timedOut(), ...measured };
  // Another error is a mistake of this server, which no client should meet as an answer of GitHub.
  const mistake = result.errors?.find(({ originalError }) => originalError && !(originalError instanceof FieldError));
  if (mistake !== undefined) throw mistake;
  const errors = result.errors?.map(executionError);
  const body = { data: result.data ?? null, ...(errors && { errors }) };
  return { answer: { status: 200, body }, ...measured };
}

function invalid(errors: readonly GraphQLError[]): QueryResult {
  return { answer: { status: 200, body: { errors: errors.map(invalidVariable) } }, ...REFUSED };
}

/** Null for a body that is not a GraphQL request. */
export function readQuery(body: Buffer): Query | null {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof value !== 'object' || value === null || !('query' in value) || typeof value.query !== 'string') return null;
  const { operationName, variables } = value as { operationName?: string | null; variables?: Record<string, unknown> | null };
  return { query: value.query, operationName: operationName ?? null, variables: variables ?? {} };
}
