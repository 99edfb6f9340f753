import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { strongRandom } from '../../../adapters/hash.ts'
import type { Channel } from '../../../alerting/channels/channel.ts'
import { gatewayChannel } from '../../../alerting/channels/gateway.ts'
import { GatewaySettings } from '../../../alerting/channels/gateway-settings.ts'
import { WecomRobotSettings } from '../../../alerting/channels/settings.ts'
import { wecomRobotChannel } from '../../../alerting/channels/wecom-robot.ts'
import { startOutbox } from '../../../alerting/outbox.ts'
import { createStepUps } from '../../../alerting/step-ups.ts'
import { createSweep } from '../../../alerting/sweep.ts'
import { Contact } from '../../../core/department.ts'
import { recordCall } from '../../../core/incident/record-call.ts'
import { update } from '../../../core/incident/update.ts'
import { minuteMs } from '../../../core/instant.ts'
import type { NoticeRow } from '../../../core/notice.ts'
import { Policy } from '../../../core/policy.ts'
import { SweepWorld } from '../../support/alerting-engine.ts'
import { ladder, opened } from '../../support/alerting-ladder.ts'
import { defined, until } from '../../support/alerting-notices.ts'
import { FakeAliyunSms } from '../../support/fake-sms.ts'
import { FakeWecom } from '../../support/fake-wecom.ts'
import { anchor, at, document, officer, person } from '../../support/incidents.ts'

const desk = Contact.parse({ id: 'desk', name: '值班室', role: 'duty-officer', phone: '13800000000', wecom: 'desk', email: 'desk@example.invalid' })
const rule = { grades: ['I', 'II'], channels: ['wecom', 'sms', 'voice'], afterMinutes: 5, source: '测试' }
const [first] = ladder.escalation
const stepping = Policy.parse({ ...ladder, escalation: [{ ...defined(first), to: ['duty-officer'], channels: ['wecom'] }], stepUp: rule })

const reaches = { dashboard: true, wecom: true, sms: true, voice: true }
const closing: { close(): Promise<void> }[] = []
let world: SweepWorld

function channelsOf(on: Partial<typeof reaches> = reaches): Record<string, Pick<Channel, 'reach'>> {
  const names = Object.entries({ ...reaches, ...on }).filter(([, is]) => is)
  return Object.fromEntries(names.map(([name]) => [name, { reach: ({ phone }: Contact) => ({ address: phone }) }]))
}

function parts() {
  const { writer, notices, contacts, clock, logger } = world
  return { writer, notices, contacts, clock, logger }
}

/** What looks after the notices of the world, as after a restart: it remembers nothing. */
function stepUps(on: Partial<typeof reaches> = {}, channels = channelsOf(on)): ReturnType<typeof createStepUps> {
  return createStepUps({ ...parts(), requested: () => {}, channels })
}

async function tellFirst(policy: Policy = stepping): Promise<void> {
  world.put(document(opened('I', [anchor('detected', at('12:00'))], { policy }), at('12:00')))
  const engine = world.engine()
  await engine.all()
}

function rows(): NoticeRow[] {
  return [...world.notices.held.values()].map(({ row }) => row)
}

const over = (): string[] => rows().map(({ notice }) => notice.channel)
const steps = (): string[] =>
  world
    .get()
    .events.flatMap(({ body }) =>
      body.type === 'stepped-up'
        ? [`${body.name} ${body.from.map(({ channel }) => channel).join('+')}→${body.to}`]
        : body.type === 'call-listed'
          ? [`${body.name} 电话`]
          : []
    )

async function settle(channel: string, outcome: 'accepted' | 'dead'): Promise<void> {
  for (const { row, fence } of await world.notices.claim({ holder: 'h', channels: [channel], nowElapsedMs: 1, leaseMs: 1000, limit: 9 })) {
    const when = { at: world.clock.now() }
    await world.notices.settle(
      row.notice.id,
      fence,
      outcome === 'accepted' ? { state: 'accepted', receipt: '平台已受理', handedElapsedMs: 1, ...when } : { state: 'dead', reason: '拒收', ...when }
    )
  }
}

beforeEach(() => {
  world = new SweepWorld(at('12:00'), [desk])
})
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close()
})

