import { describe, expect, test } from 'vitest'
import { RefusedError } from '../../../core/errors.ts'
import { signatureExpiresAt } from '../../../core/escalation-lapse.ts'
import { Policy } from '../../../core/policy.ts'
import { unfiredOf } from '../../../core/unfired.ts'
import { acknowledge } from '../../../core/incident/acknowledge.ts'
import type { IncidentEventBody } from '../../../core/incident/events.ts'
import { takeOver } from '../../../core/incident/take-over.ts'
import { update } from '../../../core/incident/update.ts'
import { minuteMs, type Instant } from '../../../core/instant.ts'
import { SweepWorld } from '../../support/alerting-engine.ts'
import { ladder, opened } from '../../support/alerting-ladder.ts'
import { anchor, at, document, evidenceOf, leader, officer, person } from '../../support/incidents.ts'

const noon = at('12:00')
const nextOfficer = person('值班员戊', ['duty-officer'])

function lapsed(id: string, afterMinutes: number, to: string): unknown {
  return { id, on: 'lapsed', grades: ['I', 'II'], afterMinutes, to: [to], channels: ['dashboard'], words: id, source: '测试' }
}

const expiring: Policy = Policy.parse({
  ...ladder,
  acknowledgement: { expiresAfterMinutes: { I: 30, II: 60 }, source: '测试' },
  escalation: [
    lapsed('lapsed-desk', 0, 'duty-officer'),
    lapsed('lapsed-department', 5, 'lead-department'),
    lapsed('lapsed-deputy', 15, 'deputy-leader'),
    lapsed('lapsed-leader', 30, 'leader'),
    lapsed('lapsed-inspectors', 60, 'supervisor')
  ]
})

function world(policy = expiring): SweepWorld {
  const made = new SweepWorld(noon)
  made.put(document(opened('I', [anchor('occurred', noon)], { policy }), noon))
  return made
}

let causes = 0
async function write(here: SweepWorld, now: Instant, body: IncidentEventBody, actor = officer): Promise<void> {
  causes += 1
  await update(here.writer, 'inc-test', { at: now, actor, cause: `test:${causes}` }, () => [body])
}

const signed: IncidentEventBody = { type: 'acknowledged', note: '' }

/** Sweeps each minute until the wall shows the time; the second path never misses anything of it. */
async function sweepUntil(here: SweepWorld, wall: Instant): Promise<void> {
  const engine = here.engine()
  for (; here.clock.now() <= wall; here.clock.advance(minuteMs)) {
    await engine.all()
    expect(unfired(here)).toEqual([])
  }
}

/** What the second path misses. */
function unfired(here: SweepWorld): string[] {
  const requested = here.notices.notices().map(({ reason }) => reason)
  return unfiredOf(here.get(), requested, here.clock.now()).map(({ what }) => what)
}

/** Whom each lapse step told, and when. */
function rung(here: SweepWorld): string[] {
  return here.notices
    .notices()
    .filter(({ reason }) => reason.endsWith(':lapsed'))
    .map(({ recipient, requestedAt }) => `${new Date(Date.parse(requestedAt) + 8 * 3_600_000).toISOString().slice(11, 16)} ${recipient.contactId}`)
}

