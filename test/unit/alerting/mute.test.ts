import { afterEach, describe, expect, test } from 'vitest'
import { endMuteEarly, readMutes } from '../../../core/mute-book.ts'
import { minuteMs } from '../../../core/instant.ts'
import { SurgePolicy } from '../../../core/surge.ts'
import { testSubject } from '../../../core/test-notice.ts'
import { opened } from '../../support/alerting-ladder.ts'
import { noticeFor } from '../../support/alerting-notices.ts'
import { SurgeWorld } from '../../support/alerting-surge.ts'
import { anchor, at, document, leader } from '../../support/incidents.ts'

const worlds: SurgeWorld[] = []

function world(surge: SurgePolicy | null = null): SurgeWorld {
  const made = new SurgeWorld(surge)
  worlds.push(made)
  made.incidents.documents.set('inc-test', document(opened('III', [anchor('occurred', at('11:00'))]), at('11:00')))
  return made
}

afterEach(async () => {
  for (const one of worlds.splice(0)) await one.close()
})

const chief = { ...noticeFor('x').recipient, contactId: 'chief', name: '主要领导' }
const incident = { kind: 'incident', incidentId: 'inc-test' } as const

describe('a mute', () => {
  test('ends with the incident open: what was kept rings at once, as one message that names it', async () => {
    const here = world()
    await here.mute(incident, 60)
    const process = here.process()
    await here.ask(3)
    await here.settled()
    expect([here.sent.length, here.count('muted')]).toEqual([0, 3])
    expect((await here.notices.get('n1'))?.detail).toBe('静音至 2031-03-12 13:00（测试：已在会上处理）')
    here.clock.advance(59 * minuteMs)
    await process.look()
    await here.settled()
    expect(here.sent).toEqual([])
    here.clock.advance(minuteMs)
    await process.look()
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.title)).toEqual(['【静音已结束】1 件仍未办结'])
    expect(here.sent[0]?.row.notice.body).toContain('（共 3 条）')
    expect([here.count('muted'), here.count('digested')]).toEqual([0, 3])
    expect(await readMutes(here.shelf, here.clock.elapsedMs())).toEqual([])
  })

  test('ends: what must be proven to have arrived goes by itself, with its time to step up, whatever becomes of the message that tells the rest', async () => {
    const here = world()
    here.incidents.documents.set('inc-test', document(opened('II', [anchor('occurred', at('11:00'))]), at('11:00')))
    await here.mute(incident, 60, { by: leader })
    const process = here.process()
    await here.ask(2, { grade: 'II', stepUp: { channels: ['mail', 'sms'], at: at('12:05'), afterMinutes: 5, after: [] } })
    await here.ask(2, { grade: 'II' })
    await here.settled()
    expect(here.count('muted')).toBe(4)
    here.refusing.add('mail')
    here.clock.advance(60 * minuteMs)
    await process.look()
    await here.settled()
    expect((await here.notices.toStepUp(here.clock.now(), 9)).map(({ notice }) => notice.id)).toEqual(['n1', 'n2'])
    expect(await here.notices.get('n1')).toMatchObject({ state: 'dead', stepUpAt: at('13:05') })
    expect(here.count('digested')).toBe(2)
  })

  test('ends with the incident open and nothing kept: whoever was told of it before is rung', async () => {
    const here = world()
    const process = here.process()
    await here.ask(1)
    await here.ask(1, { recipient: chief })
    await here.settled()
    await here.mute(incident, 30)
    here.clock.advance(30 * minuteMs)
    await process.look()
    await here.settled()
    // Whose goes out first is nobody's promise.
    expect(
      here.sent
        .slice(2)
        .map(({ row }) => `${row.notice.recipient.contactId} ${row.notice.title}`)
        .toSorted()
    ).toEqual(['chief 【静音已结束】1 件仍未办结', 'desk 【静音已结束】1 件仍未办结'])
  })

  test('ends with the incident closed: nothing rings, and the rows say why', async () => {
    const here = world()
    await here.mute(incident, 60)
    const process = here.process()
    await here.ask(2)
    await here.settled()
    const open = here.incidents.documents.get('inc-test')
    if (open !== undefined) here.incidents.documents.set('inc-test', { ...open, state: { ...open.state, status: 'closed' } })
    here.clock.advance(60 * minuteMs)
    await process.look()
    await here.settled()
    expect(here.sent).toEqual([])
    expect((await here.notices.get('n1'))?.detail).toBe('静音期间事件已办结，不再通知')
  })

  test('ended by hand it ends at once', async () => {
    const here = world()
    const mute = await here.mute(incident, 600)
    const process = here.process()
    await here.ask(1)
    await here.settled()
    await endMuteEarly(here.shelf, mute.id, here.clock.now())
    here.clock.advance(5000)
    await process.look()
    await here.settled()
    expect(here.sent).toHaveLength(1)
  })

  test('of a person keeps that person alone; of a grade that grade alone', async () => {
    const here = world()
    await here.mute({ kind: 'person', contactId: 'chief' }, 60)
    await here.mute({ kind: 'grade', grade: 'IV' }, 60)
    here.process()
    await here.ask(1)
    await here.ask(1, { grade: 'IV' })
    await here.ask(1, { recipient: chief })
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.id)).toEqual(['n1'])
    expect(here.count('muted')).toBe(2)
  })

  test('mutes away nothing about 特别重大: not what is asked for, not what rose to it', async () => {
    const here = world()
    await here.mute(incident, 60)
    await here.mute({ kind: 'person', contactId: 'desk' }, 60)
    const process = here.process()
    await here.ask(1, { grade: 'I' })
    await here.ask(1)
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.id)).toEqual(['n1'])
    here.incidents.documents.set('inc-test', document(opened('I', [anchor('occurred', at('11:00'))]), at('11:00')))
    here.clock.advance(5000)
    await process.look()
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.id)).toEqual(['n1', 'n2'])
  })

  test('of an officer keeps nothing about 重大: not what is asked for, not what rose to it; a leader’s does', async () => {
    const here = world()
    await here.mute({ kind: 'person', contactId: 'desk' }, 60)
    const process = here.process()
    await here.ask(1, { grade: 'II' })
    await here.ask(1)
    await here.settled()
    expect([here.sent.map(({ row }) => row.notice.id), here.count('muted')]).toEqual([['n1'], 1])
    here.incidents.documents.set('inc-test', document(opened('II', [anchor('occurred', at('11:00'))]), at('11:00')))
    here.clock.advance(5000)
    await process.look()
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.id)).toEqual(['n1', 'n2'])
    await here.mute(incident, 60, { by: leader })
    here.clock.advance(5000)
    await here.ask(1, { grade: 'II' })
    await here.settled()
    expect([here.sent.length, here.count('muted')]).toEqual([2, 1])
    await process.look()
    await here.settled()
    expect([here.sent.length, here.count('muted')]).toEqual([2, 1])
  })

  test('of an officer ends: a 重大 incident that it never kept is not rung for', async () => {
    const here = world()
    here.incidents.documents.set('inc-test', document(opened('II', [anchor('occurred', at('11:00'))]), at('11:00')))
    await here.mute({ kind: 'person', contactId: 'desk' }, 60)
    const process = here.process()
    await here.ask(1, { grade: 'II' })
    await here.settled()
    here.clock.advance(61 * minuteMs)
    await process.look()
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.id)).toEqual(['n1'])
  })

  test('never keeps a test message, nor does a full hour: it is asked for to see whether it arrives', async () => {
    const here = world(SurgePolicy.parse({ perPersonPerHour: 1, source: '测试' }))
    await here.mute({ kind: 'person', contactId: 'desk' }, 60)
    here.process()
    await here.ask(2, { subject: { kind: 'system', id: testSubject }, reason: 'test', grade: null })
    await here.ask(1)
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.id)).toEqual(['n1', 'n2'])
    expect(here.count('muted')).toBe(1)
  })

  test('another one that still runs keeps what it covers', async () => {
    const here = world()
    await here.mute(incident, 30)
    await here.mute({ kind: 'person', contactId: 'desk' }, 60)
    const process = here.process()
    await here.ask(1)
    await here.ask(1, { recipient: chief })
    await here.settled()
    here.clock.advance(30 * minuteMs)
    await process.look()
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.recipient.contactId)).toEqual(['chief'])
    here.clock.advance(30 * minuteMs)
    await process.look()
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.recipient.contactId)).toEqual(['chief', 'desk'])
  })

  test('its end rings in the middle of a surge too', async () => {
    const here = world(SurgePolicy.parse({ perPersonPerHour: 1, source: '测试' }))
    await here.mute(incident, 30)
    const process = here.process()
    await here.ask(1)
    await here.ask(1, { subject: { kind: 'incident', id: 'inc-other' } })
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.id)).toEqual(['n2'])
    here.clock.advance(30 * minuteMs)
    await process.look()
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.reason)).toEqual(['new-major:opened', 'digest:unmuted'])
  })

  test('two processes and a crash between: its end is told once', async () => {
    const here = world()
    await here.mute(incident, 30)
    const one = here.process('a')
    await here.ask(2)
    await here.settled()
    here.clock.advance(30 * minuteMs)
    const release = here.notices.release.bind(here.notices)
    here.notices.release = (ids, to) => (ids.length > 0 ? Promise.reject(new Error('killed')) : release(ids, to))
    await expect(one.look()).rejects.toThrow('killed')
    here.notices.release = release
    await Promise.all([here.process('b').look(), here.process('c').look()])
    await here.settled()
    expect(here.sent).toHaveLength(1)
  })
})
