import { assert, integer, property } from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { Contact } from '../../../core/department.ts'
import { nightBeforeWarning, type DutyWarning, type NightWatch } from '../../../core/duty-warning.ts'
import { dutiesBetween, dutyGaps, DutyRoster, nextHandOver, onDuty } from '../../../core/duty-roster.ts'
import { addMs, chinaWallTime, dayMs, minuteMs, msBetween, type Instant } from '../../../core/instant.ts'
import { EscalationStep } from '../../../core/policy.ts'
import { workingCalendar } from '../../../core/working-calendar.ts'
import { at } from '../../support/incidents.ts'
import { shippedCalendar } from '../../support/shipped-calendar.ts'

const moment = (text: string): Instant => at(text.slice(11), text.slice(0, 10))

/** Days 08:30 to 17:30 by two posts, nights by a third, weekends and holidays by posts of their own. */
const desk = DutyRoster.parse({
  id: 'desk',
  name: '值班室',
  source: '测试值班安排',
  shifts: [
    { id: 'day', name: '白班', on: ['workday'], from: '08:30', to: '17:30', people: ['first', 'second'] },
    { id: 'night', name: '夜班', on: ['workday'], from: '17:30', to: '08:30', people: ['night'] },
    { id: 'weekend', name: '周末班', on: ['weekend'], from: '08:30', to: '08:30', people: ['weekend'] },
    { id: 'holiday', name: '节日班', on: ['holiday'], from: '08:30', to: '08:30', people: ['chief', 'holiday'] }
  ]
})

const people = (roster: DutyRoster, text: string): readonly string[] => onDuty(roster, shippedCalendar, moment(text)).people

describe('who is on duty', () => {
  it.each([
    ['by day, both of the shift', '2026-09-07 10:00', ['first', 'second']],
    ['at the moment of hand-over, those who take over', '2026-09-07 17:30', ['night']],
    ['a minute before it, those who leave', '2026-09-07 17:29', ['first', 'second']],
    ['after midnight, the night that began the day before', '2026-09-08 03:00', ['night']],
    ['on Saturday morning before hand-over, the night of Friday', '2026-09-12 08:00', ['night']],
    ['on Saturday, the weekend', '2026-09-12 09:00', ['weekend']],
    ['on a 调休 Sunday, those of a working day', '2026-09-20 09:00', ['first', 'second']],
    ['on National Day, a Thursday, those of a holiday', '2026-10-01 09:00', ['chief', 'holiday']],
    ['on the Sunday within it too', '2026-10-04 09:00', ['chief', 'holiday']],
    ['on the first morning of work until hand-over, still those of the holiday', '2026-10-08 08:00', ['chief', 'holiday']]
  ])('%s', (_, when, expected) => {
    expect(people(desk, when)).toEqual(expected)
  })

  it('goes by the weekday where a roster has no shift for holidays or for 调休', () => {
    const plain = DutyRoster.parse({
      ...desk,
      shifts: [
        { id: 'week', name: '工作日', on: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '00:00', to: '00:00', people: ['a'] },
        { id: 'end', name: '周末', on: ['saturday', 'sunday'], from: '00:00', to: '00:00', people: ['b'] }
      ]
    })
    expect(people(plain, '2026-10-01 09:00')).toEqual(['a'])
    expect(people(plain, '2026-09-20 09:00')).toEqual(['b'])
    expect(people(plain, '2026-09-20 23:59')).toEqual(['b'])
  })

  it('adds a weekday of its own to the shifts of every working day', () => {
    const monday = DutyRoster.parse({
      ...desk,
      shifts: [...desk.shifts, { id: 'monday', name: '周一加强', on: ['monday'], from: '08:30', to: '17:30', people: ['extra'] }]
    })
    expect(people(monday, '2026-09-07 10:00')).toEqual(['first', 'second', 'extra'])
    expect(people(monday, '2026-09-08 10:00')).toEqual(['first', 'second'])
  })
})

describe('a person who is away', () => {
  const from = '2026-09-07 12:00'
  const to = '2026-09-09 08:30'
  const away = (absences: object[]): DutyRoster => DutyRoster.parse({ ...desk, absences })
  const absent = (who: string, substitute: string | null): object => ({ who, substitute, from, to, reason: '公差' })

  it('is stood in for from the first moment to the last, and not before or after', () => {
    const roster = away([absent('night', 'second')])
    expect(people(roster, '2026-09-07 20:00')).toEqual(['second'])
    expect(people(roster, '2026-09-09 08:29')).toEqual(['second'])
    expect(people(roster, '2026-09-09 18:00')).toEqual(['night'])
    expect(people(roster, '2026-09-04 20:00')).toEqual(['night'])
  })

  it('whose substitute is away too is stood in for by that one’s substitute', () => {
    expect(people(away([absent('night', 'second'), absent('second', 'chief')]), '2026-09-07 20:00')).toEqual(['chief'])
  })

  it('without a substitute leaves the others of the shift', () => {
    expect(people(away([absent('first', null)]), '2026-09-08 10:00')).toEqual(['second'])
  })

  it('alone on the shift leaves nobody, with the reason', () => {
    const duty = onDuty(away([absent('night', null)]), shippedCalendar, moment('2026-09-07 20:00'))
    expect([duty.people, duty.accepted, duty.why]).toEqual([[], false, '应值班的都不在岗且无人替班：night 公差'])
  })

  it('who stands in for one that stands in for him leaves nobody, and does not hang', () => {
    expect(people(away([absent('night', 'second'), absent('second', 'night')]), '2026-09-07 20:00')).toEqual([])
  })
})