describe('a signature that nobody acts on', () => {
  test('rings again when it expires and climbs 值班员, 部门, 分管领导, 主要领导, 督查', async () => {
    const here = world()
    await write(here, at('12:05'), signed)
    await sweepUntil(here, at('14:00'))
    expect(rung(here)).toEqual(['12:35 desk', '12:40 safety', '12:50 deputy', '13:05 chief', '13:35 inspectors'])
  })

  test.each<[string, IncidentEventBody]>([
    ['an assignment', { type: 'assigned', departments: [], instruction: '' }],
    ['a department that takes it', { type: 'accepted', departmentId: 'safety' }],
    ['a release', { type: 'release-recorded', evidence: evidenceOf('https://gov.example/1', noon) }],
    ['a waiver', { type: 'countdown-waived', kind: 'press-conference', reason: '无必要' }],
    ['a note of what is being done', { type: 'noted', text: '已派人到场' }]
  ])('%s is a deed: nothing rings', async (_, deed) => {
    const here = world()
    await write(here, at('12:05'), signed)
    await write(here, at('12:34'), deed)
    await sweepUntil(here, at('14:00'))
    expect(rung(here)).toEqual([])
  })

  test('to confirm the grade is no deed: who goes to it is still open', async () => {
    const here = world()
    await write(here, at('12:05'), signed)
    await write(here, at('12:10'), { type: 'grade-confirmed', eventGrade: 'I', opinionGrade: null, reason: '属实', secondedBy: null })
    await sweepUntil(here, at('12:36'))
    expect(rung(here)).toEqual(['12:35 desk'])
  })

  test('signed again, it has its time again; then the levels told before are told at once and the ladder goes on above them', async () => {
    const here = world()
    await write(here, at('12:00'), signed)
    await sweepUntil(here, at('12:46'))
    expect(rung(here)).toEqual(['12:30 desk', '12:35 safety', '12:45 deputy'])
    await write(here, at('12:47'), signed)
    await sweepUntil(here, at('13:35'))
    expect(rung(here).slice(3).toSorted()).toEqual(['13:17 deputy', '13:17 desk', '13:17 safety', '13:32 chief'])
  })

  test('a lead that returns the matter leaves the signer its time to find another', async () => {
    const here = world()
    await write(here, at('12:00'), signed)
    await write(here, at('12:10'), {
      type: 'assigned',
      departments: [{ id: 'safety', name: '安监处', role: 'lead', reason: '' }],
      instruction: ''
    })
    await write(here, at('13:00'), { type: 'returned', departmentId: 'safety', reason: '不归我们' })
    await sweepUntil(here, at('13:31'))
    expect(rung(here)).toEqual(['13:30 desk'])
  })

  test('while no sweep runs, the second path counts each level that is owed, also after a hand-over and a return by the lead', async () => {
    const here = world()
    await write(here, at('12:05'), signed)
    here.clock.set(at('12:41'))
    expect(unfired(here).filter((what) => what.endsWith('lapsed'))).toEqual(['lapsed-desk lapsed', 'lapsed-department lapsed'])
    await here.engine().all()
    expect(unfired(here)).toEqual([])
    await write(here, at('12:42'), { type: 'taken-over', from: officer, note: '' }, leader)
    here.clock.set(at('13:13'))
    expect(unfired(here)).toContain('lapsed-desk lapsed')
    await write(here, at('13:14'), { type: 'assigned', departments: [{ id: 'safety', name: '安监处', role: 'lead', reason: '' }], instruction: '' })
    expect(unfired(here)).not.toContain('lapsed-desk lapsed')
    await write(here, at('13:20'), { type: 'returned', departmentId: 'safety', reason: '不归我们' })
    here.clock.set(at('13:50'))
    expect(unfired(here)).not.toContain('lapsed-desk lapsed')
    here.clock.set(at('13:51'))
    expect(unfired(here)).toContain('lapsed-desk lapsed')
  })

  test('it stops no statutory clock', async () => {
    const here = world()
    await write(here, at('12:05'), signed)
    await sweepUntil(here, at('17:00'))
    expect(here.phases()).toContain('authoritative-release overdue')
  })

  test('the engine was off: what fell due meanwhile is told once when it is back, none left out', async () => {
    const here = world()
    await write(here, at('12:05'), signed)
    here.clock.set(at('13:00'))
    await Promise.all([here.engine().all(), here.engine().all()])
    expect(rung(here)).toEqual(['13:00 desk', '13:00 safety', '13:00 deputy'])
  })

  test('the policy is frozen: an incident that began without an expiry never lapses', async () => {
    const here = world({ ...expiring, acknowledgement: undefined })
    await write(here, at('12:05'), signed)
    await sweepUntil(here, at('18:00'))
    expect(rung(here)).toEqual([])
    expect(signatureExpiresAt(here.get())).toBeNull()
  })
})

describe('接班', () => {
  test('the next watch has the whole time from when it took over; the first signature stays on record', async () => {
    const here = world()
    await write(here, at('12:00'), signed)
    await update(here.writer, 'inc-test', { at: at('12:20'), actor: nextOfficer, cause: 'take-over' }, (state) =>
      takeOver(state, { note: '已口头交接' }, { now: at('12:20'), actor: nextOfficer })
    )
    expect(signatureExpiresAt(here.get())).toBe(at('12:50'))
    const { acknowledgedBy, acknowledgedAt, heldBy } = here.get().state
    expect([acknowledgedBy, acknowledgedAt]).toEqual([officer, at('12:00')])
    expect(heldBy).toEqual({ actor: nextOfficer, since: at('12:20') })
  })

  test('of a matter in hand nothing begins to run', async () => {
    const here = world()
    await write(here, at('12:00'), signed)
    await write(here, at('12:10'), { type: 'noted', text: '已派人到场' })
    await write(here, at('20:00'), { type: 'taken-over', from: officer, note: '' }, nextOfficer)
    expect(signatureExpiresAt(here.get())).toBeNull()
  })

  test('there is nothing to take over before anybody signed, nor from oneself', () => {
    const { state } = document(opened('I', [anchor('occurred', noon)]), noon)
    const take = (from: typeof state, actor = officer) => takeOver(from, { note: '' }, { now: noon, actor })
    expect(() => take(state)).toThrow(RefusedError)
    const [body] = acknowledge(state, { note: '' }, { now: noon, actor: officer })
    expect(body?.type).toBe('acknowledged')
    expect(() => take({ ...state, acknowledgedBy: officer })).toThrow('已由您负责')
    expect(take({ ...state, acknowledgedBy: officer }, leader)).toHaveLength(1)
  })
})
