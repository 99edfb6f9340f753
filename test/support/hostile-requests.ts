import type { z } from 'zod'

/** A request by its schema with this text in every field that people write, and something lawful in the others. `texts`: the paths of those. */
export interface MadeRequest {
  readonly body: unknown
  readonly texts: readonly string[]
}

/** Values for fields whose name says what has to be there. */
export type Known = Readonly<Record<string, unknown>>

interface Definition {
  readonly type: string
  readonly innerType?: z.ZodType
  readonly in?: z.ZodType
  readonly element?: z.ZodType
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly options?: readonly z.ZodType[]
  readonly entries?: Readonly<Record<string, string>>
  readonly values?: readonly unknown[]
  readonly checks?: readonly { readonly _zod: { readonly def: { readonly check: string; readonly format?: string } } }[]
}

/** Walks the schema, so that a field that somebody adds is tried without anybody listing it. */
export function hostileRequest(schema: z.ZodType, text: string, known: Known): MadeRequest {
  const texts: string[] = []
  return { body: made(schema, text, known, '', texts), texts }
}

function made(schema: z.ZodType, text: string, known: Known, path: string, texts: string[]): unknown {
  const name = path.split('.').at(-1) ?? ''
  if (Object.hasOwn(known, name)) return known[name]
  const def = schema._zod.def as unknown as Definition
  const inner = (one: z.ZodType | undefined): unknown => (one === undefined ? null : made(one, text, known, path, texts))
  switch (def.type) {
    case 'string':
      texts.push(path)
      return text
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape ?? {}).map(([field, one]) => [field, made(one, text, known, path === '' ? field : `${path}.${field}`, texts)])
      )
    case 'array':
      return [inner(def.element), inner(def.element)]
    case 'union':
      return inner(def.options?.[0])
    case 'enum':
      return Object.values(def.entries ?? {})[0]
    case 'literal':
      return def.values?.[0]
    case 'number':
      return 1
    case 'boolean':
      return true
    case 'pipe':
      return inner(def.in)
    case 'nullable':
    case 'optional':
    case 'default':
    case 'prefault':
    case 'readonly':
      return inner(def.innerType)
    default:
      throw new Error(`${path}: no request can be made of ${def.type}`)
  }
}