describe('the next hand-over', () => {
  it.each([
    ['from day to night', '2026-09-07 10:00', '2026-09-07 17:30', ['night']],
    ['from night to day', '2026-09-07 20:00', '2026-09-08 08:30', ['first', 'second']],
    ['from Friday night to the weekend', '2026-09-11 20:00', '2026-09-12 08:30', ['weekend']],
    ['over a weekend of one person to Monday', '2026-09-12 20:00', '2026-09-14 08:30', ['first', 'second']],
    ['after the last day of the holiday', '2026-10-02 20:00', '2026-10-08 08:30', ['first', 'second']]
  ])('%s', (_, when, next, taking) => {
    const handOver = nextHandOver(desk, shippedCalendar, moment(when))
    expect([handOver && chinaWallTime(handOver.at), handOver?.taking]).toEqual([next, taking])
  })

  it('is no change of shift of one and the same person', () => {
    const double = DutyRoster.parse({
      ...desk,
      shifts: desk.shifts.map((shift) => (shift.id === 'night' ? { ...shift, people: ['first', 'second'] } : shift))
    })
    expect(chinaWallTime(nextHandOver(double, shippedCalendar, moment('2026-09-07 10:00'))?.at ?? moment('2026-09-07 10:00'))).toBe(
      '2026-09-12 08:30'
    )
  })

  it('is none where one post is always on', () => {
    const always = DutyRoster.parse({
      ...desk,
      shifts: [{ id: 'a', name: '常班', on: ['workday', 'weekend', 'holiday'], from: '00:00', to: '00:00', people: ['one'] }]
    })
    expect(nextHandOver(always, shippedCalendar, moment('2026-09-07 10:00'))).toBeNull()
  })
})

describe('gaps', () => {
  const dayOnly = DutyRoster.parse({ ...desk, shifts: desk.shifts.filter(({ id }) => id !== 'night') })

  it('of a roster without nights are its nights, from hand-over to hand-over', () => {
    expect(
      dutyGaps(dayOnly, shippedCalendar, moment('2026-09-10 12:00'), 3).map(({ from, to, why }) => [chinaWallTime(from), chinaWallTime(to), why])
    ).toEqual([
      ['2026-09-10 17:30', '2026-09-11 08:30', '此时没有班次'],
      ['2026-09-11 17:30', '2026-09-12 08:30', '此时没有班次']
    ])
  })

  it('that the roster accepts are marked with its reason', () => {
    const accepted = DutyRoster.parse({ ...dayOnly, gaps: [{ from: '2026-09-10 17:30', to: '2026-09-11 08:30', reason: '夜间由市值班室代管' }] })
    expect(dutyGaps(accepted, shippedCalendar, moment('2026-09-10 12:00'), 3).map(({ why, accepted: known }) => [why, known])).toEqual([
      ['夜间由市值班室代管', true],
      ['此时没有班次', false]
    ])
  })

  it('are none in a roster that covers every hour, over two years and their holidays', () => {
    expect(dutyGaps(desk, shippedCalendar, moment('2025-01-02 09:00'), 720)).toEqual([])
  })

  it('and duties together fill the time without hole or overlap', () => {
    const from = moment('2026-09-17 03:00')
    const duties = dutiesBetween(dayOnly, shippedCalendar, from, moment('2026-10-12 11:11'))
    for (const [index, duty] of duties.entries()) expect(duty.from).toBe(index === 0 ? from : duties[index - 1]?.to)
    expect(duties.reduce((sum, duty) => sum + msBetween(duty.from, duty.to), 0)).toBe(25 * dayMs + 8 * 3_600_000 + 11 * 60_000)
  })
})

test('at any moment the duty asked for is the one of the list that the moment lies in', () => {
  const absences = [{ who: 'night', substitute: 'second', from: '2026-09-20 20:00', to: '2026-09-21 02:00', reason: '公差' }]
  const roster = DutyRoster.parse({ ...desk, absences })
  const start = moment('2026-09-17 03:00')
  const duties = dutiesBetween(roster, shippedCalendar, start, addMs(start, 30 * dayMs))
  assert(
    property(integer({ min: 0, max: 30 * 24 * 60 - 1 }), (minutes) => {
      const now = addMs(start, minutes * minuteMs)
      expect(onDuty(roster, shippedCalendar, now).people).toEqual(duties.find(({ from, to }) => from <= now && now < to)?.people)
    })
  )
})

