import { describe, expect, test } from 'vitest'
import { ConflictError } from '../../core/errors.ts'
import type { Instant } from '../../core/instant.ts'
import type { ClaimedNotice, NoticeStore } from '../../core/ports.ts'
import { at } from '../support/incidents.ts'
import { noneReached, noticeOf } from '../support/notices.ts'
import { freshPlace, type NewPlace } from './place.ts'

const leaseMs = 10_000

export function noticeStoreContract(name: string, newPlace: NewPlace<{ readonly notices: NoticeStore }>): void {
  describe(`${name}: notice store`, () => {
    test('makes one notice of an id, however often it is asked for, also after a restart', async () => {
      const place = await freshPlace(newPlace)
      const before = await place.open()
      expect(await before.notices.request([noticeOf('a'), noticeOf('b')])).toEqual(['a', 'b'])
      expect(await before.notices.request([noticeOf('b'), noticeOf('c'), noticeOf('c')])).toEqual(['c'])
      await before.close()
      const after = await place.open()
      expect(await after.notices.request([noticeOf('a')])).toEqual([])
      expect((await after.notices.get('a'))?.notice).toEqual(noticeOf('a'))
      expect(await after.notices.get('z')).toBeNull()
    })

    test('leases a row to one holder', async () => {
      const { notices } = await (await freshPlace(newPlace)).open()
      await notices.request([noticeOf('a'), noticeOf('b')])
      const [one, other] = await Promise.all([claim(notices, 'one', 0), claim(notices, 'other', 0)])
      // Either may be faster with either row.
      const claimed = [...one, ...other]
      expect(claimed.map(({ row }) => row.notice.id).toSorted()).toEqual(['a', 'b'])
      for (const { row } of claimed) expect(row).toMatchObject({ state: 'sending', attempts: 1, possibleDuplicate: false })
    })

    test('claims only the channels and the number asked for, oldest first', async () => {
      const { notices } = await (await freshPlace(newPlace)).open()
      await notices.request([noticeOf('mail-1'), { ...noticeOf('hook-1'), channel: 'webhook' }, noticeOf('mail-2'), noticeOf('mail-3')])
      const claimed = await notices.claim({ holder: 'h', channels: ['email'], nowElapsedMs: 0, leaseMs, limit: 2 })
      expect(claimed.map((one) => one.row.notice.id)).toEqual(['mail-1', 'mail-2'])
    })

    test('does not make a row wait longer for its next try because the clock was set back', async () => {
      const { notices } = await (await freshPlace(newPlace)).open()
      await notices.request([noticeOf('a')])
      const twoHoursMs = 7_200_000
      const [first] = await claim(notices, 'h', twoHoursMs)
      await notices.settle('a', fenceOf(first), {
        state: 'queued',
        reason: 'HTTP 500',
        nextTryElapsedMs: twoHoursMs + 60_000,
        possibleDuplicate: false
      })
      expect(await claim(notices, 'h', twoHoursMs + 59_999)).toEqual([])
      expect((await claim(notices, 'h', 0)).map(({ row }) => row.notice.id)).toEqual(['a'])
    })

    test('hands an unsettled row out again once its lease ran out, as a possible duplicate, and refuses the old holder', async () => {
      const { notices } = await (await freshPlace(newPlace)).open()
      await notices.request([noticeOf('a')])
      const [first] = await claim(notices, 'crashed', 0)
      expect(await claim(notices, 'next', leaseMs - 1)).toEqual([])
      const [second] = await claim(notices, 'next', leaseMs)

      expect(second?.row).toMatchObject({ possibleDuplicate: true, attempts: 2 })
      expect(fenceOf(second)).toBeGreaterThan(fenceOf(first))
      await expect(notices.settle('a', fenceOf(first), taken)).rejects.toThrow(ConflictError)
      expect((await notices.get('a'))?.state).toBe('sending')
      await notices.settle('a', fenceOf(second), taken)
      expect(await notices.get('a')).toMatchObject({
        state: 'accepted',
        detail: '250 OK',
        handedElapsedMs: 77,
        settledAt: at('09:00'),
        possibleDuplicate: true
      })
    })

    test('never hands a settled row out again, nor settles it twice', async () => {
      const { notices } = await (await freshPlace(newPlace)).open()
      await notices.request([noticeOf('a'), noticeOf('b')])
      const [a, b] = await claim(notices, 'h', 0)
      await notices.settle('a', fenceOf(a), taken)
      await notices.settle('b', fenceOf(b), { state: 'dead', reason: '地址不存在', at: at('09:00') })
      await expect(notices.settle('a', fenceOf(a), taken)).rejects.toThrow(ConflictError)
      expect(await claim(notices, 'h', 10 * leaseMs)).toEqual([])
      expect(await notices.get('b')).toMatchObject({ state: 'dead', detail: '地址不存在' })
    })

    test('waits with a put-back row until its time, and keeps the mark of a possible duplicate', async () => {
      const { notices } = await (await freshPlace(newPlace)).open()
      await notices.request([noticeOf('a')])
      const [first] = await claim(notices, 'h', 0)
      await notices.settle('a', fenceOf(first), { state: 'queued', reason: '连接中断', nextTryElapsedMs: 5000, possibleDuplicate: true })
      expect(await notices.get('a')).toMatchObject({ state: 'queued', nextTryElapsedMs: 5000, detail: '连接中断', possibleDuplicate: true })
      expect(await claim(notices, 'h', 4999)).toEqual([])
      const [second] = await claim(notices, 'h', 5000)
      await notices.settle('a', fenceOf(second), { state: 'queued', reason: '忙', nextTryElapsedMs: 6000, possibleDuplicate: false })
      expect(await notices.get('a')).toMatchObject({ attempts: 2, possibleDuplicate: true })
    })

    test('lets a claimed row wait with its reason, hands it to nobody, and gives it back or lets another tell of it', async () => {
      const { notices } = await (await freshPlace(newPlace)).open()
      await notices.request([noticeOf('a'), noticeOf('b'), noticeOf('c')])
      const [a, b] = await claim(notices, 'h', 0)
      await notices.hold('a', fenceOf(a), { state: 'held', reason: '一小时内已达上限' })
      await notices.hold('b', fenceOf(b), { state: 'muted', reason: '静音' })
      await expect(notices.hold('b', fenceOf(b) - 1, { state: 'held', reason: '旧' })).rejects.toThrow(ConflictError)
      await expect(notices.settle('a', fenceOf(a), taken)).rejects.toThrow(ConflictError)
      expect(await notices.get('a')).toMatchObject({ state: 'held', detail: '一小时内已达上限', attempts: 0, possibleDuplicate: false })
      expect((await notices.list({ state: 'muted', limit: 10 })).map((row) => row.notice.id)).toEqual(['b'])
      expect(await claim(notices, 'h', 10 * leaseMs)).toMatchObject([{ row: { notice: { id: 'c' } } }])

      await notices.release(['a', 'c', 'z'], { state: 'queued', at: at('09:00') })
      await notices.release(['b', 'c'], { state: 'digested', reason: '已并入汇总', at: at('09:00') })
      expect(await notices.get('b')).toMatchObject({ state: 'digested', detail: '已并入汇总', settledAt: at('09:00') })
      expect(await notices.get('c')).toMatchObject({ state: 'sending' })
      const again = await claim(notices, 'h', 10 * leaseMs)
      expect(again).toMatchObject([{ row: { notice: { id: 'a' }, attempts: 1, possibleDuplicate: false } }])
    })

    test('gives a row that waited its whole time to arrive, and no time to one that another tells', async () => {
      const { notices } = await (await freshPlace(newPlace)).open()
      const stepUp = { channels: ['email', 'sms'], at: at('08:10'), afterMinutes: 10, after: [] }
      await notices.request(['a', 'b', 'ended'].map((id) => ({ ...noticeOf(id), stepUp })))
      for (const { row, fence } of await claim(notices, 'h', 0)) await notices.hold(row.notice.id, fence, { state: 'held', reason: '已达上限' })
      await notices.endStepUp(['ended'])
      // What a full hour holds has its minutes as any other.
      expect((await notices.toStepUp(at('08:10'), 9)).map(({ notice }) => notice.id)).toEqual(['a', 'b'])
      await notices.release(['a', 'ended'], { state: 'queued', at: at('09:00') })
      await notices.release(['b'], { state: 'digested', reason: '已并入汇总', at: at('09:00') })
      expect(await notices.get('a')).toMatchObject({ state: 'queued', detail: null, stepUpAt: at('09:10') })
      expect(await notices.get('b')).toMatchObject({ state: 'digested', stepUpAt: null })
      expect(await notices.get('ended')).toMatchObject({ state: 'queued', stepUpAt: null })
      expect(await notices.toStepUp(at('09:09'), 9)).toEqual([])
      expect((await notices.toStepUp(at('09:10'), 9)).map(({ notice }) => notice.id)).toEqual(['a'])
    })

    test('refuses a lease that would outlast a crash by long', async () => {
      const { notices } = await (await freshPlace(newPlace)).open()
      await expect(notices.claim({ holder: 'h', channels: ['email'], nowElapsedMs: 0, leaseMs: 30_001, limit: 1 })).rejects.toThrow('30000')
    })

    test('lists by subject, state and channel, newest first, and counts', async () => {
      const { notices } = await (await freshPlace(newPlace)).open()
      await notices.request([
        noticeOf('a'),
        { ...noticeOf('b'), subject: { kind: 'incident', id: 'other' } },
        noticeOf('c'),
        { ...noticeOf('d'), channel: 'webhook' }
      ])
      const [a] = await claim(notices, 'h', 0)
      await notices.settle('a', fenceOf(a), taken)
      const ids = async (filter: Omit<Parameters<NoticeStore['list']>[0], 'limit'>): Promise<string[]> =>
        (await notices.list({ ...filter, limit: 10 })).map((row) => row.notice.id)

      expect(await ids({})).toEqual(['d', 'c', 'b', 'a'])
      expect(await ids({ subjectId: 'incident-1' })).toEqual(['d', 'c', 'a'])
      expect(await ids({ state: 'accepted' })).toEqual(['a'])
      expect(await ids({ channel: 'webhook' })).toEqual(['d'])
      await claim(notices, 'h', 2 * leaseMs)
      expect(await notices.counts()).toEqual({ ...noneReached, requested: 4, accepted: 1, possibleDuplicates: 2 })
    })

    test('notes each stage that was proven, forward only, with the moment and the source of the first who said so', async () => {
      const place = await freshPlace(newPlace)
      const before = await place.open()
      await before.notices.request([noticeOf('a'), noticeOf('b')])
      const [a] = await claim(before.notices, 'h', 0)
      await before.notices.settle('a', fenceOf(a), taken)
      const read = { at: at('09:05'), source: '工作台：甲' }
      expect(await before.notices.advance(['a', 'unknown'], 'read', read)).toEqual(['a'])
      expect(await before.notices.advance(['a'], 'read', { at: at('09:06'), source: '工作台：乙' })).toEqual([])
      expect(await before.notices.advance(['a'], 'delivered', { at: at('09:07'), source: '工作台：乙' })).toEqual(['a'])
      await before.close()
      const { notices } = await place.open()
      expect(await notices.get('a')).toMatchObject({
        state: 'read',
        settledAt: at('09:00'),
        marks: { accepted: { at: at('09:00'), source: '250 OK' }, delivered: { at: at('09:07'), source: '工作台：乙' }, read }
      })
      expect((await notices.list({ state: 'read', limit: 9 })).map(({ notice }) => notice.id)).toEqual(['a'])
      expect(await notices.counts()).toEqual({ ...noneReached, requested: 2, accepted: 1, delivered: 1, read: 1 })
    })

    test('sends no more what arrived while it waited, and gives up nothing that arrived while it was sent', async () => {
      const { notices } = await (await freshPlace(newPlace)).open()
      await notices.request([noticeOf('waiting'), noticeOf('sent')])
      const signed = { at: at('09:05'), source: '一键签收链接' }
      const [waiting, sent] = await claim(notices, 'h', 0)
      await notices.settle('waiting', fenceOf(waiting), { state: 'queued', reason: '连接中断', nextTryElapsedMs: 5000, possibleDuplicate: true })
      expect(await notices.advance(['waiting', 'sent'], 'signed', signed)).toEqual(['waiting', 'sent'])
      expect(await claim(notices, 'h', 5000)).toEqual([])
      expect((await notices.get('sent'))?.state).toBe('sending')
      await notices.settle('sent', fenceOf(sent), { state: 'dead', reason: '是否送达不明', at: at('09:06') })
      expect(await notices.get('waiting')).toMatchObject({ state: 'signed', marks: { signed }, settledAt: at('09:05') })
      expect(await notices.get('sent')).toMatchObject({ state: 'signed', marks: { signed }, settledAt: at('09:05') })
      expect((await notices.counts()).dead).toBe(0)
    })

    test('finds what is to step up: late or given up, until it arrived or the step was taken', async () => {
      const { notices } = await (await freshPlace(newPlace)).open()
      const stepUp = { channels: ['email', 'sms'], at: at('08:10'), afterMinutes: 10, after: [] }
      await notices.request([noticeOf('plain'), ...['late', 'dead', 'arrived'].map((id) => ({ ...noticeOf(id), stepUp }))])
      const ids = async (now: Instant): Promise<string[]> => (await notices.toStepUp(now, 9)).map(({ notice }) => notice.id)
      expect(await ids(at('08:09'))).toEqual([])
      const claimed = await claim(notices, 'h', 0)
      const dead = claimed.find(({ row }) => row.notice.id === 'dead')
      await notices.settle('dead', fenceOf(dead), { state: 'dead', reason: '号码不对', at: at('08:01') })
      await notices.advance(['arrived'], 'delivered', { at: at('08:02'), source: '工作台：甲' })
      expect(await ids(at('08:09'))).toEqual(['dead'])
      expect(await ids(at('08:10'))).toEqual(['late', 'dead'])
      await notices.endStepUp(['dead', 'unknown'])
      expect(await ids(at('08:11'))).toEqual(['late'])
      expect(await notices.get('dead')).toMatchObject({ state: 'dead', stepUpAt: null })
    })
  })
}

const taken = { state: 'accepted', receipt: '250 OK', handedElapsedMs: 77, at: at('09:00') } as const

function claim(notices: NoticeStore, holder: string, nowElapsedMs: number): Promise<readonly ClaimedNotice[]> {
  return notices.claim({ holder, channels: ['email'], nowElapsedMs, leaseMs, limit: 10 })
}

function fenceOf(claimed: ClaimedNotice | undefined): number {
  if (claimed === undefined) throw new Error('nothing was claimed')
  return claimed.fence
}
