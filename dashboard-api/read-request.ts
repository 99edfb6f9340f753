import { z } from 'zod'
import { BadRequestError } from './errors.ts'

const inChinese = z.locales.zhCN().localeError

/** Body or query by its schema. @throws BadRequestError that names every field. */
export function readRequest<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value ?? {}, { error: inChinese })
  if (read.success) return read.data
  const fields = read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  throw new BadRequestError(fields.map(({ path, message }) => (path === '' ? message : `${path}:${message}`)).join(';'), fields)
}

/** `I,II` by the schema of one item; nothing given is an empty list. */
export function readList<S extends z.ZodType>(item: S, name: string, text: string | undefined): z.output<S>[] {
  if (text === undefined || text === '') return []
  return readRequest(z.object({ [name]: z.array(item) }), { [name]: text.split(',') })[name] as z.output<S>[]
}
