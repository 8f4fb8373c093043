import type { paths } from './types.gen'

// What a call must carry and what it answers, read from the description of the
// API: a wrong path, query or body does not compile.

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

type Routes = { [P in keyof paths as P extends `/api/v1${infer Below}` ? Below : never]: paths[P] }

/** The paths that take a method. */
export type Route<M extends Method> = { [P in keyof Routes]: Routes[P] extends Record<M, object> ? P : never }[keyof Routes]

type Operation<M extends Method, P extends Route<M>> = Routes[P] extends Record<M, infer O> ? O : never

type PathOf<O> = O extends { parameters: { path: infer V } } ? { path: V } : unknown
type QueryOf<O> = O extends { parameters: { query: infer V } } ? { query: V } : O extends { parameters: { query?: infer V } } ? { query?: V } : unknown
type BodyOf<O> = O extends { requestBody: Json<infer V> } ? { body: V } : O extends { requestBody?: Json<infer V> } ? (unknown extends V ? unknown : { body?: V }) : unknown
interface Json<V> { content: { 'application/json': V } }

interface More { version?: number | string; idempotencyKey?: string; signal?: AbortSignal; quiet?: boolean }
type Carried<O> = PathOf<O> & QueryOf<O> & BodyOf<O> & More

/** What a call is given; nothing where nothing must be. */
export type Asked<M extends Method, P extends Route<M>> = More extends Carried<Operation<M, P>> ? [ask?: Carried<Operation<M, P>>] : [ask: Carried<Operation<M, P>>]

type Success<O> = O extends { responses: infer R } ? R[keyof R & (200 | 201 | 204)] : never
export type Answer<M extends Method, P extends Route<M>> = Success<Operation<M, P>> extends Json<infer V> ? V : undefined
