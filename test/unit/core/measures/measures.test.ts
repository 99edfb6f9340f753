import { array, assert, asyncProperty, boolean, constantFrom, nat, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../../adapters/hash.ts'
import { machine, type Actor } from '../../../../core/actor.ts'
import type { IncidentEventBody } from '../../../../core/incident/events.ts'
import { replay } from '../../../../core/incident/evolve.ts'
import type { IncidentDocument } from '../../../../core/incident/state.ts'
import { chainStart, seal } from '../../../../core/incident/chain.ts'
import { create, type IncidentWriter } from '../../../../core/incident/update.ts'
import { addMs, hourMs, minuteMs, type Instant } from '../../../../core/instant.ts'
import { measuredIncident } from '../../../../core/measures/measured-incident.ts'
import { measuresOf, type MeasureScope, type Measures } from '../../../../core/measures/measures.ts'
import { anchor, evidenceOf, officer, openingOf, otherAnalyst, person } from '../../../support/incidents.ts'
import { moment, StagedDesk, safety, transport } from '../../../support/staged-desk.ts'
import { RacingIncidentStore } from '../../../support/racing-incident-store.ts'

const everything: MeasureScope = { month: null, departmentId: null }
const handler = person('承办人己', ['handler'], 'safety')
const later = moment('2026-10-20 12:00')

function measured(documents: readonly IncidentDocument[], scope: MeasureScope = everything, now: Instant = later): Measures {
  return measuresOf(
    documents.map((document) => measuredIncident(document, sha256)),
    scope,
    now
  )
}

/** An incident opened by somebody at a moment, with what followed. */
async function opened(id: string, by: Actor, at: Instant, also: readonly IncidentEventBody[] = [], published = at): Promise<IncidentDocument> {
  const writer: IncidentWriter = { store: new RacingIncidentStore(), sha256, announce: () => Promise.resolve() }
  const bodies = openingOf('III', [anchor('first-published', published)]).map((body) =>
    body.type === 'graded' && by.kind === 'person' ? confirmed : body
  )
  return await create(writer, id, { at, actor: by, cause: id }, [...bodies, ...also], null)
}

const confirmed: IncidentEventBody = { type: 'grade-confirmed', eventGrade: 'III', opinionGrade: null, reason: '电话报告', secondedBy: null }

/** Given to the safety department, which takes notice in time and never answers; the report up is an hour and a half late. */
async function lateMatter(): Promise<IncidentDocument> {
  const desk = new StagedDesk()
  await desk.open('III', '2026-09-10 10:00')
  await desk.write('2026-09-10 10:01', { type: 'assigned', departments: [safety], instruction: '' })
  const notice = desk.clock('department-reply/notice/safety')
  await desk.act('2026-09-10 11:00', handler, () => [
    { type: 'stage-met', id: notice.id, words: '知晓性回应', metAt: moment('2026-09-10 11:00'), proof: { kind: 'notice', handler: '王', text: '' } }
  ])
  const report = desk.clock('report-up/written')
  await desk.act('2026-09-10 13:30', officer, () => [
    {
      type: 'stage-met',
      id: report.id,
      words: '书面报告',
      metAt: moment('2026-09-10 13:30'),
      proof: { kind: 'document', sentAt: moment('2026-09-10 13:30'), documentNo: '1号', evidence: null, receipt: '已收' }
    }
  ])
  return desk.document
}

describe('按时率', () => {
  it('counts what was done in time of what fell due, by department and month, with its rows', async () => {
    const { departments, total, rows } = measured([await lateMatter()], { month: '2026-09', departmentId: null })
    const own = departments.find(({ department }) => department?.id === 'safety')
    // Of the safety department: taken notice in time; neither answered nor released by the deadline of 48 hours.
    expect(own?.onTime).toMatchObject({ rate: 1 / 3, part: 1, of: 3 })
    expect(own?.onTime.partRows).toEqual(['inc-test/department-reply/notice/safety'])
    expect(total.lateReports).toMatchObject({ rate: 1, part: 1, of: 1 })
    const late = rows.find(({ id }) => id === 'inc-test/report-up/written')
    expect(late).toMatchObject({ department: null, reason: 'late', delayMs: 90 * minuteMs })
    expect(measured([await lateMatter()], { month: '2026-08', departmentId: null }).rows).toEqual([])
  })

  it('says nothing where nothing fell due yet', async () => {
    const document = await opened('inc-1', machine('pipeline'), moment('2026-09-10 10:00'))
    expect(measured([document], everything, moment('2026-09-10 11:00')).total.onTime).toMatchObject({ rate: null, of: 0 })
  })
})

describe('漏报', () => {
  const at = moment('2026-09-10 10:00')

  it('is what people opened: after the public spoke of it, or told from outside', async () => {
    const documents = [
      await opened('by-hand', officer, at, [], addMs(at, -3 * hourMs)),
      await opened('from-outside', officer, at, [], at),
      await opened('found', machine('pipeline'), at)
    ]
    const { total, rows } = measured(documents)
    expect(total.missed).toMatchObject({ part: 2, of: 3, partRows: ['by-hand/opened', 'from-outside/opened'] })
    expect(rows.filter(({ kind, reason }) => kind === 'opened' && reason !== 'machine').map(({ reason, delayMs }) => [reason, delayMs])).toEqual([
      ['by-hand', 3 * hourMs],
      ['from-outside', null]
    ])
  })

  it('that nobody found is estimated from what both ways found, merged ones among them', async () => {
    const both: IncidentEventBody = { type: 'reported-otherwise', way: '12345 热线', reportedAt: at }
    const machineOnly = await Promise.all(Array.from({ length: 6 }, (_, n) => opened(`machine-${n}`, machine('pipeline'), at)))
    const peopleOnly = await Promise.all(Array.from({ length: 3 }, (_, n) => opened(`people-${n}`, officer, at)))
    const byBoth = await Promise.all(Array.from({ length: 7 }, (_, n) => opened(`both-${n}`, machine('pipeline'), at, [both])))
    const merged = await opened('merged', officer, at, [{ type: 'merged', into: 'host', reason: '同一事件' }])
    const host = await opened('host', machine('pipeline'), at, [{ type: 'absorbed', incidentId: 'merged', reason: '同一事件' }])
    const { unseen } = measured([...machineOnly, ...peopleOnly, ...byBoth, merged, host])
    expect(unseen).toMatchObject({ first: 14, second: 11, both: 8, seen: 17 })
    expect(unseen?.estimate?.total).toBeCloseTo((15 * 12) / 9 - 1, 6)
    expect(measured([...machineOnly, ...peopleOnly]).unseen).toMatchObject({ both: 0, estimate: null })
  })
})

describe('误报', () => {
  const at = moment('2026-09-10 10:00')

  it('is what people overruled, of what they judged; their last word counts', async () => {
    const machineOpens = async (id: string, ...also: IncidentEventBody[]): Promise<IncidentDocument> => {
      const document = await opened(id, machine('pipeline'), at)
      return appended(document, otherAnalyst, also)
    }
    const confirm = (grade: 'III' | 'IV'): IncidentEventBody => ({ ...confirmed, eventGrade: grade })
    const { total, rows } = measured([
      await machineOpens('upheld', confirm('III')),
      await machineOpens('lowered', confirm('III'), confirm('IV')),
      await machineOpens('dismissed', { type: 'dismissed', reason: '旧闻', secondedBy: null }),
      await machineOpens('unjudged')
    ])
    expect(total.overruled).toMatchObject({ part: 2, of: 3 })
    expect(rows.filter(({ kind }) => kind === 'judged').map(({ incidentId, reason }) => [incidentId, reason])).toEqual([
      ['upheld', 'upheld'],
      ['lowered', 'lowered'],
      ['dismissed', 'dismissed']
    ])
  })
})

describe('瞒报', () => {
  it('shows a unit that dealt with it longer before the report than the rule leaves', async () => {
    // Two hours are allowed; it took notice at eleven, and the report went up at half past one.
    const document = await lateMatter()
    const reported = measured([document]).total.concealed
    const [row] = measured([document]).rows.filter(({ kind }) => kind === 'concealed')
    expect(reported).toEqual([row?.id])
    expect(row).toMatchObject({ reason: 'own-deed', department: { id: 'safety', name: '安全处' }, delayMs: 30 * minuteMs })
  })

  it('shows a page of our own from before we opened the matter, and what a supervisor recorded', async () => {
    const at = moment('2026-09-10 10:00')
    const page = { ...evidenceOf('https://a.example/1', addMs(at, hourMs)), publishedAt: addMs(at, -2 * hourMs) }
    const document = await opened('inc-1', machine('pipeline'), at, [
      { type: 'assigned', departments: [{ ...transport, role: 'lead' }], instruction: '' },
      { type: 'release-recorded', evidence: page, comparison: null },
      { type: 'prior-knowledge-recorded', unit: { id: 'safety', name: '安全处' }, knownAt: addMs(at, -hourMs), how: '值班记录' }
    ])
    const rows = measured([document]).rows.filter(({ kind }) => kind === 'concealed')
    expect(rows.map(({ reason, department }) => [reason, department?.id])).toEqual([
      ['own-page', 'transport'],
      ['told', 'safety']
    ])
    expect(rows[1]?.delayMs).toBe(hourMs)
  })

  it('shows a timeline whose chain is broken', async () => {
    const document = await lateMatter()
    const changed = document.events.map((event) => (event.seq === 3 ? { ...event, at: moment('2026-09-10 09:00') } : event))
    const broken = measured([{ ...document, events: changed }]).rows.filter(({ reason }) => reason === 'chain')
    expect(broken).toEqual([expect.objectContaining({ seqs: [3], delayMs: null })])
    expect(measured([document]).rows.filter(({ reason }) => reason === 'chain')).toEqual([])
  })
})

describe('every figure', () => {
  it('is the count of its rows, and the departments together are the total', async () => {
    const at = moment('2026-09-10 10:00')
    const openers: readonly Actor[] = [machine('pipeline'), officer]
    const units = [safety, transport, null]
    await assert(
      asyncProperty(
        array(record({ by: constantFrom(0, 1), unit: constantFrom(0, 1, 2), dismissed: boolean(), day: nat(40) }), {
          maxLength: 6
        }),
        async (matters) => {
          const documents = await Promise.all(
            matters.map(async ({ by, unit, dismissed, day }, index) => {
              const share = units[unit] ?? null
              const assigned: IncidentEventBody[] =
                share === null ? [] : [{ type: 'assigned', departments: [{ ...share, role: 'lead' }], instruction: '' }]
              const document = await opened(`inc-${index}`, openers[by] ?? officer, addMs(at, day * 24 * hourMs), assigned)
              return dismissed ? appended(document, otherAnalyst, [{ type: 'dismissed', reason: '误报', secondedBy: null }]) : document
            })
          )
          const { departments, total, rows } = measured(documents)
          const ids = new Set(rows.map(({ id }) => id))
          expect(ids.size).toBe(rows.length)
          for (const name of ['onTime', 'missed', 'lateReports', 'late', 'overruled'] as const) {
            for (const { [name]: figure } of [...departments, total]) {
              expect([figure.part, figure.of]).toEqual([figure.partRows.length, figure.ofRows.length])
              expect(figure.rate).toBe(figure.of === 0 ? null : figure.part / figure.of)
              expect([...figure.partRows, ...figure.ofRows].every((id) => ids.has(id))).toBe(true)
              expect(figure.partRows.every((id) => figure.ofRows.includes(id))).toBe(true)
            }
            const sum = (of: 'part' | 'of'): number => departments.reduce((all, { [name]: figure }) => all + figure[of], 0)
            expect([sum('part'), sum('of')]).toEqual([total[name].part, total[name].of])
          }
        }
      ),
      { numRuns: 25 }
    )
  })
})

/** What somebody wrote an hour later. */
function appended(document: IncidentDocument, actor: Actor, bodies: readonly IncidentEventBody[]): IncidentDocument {
  const events = [...document.events]
  for (const body of bodies) {
    const said = { seq: events.length + 1, id: `more-${events.length}`, at: addMs(document.state.openedAt, hourMs), actor, body }
    events.push(seal(sha256, { ...said, previous: events.at(-1)?.hash ?? chainStart }))
  }
  return { ...document, events, state: replay(document.id, events) }
}
