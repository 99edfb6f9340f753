import { assert, asyncProperty, array, constantFrom, integer } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GroupRobot, type Addressee } from '../../../../alerting/channels/group-robot.ts'
import { aMinute, SendBudget } from '../../../../alerting/channels/send-budget.ts'
import type { Verdict } from '../../../../alerting/channels/verdict.ts'
import type { NoticeRow } from '../../../../core/notice.ts'
import { ManualClock } from '../../../support/alerting-clock.ts'
import { noticeFor, rowOf } from '../../../support/alerting-notices.ts'
import { at } from '../../../support/incidents.ts'

const patient = new AbortController().signal
const outcomes = ['accepted', 'retry', 'limited', 'unknown'] as const

/** A group that keeps what it was told, and answers as a test says; afterwards it takes everything. */
class Group {
  readonly told: { readonly part: string; readonly to: readonly Addressee[]; readonly known: boolean }[] = []
  readonly #answers: (typeof outcomes)[number][]

  constructor(answers: readonly (typeof outcomes)[number][]) {
    this.#answers = [...answers]
  }

  robot(clock: ManualClock, partCharacters: number): GroupRobot {
    return new GroupRobot(
      {
        reach: () => ({ address: null }),
        write: ({ title, body }) => `${title}\n${body}`,
        room: { size: (text) => text.length, most: partCharacters },
        post: (part, { to }) => Promise.resolve(this.#hear(part, to)),
        close: () => Promise.resolve()
      },
      { clock, baseUrl: null, gatherMs: 0, timeoutMs: 1000, budget: new SendBudget([aMinute(20)], 5, clock) }
    )
  }

  /** Of unknown outcome it may have heard all the same; the worst case is that it did. */
  #hear(part: string, to: readonly Addressee[]): Verdict {
    const outcome = this.#answers.shift() ?? 'accepted'
    if (outcome === 'accepted' || outcome === 'unknown') this.told.push({ part, to, known: outcome === 'accepted' })
    return outcome === 'accepted' ? { outcome, receipt: 'ok' } : { outcome, reason: outcome }
  }
}

/** Tries each row as the outbox would, one by one in later minutes, until all are delivered. */
async function deliverAll(robot: GroupRobot, clock: ManualClock, rows: readonly NoticeRow[]): Promise<void> {
  const tries = async (row: NoticeRow): Promise<NoticeRow[]> => {
    const { outcome } = await robot.send(row, patient)
    return outcome === 'accepted' ? [] : [outcome === 'unknown' ? { ...row, possibleDuplicate: true } : row]
  }
  let left = (await Promise.all(rows.map(tries))).flat()
  while (left.length > 0) {
    const next: NoticeRow[] = []
    for (const row of left) {
      clock.advance(61_000)
      next.push(...(await tries(row)))
    }
    left = next
  }
}

describe('a robot, whatever its service answers', () => {
  test('tells each post every part of every notice, and none twice without the mark of a possible duplicate', async () => {
    await assert(
      asyncProperty(
        array(constantFrom(...outcomes), { maxLength: 8 }),
        integer({ min: 1, max: 4 }),
        integer({ min: 1, max: 3 }),
        async (answers, posts, notices) => {
          const clock = new ManualClock(at('12:00'))
          const group = new Group(answers)
          const robot = group.robot(clock, 60)
          const rows = Array.from({ length: notices * posts }, (_, index) => {
            const notice = noticeFor(`n${index}`, {
              grade: 'II',
              title: `事件${index % notices}`,
              body: `${'很长的正文'.repeat(14)}完${index % notices}`
            })
            return rowOf({ ...notice, recipient: { ...notice.recipient, name: `岗位${Math.floor(index / notices)}` } })
          })
          await deliverAll(robot, clock, rows)

          for (const { notice } of rows) {
            const heard = group.told.filter(({ to }) => to.some(({ name }) => name === notice.recipient.name)).map(({ part }) => part)
            const first = heard.filter((part) => part.includes(notice.title))
            const last = heard.filter((part) => part.includes(notice.body.slice(-2)))
            expect(first.length).toBeGreaterThan(0)
            expect(last.length).toBeGreaterThan(0)
            expect(first.filter((part) => !part.includes('可能重复')).length).toBeLessThanOrEqual(1)
          }
        }
      ),
      { numRuns: 150 }
    )
  })
})