/** The engine of the support speaks over `dashboard` and `mail`; these tests need other names. */
const overDashboard = Policy.parse({
  ...stepping,
  escalation: [{ ...defined(first), to: ['duty-officer'], channels: ['dashboard'] }],
  stepUp: { ...rule, channels: ['dashboard', 'sms', 'voice'] }
})

describe('a notice that nothing proves to have arrived', () => {
  test('goes out over the person’s next channel when its minutes are over, and not before', async () => {
    await tellFirst(overDashboard)
    await settle('dashboard', 'accepted')
    world.clock.advance(5 * minuteMs - 1)
    expect(await stepUps().look()).toBe(0)
    world.clock.advance(1)
    expect(await stepUps().look()).toBe(1)
    expect(over()).toEqual(['dashboard', 'sms'])
    expect(rows()[1]?.notice).toMatchObject({ recipient: { contactId: 'desk', address: '13800000000' }, title: defined(rows()[0]).notice.title })
    expect(rows()[1]?.notice.body).toMatch(/^改用此渠道补发：2031-03-12 12:00 的通知未证实送到。\n步骤 new-major/)
    expect(await stepUps().look()).toBe(0)
  })

  test('steps up at once where it was refused for good', async () => {
    await tellFirst(overDashboard)
    await settle('dashboard', 'dead')
    expect(await stepUps().look()).toBe(1)
    expect(steps()).toEqual(['值班室 dashboard→sms'])
    expect(world.get().events.at(-1)?.body).toMatchObject({ type: 'stepped-up', from: [{ channel: 'dashboard', why: '拒收' }], to: 'sms' })
  })

  test.each(['delivered', 'read', 'signed'] as const)('does not step up when it was %s', async (stage) => {
    await tellFirst(overDashboard)
    await world.notices.advance(
      rows().map(({ notice }) => notice.id),
      stage,
      { at: at('12:01'), source: '测试' }
    )
    world.clock.advance(60 * minuteMs)
    expect(await stepUps().look()).toBe(0)
    expect(over()).toEqual(['dashboard'])
  })

  test('the failure of an earlier channel takes no minute from the one that went in its stead', async () => {
    await tellFirst(Policy.parse({ ...overDashboard, escalation: [{ ...defined(first), to: ['duty-officer'], channels: ['dashboard', 'mail'] }] }))
    await settle('mail', 'dead')
    await stepUps().look()
    expect(over()).toEqual(['dashboard', 'mail', 'sms'])
    world.clock.advance(minuteMs)
    await settle('dashboard', 'dead')
    await stepUps().look()
    await stepUps().look()
    expect(over()).toEqual(['dashboard', 'mail', 'sms'])
    world.clock.advance(4 * minuteMs - 1)
    await stepUps().look()
    expect(over()).toEqual(['dashboard', 'mail', 'sms'])
    world.clock.advance(1)
    await stepUps().look()
    expect(over()).toEqual(['dashboard', 'mail', 'sms', 'voice'])
    expect(steps()).toEqual(['值班室 mail→sms', '值班室 sms→voice'])
  })

  test('calls nobody while a mute keeps what would reach the person', async () => {
    await tellFirst(overDashboard)
    await settle('dashboard', 'dead')
    expect(await stepUps().look()).toBe(1)
    const [held] = await world.notices.claim({ holder: 'h', channels: ['sms'], nowElapsedMs: 1, leaseMs: 1000, limit: 1 })
    await world.notices.hold(defined(held).row.notice.id, defined(held).fence, { state: 'muted', reason: '静音' })
    world.clock.advance(30 * minuteMs)
    await stepUps({ voice: false }).look()
    expect(steps()).toEqual(['值班室 dashboard→sms'])
  })

  test('what a full hour holds stops no step: its minutes run, and when they are over a human is asked to call', async () => {
    await tellFirst(overDashboard)
    await settle('dashboard', 'dead')
    await stepUps({ voice: false }).look()
    const [sms] = await world.notices.claim({ holder: 'h', channels: ['sms'], nowElapsedMs: 1, leaseMs: 1000, limit: 1 })
    await world.notices.hold(defined(sms).row.notice.id, defined(sms).fence, { state: 'held', reason: '一小时内已满，暂扣' })
    world.clock.advance(5 * minuteMs - 1)
    await stepUps({ voice: false }).look()
    expect(steps()).toEqual(['值班室 dashboard→sms'])
    world.clock.advance(1)
    await stepUps({ voice: false }).look()
    expect(steps()).toEqual(['值班室 dashboard→sms', '值班室 电话'])
    expect(world.get().state.calls?.[0]?.why.at(-1)).toContain('暂扣')
    expect(await world.notices.toStepUp(world.clock.now(), 9)).toEqual([])
  })

  test('does not step up when another channel proved that the person knows', async () => {
    await tellFirst(overDashboard)
    world.clock.advance(5 * minuteMs)
    await stepUps().look()
    await world.notices.advance([defined(rows()[1]).notice.id], 'signed', { at: world.clock.now(), source: '一键签收' })
    world.clock.advance(60 * minuteMs)
    expect(await stepUps().look()).toBe(0)
    expect(over()).toEqual(['dashboard', 'sms'])
  })

  test('passes over a channel that is off or does not reach the person', async () => {
    await tellFirst(overDashboard)
    world.clock.advance(5 * minuteMs)
    await stepUps({ sms: false }).look()
    expect(over()).toEqual(['dashboard', 'voice'])
  })

  test('follows the person’s own order where there is one', async () => {
    world = new SweepWorld(at('12:00'), [{ ...desk, channelOrder: ['voice', 'dashboard'] }])
    await tellFirst(overDashboard)
    world.clock.advance(5 * minuteMs)
    await stepUps().look()
    expect(over()).toEqual(['dashboard', 'voice'])
  })

  test('stays where it is in an incident that has ended, or whose policy has no ladder', async () => {
    const { stepUp: _none, ...plain } = overDashboard
    await tellFirst(plain)
    world.clock.advance(60 * minuteMs)
    expect(await stepUps().look()).toBe(0)
    world = new SweepWorld(at('12:00'), [desk])
    await tellFirst(overDashboard)
    await update(world.writer, 'inc-test', { at: at('12:01'), actor: officer, cause: 'end' }, () => [
      { type: 'dismissed', reason: '误报', secondedBy: null }
    ])
    world.clock.advance(60 * minuteMs)
    expect(await stepUps().look()).toBe(0)
    expect(await world.notices.toStepUp(world.clock.now(), 9)).toEqual([])
  })
})