describe('a year without a calendar', () => {
  const unknown = workingCalendar([])

  it('has the shifts of every kind that the day may be, and says so: nobody is left out by a guess', () => {
    const thursday = onDuty(desk, unknown, moment('2027-10-07 10:00'))
    expect(thursday.people).toEqual(['first', 'second', 'chief', 'holiday'])
    expect(thursday.why).toContain('没有 2027 年的节假日表')
    expect(onDuty(desk, unknown, moment('2027-10-10 10:00')).people).toEqual(['first', 'second', 'weekend', 'chief', 'holiday'])
  })

  it('changes nothing for a roster that goes by no holiday', () => {
    const always = DutyRoster.parse({
      ...desk,
      shifts: [{ id: 'a', name: '常班', on: ['monday', 'workday', 'weekend', 'holiday'], from: '00:00', to: '00:00', people: ['one'] }]
    })
    expect(onDuty(always, unknown, moment('2027-10-07 10:00'))).toMatchObject({ people: ['one'], why: null })
  })
})

function nightBefore(roster: DutyRoster, now: string, more: Partial<NightWatch> = {}): DutyWarning | null {
  return nightBeforeWarning(
    roster,
    { duty: { rosters: [roster], calendar: shippedCalendar }, contacts: [], steps: [], channels: {}, ...more },
    moment(now)
  )
}

describe('the night before', () => {
  const away = DutyRoster.parse({
    ...desk,
    absences: [{ who: 'night', substitute: null, from: '2026-09-08 12:00', to: '2026-09-09 12:00', reason: '病假' }]
  })

  it('nobody reachable tomorrow night is warned of from the hour of warning on', () => {
    expect(nightBefore(away, '2026-09-07 17:59')).toBeNull()
    const warning = nightBefore(away, '2026-09-07 18:00')
    expect(warning?.day).toBe('2026-09-08')
    expect(warning?.lines).toEqual(['2026-09-08 17:30 至 2026-09-09 00:00 无人值班：应值班的都不在岗且无人替班：night 病假'])
  })

  it('says the same whenever it is asked that evening, after a restart too', () => {
    const words = ['18:00', '21:13', '23:59'].map((time) => nightBefore(away, `2026-09-07 ${time}`)?.lines.join())
    expect(new Set(words).size).toBe(1)
  })

  it('is quiet where all is in order, and where the gap is accepted', () => {
    expect(nightBefore(desk, '2026-09-07 18:00')).toBeNull()
    const accepted = DutyRoster.parse({ ...away, gaps: [{ from: '2026-09-08 17:30', to: '2026-09-09 08:30', reason: '停班' }] })
    expect(nightBefore(accepted, '2026-09-07 18:00')).toBeNull()
  })

  it('names a tomorrow whose calendar is missing', () => {
    expect(nightBefore(desk, '2026-12-31 18:00')?.lines.join()).toContain('值班人未定：没有 2027 年的节假日表')
  })

  describe('of a level whose people no channel reaches', () => {
    const level2 = EscalationStep.parse({
      id: 'level-2',
      on: 'unacknowledged',
      grades: ['I'],
      to: ['roster:desk'],
      channels: ['mail'],
      words: '第二级',
      source: '测试'
    })
    const contacts = ['first', 'second', 'night', 'weekend'].map((id) =>
      Contact.parse({ id, name: id, role: 'duty-officer', email: id === 'night' ? null : `${id}@example.invalid` })
    )
    const mail: NightWatch['channels'] = { mail: ({ email }) => (email === null ? { unreachable: '没有邮箱地址' } : { address: email }) }

    it('names the step and the stretch, though somebody is on duty', () => {
      expect(nightBefore(desk, '2026-09-07 18:00', { steps: [level2], contacts, channels: mail })?.lines).toEqual([
        '2026-09-07 18:00 至 2026-09-08 08:30 升级步骤 level-2 无人可达：night 在 mail 上没有地址或渠道未启用',
        '2026-09-08 17:30 至 2026-09-09 00:00 升级步骤 level-2 无人可达：night 在 mail 上没有地址或渠道未启用'
      ])
    })

    it('is quiet where the step names somebody else who is reached, and where another channel reaches him', () => {
      const leader = Contact.parse({ id: 'chief', name: '主要领导', role: 'leader', email: 'chief@example.invalid' })
      const both = { ...level2, to: [...level2.to, 'leader'] }
      expect(nightBefore(desk, '2026-09-07 18:00', { steps: [both], contacts: [...contacts, leader], channels: mail })).toBeNull()
      const page = { ...level2, channels: ['mail', 'dashboard'] }
      expect(
        nightBefore(desk, '2026-09-07 18:00', { steps: [page], contacts, channels: { ...mail, dashboard: () => ({ address: null }) } })
      ).toBeNull()
    })

    it('is quiet about steps that do not name the roster', () => {
      expect(nightBefore(desk, '2026-09-07 18:00', { steps: [{ ...level2, to: ['leader'] }], contacts, channels: mail })).toBeNull()
    })
  })
})
