import { z } from 'zod'
import { inChinese } from '../core/schema-words.ts'
import { hiddenSign, hiddenSignFault, visibleText } from '../core/visible-text.ts'
import { BadRequestError } from './errors.ts'
import { fieldWords } from './field-words.ts'

type Fault = BadRequestError['fields'][number]

/**
 * Body or query by its schema, its texts without what nobody sees: what copying leaves behind is left out, a control character refused.
 * @throws BadRequestError that names every field
 */
export function readRequest<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const hidden: Fault[] = []
  const seen = visible(value ?? {}, [], hidden)
  const read = schema.safeParse(seen, { error: inChinese })
  if (read.success && hidden.length === 0) return read.data
  const faults = read.success ? [] : read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  const fields = [...hidden, ...faults.filter(({ path }) => !hidden.some((one) => one.path === path))]
  throw new BadRequestError(
    fields.map((fault) => (fault.path === '' || hidden.includes(fault) ? fault.message : `${fault.path}:${fault.message}`)).join(';'),
    fields
  )
}

/** No request lies deeper; what does is refused by its schema, as it is. */
const deepest = 8

/** Compared by its bytes and shown to nobody. */
const asTyped = new Set(['password'])

function visible(value: unknown, path: readonly string[], hidden: Fault[]): unknown {
  if (typeof value === 'string') return visibleField(value, path.join('.'), hidden)
  if (typeof value !== 'object' || value === null || path.length >= deepest) return value
  if (Array.isArray(value)) return value.map((one: unknown, index) => visible(one, [...path, String(index)], hidden))
  return Object.fromEntries(
    Object.entries(value).map(([name, one]: [string, unknown]) => [name, asTyped.has(name) ? one : visible(one, [...path, name], hidden)])
  )
}

function visibleField(text: string, path: string, hidden: Fault[]): string {
  const seen = visibleText(text)
  const sign = hiddenSign(seen)
  if (sign !== null) hidden.push({ path, message: `${fieldWords(path)}${hiddenSignFault(sign)}` })
  return seen
}

/** `I,II` by the schema of one item; nothing given is an empty list. */
export function readList<S extends z.ZodType>(item: S, name: string, text: string | undefined): z.output<S>[] {
  if (text === undefined || text === '') return []
  return readRequest(z.object({ [name]: z.array(item) }), { [name]: text.split(',') })[name] as z.output<S>[]
}