describe('when every channel failed', () => {
  async function exhaust(): Promise<void> {
    for (let minutes = 0; minutes < 30; minutes += 5) {
      await stepUps().look()
      world.clock.advance(5 * minuteMs)
    }
  }

  test('a human is asked to call, once, with what each channel said', async () => {
    await tellFirst(overDashboard)
    await settle('dashboard', 'accepted')
    await exhaust()
    expect(steps()).toEqual(['值班室 dashboard→sms', '值班室 sms→voice', '值班室 电话'])
    expect(world.get().state.calls).toMatchObject([
      {
        contactId: 'desk',
        why: ['dashboard：渠道已收下，规定时间内未证实送到', 'sms：规定时间内未发出', 'voice：规定时间内未发出'],
        made: null
      }
    ])
  })

  test('who called says whether the person was reached; who was not may be called again, who was may not', async () => {
    await tellFirst(overDashboard)
    await exhaust()
    const callId = defined(world.get().state.calls?.[0]).id
    const call = (reached: boolean, by = officer) =>
      update(world.writer, 'inc-test', { at: world.clock.now(), actor: by, cause: `call ${reached} ${by.name}` }, (state) =>
        recordCall(state, { callId, reached, note: '' }, { now: world.clock.now(), actor: by })
      )
    await expect(call(true, person('承办人', ['handler']))).rejects.toThrow('不能进行此操作')
    await call(false)
    expect(world.get().state.calls?.[0]?.made).toMatchObject({ reached: false, by: { name: '值班员甲' } })
    await call(true)
    expect(world.get().state.calls?.[0]?.made).toMatchObject({ reached: true })
    await expect(call(true, person('值班员乙', ['duty-officer']))).rejects.toThrow('不必再登记')
  })

  test('nobody is called while a channel still has its minutes', async () => {
    await tellFirst(overDashboard)
    await settle('dashboard', 'dead')
    await stepUps().look()
    await settle('sms', 'dead')
    await stepUps().look()
    expect(steps()).toEqual(['值班室 dashboard→sms', '值班室 sms→voice'])
  })
})

