import { z } from 'zod'
import { ReviewFacts } from '../../core/archive/review-facts.ts'
import * as apiTokens from '../contract-api-tokens.ts'
import * as archive from '../contract-archive.ts'
import * as audit from '../contract-audit.ts'
import * as coverage from '../contract-coverage.ts'
import * as ingest from '../contract-ingest.ts'
import * as notices from '../contract-notices.ts'
import * as organisation from '../contract-organisation.ts'
import * as people from '../contract-people.ts'
import * as reports from '../contract-reports.ts'
import * as supervision from '../contract-supervision.ts'
import * as system from '../contract-system.ts'
import * as wording from '../contract-wording.ts'
import * as work from '../contract-work.ts'
import * as contract from '../contract.ts'

export type JsonSchema = Readonly<Record<string, unknown>>

const parts = [
  contract,
  apiTokens,
  archive,
  audit,
  coverage,
  ingest,
  notices,
  organisation,
  people,
  reports,
  supervision,
  system,
  wording,
  work,
  { ReviewFacts }
]
const place = '#/components/schemas/'

/** Every answer of the contract by its own name there, and a way to say one: by its name where it has one. */
export function answerSchemas(): { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly refTo: (schema: z.ZodType) => JsonSchema } {
  const names = new Map<z.ZodType, string>()
  for (const [name, schema] of parts.flatMap((part) => Object.entries(part))) {
    if (schema instanceof z.ZodType && !/(Request|Query)$/.test(name)) names.set(schema, name)
  }
  const registry = z.registry<{ id: string }>()
  for (const [schema, id] of names) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { io: 'output', uri: (id) => `${place}${id}` })
  return {
    schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema)])),
    refTo: (schema) => {
      const name = names.get(schema)
      return name === undefined ? bare(z.toJSONSchema(schema, { io: 'output' })) : { $ref: `${place}${name}` }
    }
  }
}

/** What a caller sends, before anything is filled in. */
export function requestSchema(schema: z.ZodType): JsonSchema {
  return bare(z.toJSONSchema(schema, { io: 'input' }))
}

function bare({ $schema: _schema, $id: _id, ...schema }: JsonSchema): JsonSchema {
  return schema
}
