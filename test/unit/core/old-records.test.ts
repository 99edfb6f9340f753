import { describe, expect, test } from 'vitest'
import { Mention } from '../../../core/mention.ts'
import { AssessedRecord, DeadLetter, IncidentHint } from '../../../core/records.ts'

/* As version 0.1.0 wrote them. A log may hold such records for ever: what reads them changes, these texts never do. */
const mention = `{"schema":1,"id":"m-1","sourceKind":"portal","source":"北岸网","sourceId":null,"url":"http://a.example/1","title":"路面塌陷","text":null,
"author":null,"publishedAt":"2031-03-12T00:00:00.000Z","publishedPrecision":"day","engagement":{"views":null,"likes":0,"comments":null,"reposts":null},
"parentId":null,"region":null,"observedAt":"2031-03-12T02:00:00.000Z","contentHash":"00","snapshot":null,"fetchedElapsedMs":null,"drill":false}`
const command = '{"schema":1,"type":"command","command":{"kind":"open","commandId":"c-1","incidentId":"i-1"}}'
const hint = '{"schema":1,"incidentId":"i-1","version":3,"fetchedElapsedMs":null}'
const letter = `{"schema":1,"id":"d-1","at":"2031-03-12T02:00:00.000Z","stage":"assess","source":"mentions","place":"mentions/0/7","reason":"不是 JSON",
"code":"invalid-input","topic":"mentions","key":"m-1","body":"{"}`

describe('records of schema 1 still read', () => {
  test.each([
    ['mentions', Mention, mention],
    ['assessed', AssessedRecord, command],
    ['incidents', IncidentHint, hint],
    ['dead-letters', DeadLetter, letter]
  ] as const)('%s', (_, schema, text) => {
    const value: unknown = JSON.parse(text)
    expect(schema.parse(value)).toEqual(value)
  })

  test('a record of a schema that this program does not know is refused, not guessed', () => {
    expect(IncidentHint.safeParse({ ...(JSON.parse(hint) as object), schema: 2 }).success).toBe(false)
  })
})
