import { array, assert, asyncProperty, boolean, integer, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { findFault } from '../../../core/incident/chain.ts'
import { update } from '../../../core/incident/update.ts'
import { addMs, hourMs, minuteMs } from '../../../core/instant.ts'
import { lookNow } from '../../../core/look-at.ts'
import { SweepWorld } from '../../support/alerting-engine.ts'
import { opened } from '../../support/alerting-ladder.ts'
import { anchor, at, document, evidenceOf, officer } from '../../support/incidents.ts'

const noon = at('12:00')
const majorPhases = [
  'authoritative-release p50',
  'authoritative-release p75',
  'authoritative-release p90',
  'authoritative-release m10',
  'authoritative-release overdue',
  'press-conference p50',
  'press-conference p75',
  'press-conference p90',
  'press-conference overdue'
]

function world(grade: 'I' | 'III' = 'I'): SweepWorld {
  const made = new SweepWorld(noon)
  made.put(document(opened(grade, [anchor('occurred', noon)]), noon))
  return made
}

describe('a sweep', () => {
  test('each minute of 48 hours gives every phase once, in order, on its minute', async () => {
    const here = world()
    const engine = here.engine()
    for (let minute = 0; minute <= 48 * 60; minute++) {
      await engine.all()
      here.clock.advance(minuteMs)
    }
    expect(here.phases()).toEqual(majorPhases)
    expect(Math.max(...here.lateness())).toBeLessThan(minuteMs)
    expect(new Set(here.reasons()).size).toBe(here.reasons().length)
    expect(here.reasons()).toContain('inspectors dashboard overdue:phase:press-conference:overdue')
    expect(findFault(sha256, here.get().events)).toBeNull()
  })

  test('reads only what is due: a quiet minute asks for nothing', async () => {
    const here = world()
    const engine = here.engine()
    await engine.all()
    const asked = here.notices.asked
    here.seen.length = 0
    here.clock.advance(1000)
    const report = await engine.all()
    expect([report.looked, here.seen.length, here.notices.asked]).toEqual([0, 0, asked])
  })

  test('finds at once a change whose hint was lost', async () => {
    const here = world('III')
    const engine = here.engine()
    await engine.all()
    await update(here.writer, 'inc-test', { at: here.clock.now(), actor: officer, cause: 'raise' }, () => [
      { type: 'graded', eventGrade: 'I', opinionGrade: null, explanation: { eventGrade: 'I', opinionGrade: null, reasons: [], wouldChange: [] } }
    ])
    await engine.all()
    expect(here.reasons()).toContain('chief dashboard raised-major:raised')
  })

  test('goes over all that is open, and looks at what the store has too late a moment of', async () => {
    const here = world()
    const engine = here.engine()
    await engine.all()
    here.incidents.wrongLooks.set('inc-test', '~')
    here.clock.advance(2.5 * hourMs)
    await engine.all()
    expect(here.phases()).toEqual(['authoritative-release p50'])
  })

  test('looks at what the store knows no moment of, and tells it one', async () => {
    const here = world()
    await here.engine().all()
    here.incidents.wrongLooks.set('inc-test', lookNow)
    const engine = here.engine()
    expect((await engine.all()).looked).toBe(1)
    expect((await engine.all()).looked).toBe(0)
  })

  test('a real clock that is set back does not keep it from going over all that is open', async () => {
    const here = world()
    const engine = here.engine()
    await engine.all()
    here.seen.length = 0
    here.clock.setElapsed(here.clock.elapsedMs() - 2 * hourMs)
    await engine.all()
    expect(here.seen).toEqual(['inc-test'])
  })

  test('a hint is looked at by itself, and lends its moment of fetching', async () => {
    const here = world()
    await here.engine().some(
      new Map([
        ['inc-test', 4711],
        ['gone', null]
      ])
    )
    expect(here.notices.notices().map(({ fetchedElapsedMs }) => fetchedElapsedMs)).toEqual([4711, 4711, 4711, 4711])
  })

  test('a crash after the notices and before the events loses and doubles nothing', async () => {
    const here = world()
    here.afterRequest = () => {
      throw new Error('killed')
    }
    expect((await here.engine().all()).failed).toBe(1)
    expect(here.get().version).toBe(1)
    here.afterRequest = null
    await here.engine().all()
    expect(here.reasons()).toHaveLength(4)
    expect(here.get().events.filter(({ body }) => body.type === 'escalated')).toHaveLength(1)
  })

  test('a release that lands between reading and writing leaves no phase behind it', async () => {
    const here = world()
    await here.engine().all()
    here.clock.advance(2.5 * hourMs)
    here.afterRequest = () => {
      here.afterRequest = null
      const before = here.get()
      here.put(
        document(
          [
            ...before.events.map(({ body, at: moment }) => ({ body, at: moment })),
            {
              body: { type: 'release-recorded', evidence: evidenceOf('https://gov.example/1', here.clock.now()) },
              at: here.clock.now()
            }
          ],
          noon
        )
      )
    }
    await here.engine().all()
    expect(here.phases()).toEqual([])
  })

  test('an anchor that moves between reading and writing: the phase is told when it comes', async () => {
    const here = world()
    await here.engine().all()
    here.clock.advance(2.5 * hourMs)
    here.afterRequest = () => {
      here.afterRequest = null
      const before = here.get()
      const moved = { body: { type: 'anchor-set' as const, anchor: anchor('occurred', at('13:00'), 'person') }, at: here.clock.now() }
      here.put(document([...before.events.map(({ body, at: moment }) => ({ body, at: moment })), moved], noon))
    }
    const half = (): string[] => here.reasons().filter((reason) => reason === 'safety dashboard half:phase:authoritative-release:p50')
    await here.engine().all()
    expect([here.phases(), half().length]).toEqual([[], 1])
    here.clock.advance(hourMs)
    await here.engine().all()
    expect([here.phases(), half().length]).toEqual([['authoritative-release p50'], 2])
    expect(here.get().events.filter(({ body }) => body.type === 'escalated' && body.step.startsWith('half:'))).toHaveLength(1)
  })

  test('asked for while another runs begins after the asking: what fell due meanwhile is found', async () => {
    const here = world()
    const engine = here.engine()
    const asked: Promise<unknown>[] = []
    here.afterRequest = () => {
      here.afterRequest = null
      here.clock.advance(2.5 * hourMs)
      asked.push(engine.all(), engine.all())
    }
    await engine.all()
    await Promise.all(asked)
    expect(here.phases()).toEqual(['authoritative-release p50'])
  })

  test('one incident that cannot be swept holds up no other', async () => {
    const here = world()
    const other = { ...document(opened('III', [anchor('occurred', noon)]), noon), id: 'inc-other' }
    here.put({ ...other, state: { ...other.state, id: 'inc-other' } })
    let first = true
    here.afterRequest = () => {
      if (!first) return
      first = false
      throw new Error('store is busy')
    }
    const engine = here.engine()
    expect((await engine.all()).failed).toBe(1)
    expect((await engine.all()).failed).toBe(0)
    expect(here.get('inc-test').events.some(({ body }) => body.type === 'escalated')).toBe(true)
    expect(here.get('inc-other').events.some(({ body }) => body.type === 'escalated')).toBe(true)
  })

  test('two engines on one store record each phase once', async () => {
    const here = world()
    const engines = [here.engine(), here.engine()]
    for (let step = 0; step < 30; step++) {
      await Promise.all(engines.map((engine) => engine.all()))
      here.clock.advance(hourMs)
    }
    expect(here.phases().toSorted()).toEqual(majorPhases.toSorted())
    expect(new Set(here.reasons()).size).toBe(here.reasons().length)
  })

  test('a clock set back two hours breaches nothing early and doubles nothing', async () => {
    const here = world()
    const engine = here.engine()
    here.clock.advance(3 * hourMs)
    await engine.all()
    const before = here.phases()
    here.clock.set(addMs(here.clock.now(), -2 * hourMs))
    await engine.all()
    here.clock.set(addMs(here.clock.now(), 2 * hourMs))
    await engine.all()
    expect(before).toEqual(['authoritative-release p50'])
    expect(here.phases()).toEqual(before)
  })

  test('a clock set back to before the opening gives each phase that has come one event and each person one notice', async () => {
    const here = new SweepWorld(noon)
    here.put(document(opened('I', [anchor('occurred', at('09:00'))]), noon))
    here.clock.set(at('11:45'))
    for (let sweep = 0; sweep < 20; sweep++) {
      await here.engine().all()
      here.clock.advance(1000)
    }
    expect(here.phases()).toEqual(['authoritative-release p50'])
    expect(here.reasons()).toEqual(['safety dashboard half:phase:authoritative-release:p50'])
  })
})

/** Sweeps at any moments, some engines new, some killed between notices and events. */
const history = array(record({ minutes: integer({ min: 0, max: 700 }), fresh: boolean(), crash: boolean() }), {
  minLength: 1,
  maxLength: 30
})

test('whatever the moments of sweeps, restarts and crashes: each phase once, in order, none early, none lost', async () => {
  await assert(
    asyncProperty(history, async (moments) => {
      const here = world()
      let engine = here.engine()
      for (const { minutes, fresh, crash } of moments) {
        here.clock.advance(minutes * minuteMs)
        if (fresh) engine = here.engine()
        here.afterRequest = crash
          ? () => {
              throw new Error('killed')
            }
          : null
        await engine.all()
      }
      here.afterRequest = null
      here.clock.advance(30 * hourMs)
      await here.engine().all()
      expect(here.phases().toSorted()).toEqual(majorPhases.toSorted())
      const release = here.phases().filter((phase) => phase.startsWith('authoritative'))
      expect(release).toEqual(majorPhases.slice(0, 5))
      expect(Math.min(...here.lateness())).toBeGreaterThanOrEqual(0)
      /* Every step of the ladder spoke, and nobody heard one thing twice. */
      const ids = here.notices.notices().map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      const steps = new Set(here.get().events.flatMap(({ body }) => (body.type === 'escalated' ? [body.step.split(':')[0]] : [])))
      expect(steps).toEqual(new Set(['half', 'last', 'new-major', 'overdue', 'quarter-left', 'unconfirmed', 'unsigned']))
      expect(here.reasons()).toContain('chief dashboard overdue:phase:press-conference:overdue')
      expect(findFault(sha256, here.get().events)).toBeNull()
    }),
    { numRuns: 150 }
  )
})
