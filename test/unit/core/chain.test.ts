import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { canonicalJson } from '../../../core/canonical-json.ts'
import { findFault } from '../../../core/incident/chain.ts'
import type { IncidentEvent } from '../../../core/incident/events.ts'
import { anchor, at, openingOf, timeline } from '../../support/incidents.ts'

const events = timeline([...openingOf('I', [anchor('occurred', at('09:00'))]), { type: 'noted', text: '已电话核实' }], at('10:00'))

describe('the chain of a timeline', () => {
  it('holds as it was written', () => {
    expect(findFault(sha256, events)).toBeNull()
  })

  it('holds after a trip through JSON, whatever the order of keys', () => {
    expect(findFault(sha256, JSON.parse(JSON.stringify(events)) as IncidentEvent[])).toBeNull()
  })

  it.each(events.map((_, index) => index))('names event %i when its words are changed', (index) => {
    const changed = events.map((event, place) => (place === index ? { ...event, at: at('10:01') } : event))
    expect(findFault(sha256, changed)).toContain(`event ${index + 1}`)
  })

  it('notices an event that is gone, wherever it stood before the last', () => {
    for (let gone = 0; gone < events.length - 1; gone++) {
      expect(
        findFault(
          sha256,
          events.filter((_, index) => index !== gone)
        )
      ).not.toBeNull()
    }
  })

  it('notices two events that changed places', () => {
    const [first, second, ...rest] = events
    expect(findFault(sha256, [second, first, ...rest] as IncidentEvent[])).toContain('event 1')
  })
})

describe('canonical JSON', () => {
  it('gives the same text for the same value, and reads back as it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      })
    )
  })

  it('refuses what JSON cannot say', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError)
  })
})
