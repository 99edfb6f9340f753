import type { Connection } from './connection.ts'
import type { WireError } from './wire-error.ts'

export interface Request {
  readonly id: number
  readonly name: string
  readonly argument: unknown
}

export type Response =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: WireError }

/** The answer that a worker gives unasked, once its database is open. */
export const readyId = 0

/** Asks a worker to close its database and end. */
export const closeName = 'close'

// oxlint-disable-next-line typescript/no-explicit-any -- the parameter types of a table of operations differ by entry
export type Operations = Readonly<Record<string, (connection: Connection, argument: any) => unknown>>

/** Calls of a table of operations, from the other side of a thread. */
export interface Caller<Table extends Operations> {
  <Name extends keyof Table & string>(name: Name, argument: Parameters<Table[Name]>[1]): Promise<ReturnType<Table[Name]>>
}

/** @throws whatever the operation throws; an unknown name is a fault of ours. */
export function runOperation(table: Operations, connection: Connection, request: Request): unknown {
  const operation = Object.hasOwn(table, request.name) ? table[request.name] : undefined
  if (operation === undefined) throw new Error(`no operation ${request.name}`)
  return operation(connection, request.argument)
}