test('whatever the moments of looks, crashes and refusals: each channel once, in order, and one call', async () => {
  const moment = fc.record({ minutes: fc.integer({ min: 0, max: 7 }), crash: fc.constantFrom('none', 'request', 'event'), refuse: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(moment, { minLength: 3, maxLength: 14 }), async (moments) => {
      world = new SweepWorld(at('12:00'), [desk])
      await tellFirst(overDashboard)
      for (const { minutes, crash, refuse } of [...moments, ...Array.from({ length: 5 }, () => ({ minutes: 5, crash: 'none', refuse: false }))]) {
        world.clock.advance(minutes * minuteMs)
        if (refuse) for (const channel of ['dashboard', 'sms', 'voice']) await settle(channel, 'dead')
        await crashing(crash)
      }
      expect(over()).toEqual(['dashboard', 'sms', 'voice'])
      expect(steps()).toEqual(['值班室 dashboard→sms', '值班室 sms→voice', '值班室 电话'])
    }),
    { numRuns: 200 }
  )
})

/** One look that dies after the notice was asked for, or after its event was written; then one of a new process. */
async function crashing(crash: string): Promise<void> {
  const dies = (): never => {
    throw new Error('killed')
  }
  const { notices } = world
  const broken = {
    toStepUp: notices.toStepUp.bind(notices),
    list: notices.list.bind(notices),
    request: notices.request.bind(notices),
    endStepUp: crash === 'event' ? dies : notices.endStepUp.bind(notices)
  }
  const writer = crash === 'request' ? { ...world.writer, store: { get: world.incidents.get.bind(world.incidents), put: dies } } : world.writer
  if (crash !== 'none') {
    await createStepUps({ ...parts(), writer: writer as typeof world.writer, notices: broken, requested: () => {}, channels: channelsOf() }).look()
  }
  await stepUps().look()
}

test('企业微信 that answers HTTP 200 with errcode 45009 leads to the next channel', async () => {
  const wecom = new FakeWecom(() => world.clock.elapsedMs())
  const sms = new FakeAliyunSms()
  const robot = wecomRobotChannel(WecomRobotSettings.parse({ type: 'wecom-robot', url: await wecom.open() }), wecom.key, {
    clock: world.clock,
    baseUrl: null,
    gatherMs: 1
  })
  const gateway = gatewayChannel(
    GatewaySettings.parse({
      type: 'gateway',
      url: await sms.open(),
      query: { PhoneNumbers: '{phone}', SignName: '望楼', TemplateCode: 'SMS_1', TemplateParam: { $json: { title: '{text}' } } },
      sign: { kind: 'aliyun', keyId: 'key-id', action: 'SendSms', version: '2017-05-25' },
      answer: { code: ['Code'], ok: ['OK'], message: ['Message'], receipt: ['BizId'] },
      mostCharacters: 70
    }),
    'geheim',
    { clock: world.clock, baseUrl: null }
  )
  closing.push(robot, gateway, wecom, sms)
  wecom.next.push({ status: 200, body: { errcode: 45009, errmsg: 'api freq out of limit' } })
  const channels = { wecom: robot, sms: gateway }
  world.put(document(opened('I', [anchor('detected', at('12:00'))], { policy: stepping }), at('12:00')))
  await createSweep({
    ...parts(),
    incidents: world.incidents,
    mentions: { get: () => Promise.resolve(null) },
    channels,
    requested: () => {},
    seen: () => {}
  }).all()
  const outbox = startOutbox({ ...parts(), channels, random: strongRandom, holder: 'a', pollMs: 5 })
  closing.unshift(outbox)

  await until(() => rows()[0]?.detail?.includes('45009') === true)
  expect(rows()[0]).toMatchObject({ state: 'queued', marks: {} })
  world.clock.advance(5 * minuteMs)
  // The robot is asked again meanwhile, and is limited again.
  wecom.next.push(...Array.from({ length: 20 }, () => ({ status: 200, body: { errcode: 45009, errmsg: 'api freq out of limit' } })))
  await stepUps({}, channels).look()
  await until(() => sms.sent.length > 0)
  expect(sms.sent[0]?.phone).toBe('13800000000')
  expect(steps()).toEqual(['值班室 wecom→sms'])
  expect(wecom.group).toEqual([])
})
