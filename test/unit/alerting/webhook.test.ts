import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import type { Channel } from '../../../alerting/channels/channel.ts'
import { webhookChannel, webhookSignature } from '../../../alerting/channels/webhook.ts'
import { answer, dropConnection, hang, WebhookSink } from '../../support/alerting-sinks.ts'
import { noticeFor, rowOf } from '../../support/alerting-notices.ts'

let sink: WebhookSink
let url: string
const open: Channel[] = []
const patient = new AbortController().signal

function channel(more: { drill?: boolean; url?: string; timeoutMs?: number; accepted?: { field: string; values: string[] } } = {}): Channel {
  const made = webhookChannel({ url: more.url ?? url, timeoutMs: more.timeoutMs ?? 2000, accepted: more.accepted }, 'geheim', {
    clock: systemClock,
    drill: more.drill ?? false,
    baseUrl: 'https://desk.example.invalid'
  })
  open.push(made)
  return made
}

beforeEach(async () => {
  sink = new WebhookSink()
  url = await sink.open()
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
  await sink.close()
})

describe('a signed webhook', () => {
  test('hands over the notice, its id and a signature that the receiver can check', async () => {
    const delivery = await channel().send(rowOf(noticeFor('n1')), patient)
    expect(delivery).toEqual({ outcome: 'accepted', receipt: 'HTTP 200' })
    const [post] = sink.posts
    const timestamp = String(post?.headers['x-wanglou-timestamp'])
    expect(timestamp).toMatch(/^\d{10}$/)
    expect(post?.headers['x-wanglou-signature']).toBe(webhookSignature('geheim', timestamp, post?.body ?? ''))
    expect(post?.headers['x-wanglou-signature']).not.toBe(webhookSignature('geheim', timestamp, `${post?.body} `))
    expect(post?.headers['x-wanglou-notice-id']).toBe('n1')
    expect(post?.headers['x-wanglou-possible-duplicate']).toBe('false')
    expect(JSON.parse(post?.body ?? '')).toMatchObject({
      id: 'n1',
      grade: 'I',
      gradeWords: 'Ⅰ◆特别重大',
      title: 'Ⅰ◆特别重大｜新事件：测试',
      link: 'https://desk.example.invalid/incidents/inc-test',
      possibleDuplicate: false
    })
  })

  test('says on the notice itself when it may have come before', async () => {
    await channel().send(rowOf(noticeFor('n1', { title: '【演练】Ⅰ◆特别重大｜新事件：测试' }), { possibleDuplicate: true }), patient)
    expect(sink.posts[0]?.headers['x-wanglou-possible-duplicate']).toBe('true')
    expect(JSON.parse(sink.posts[0]?.body ?? '')).toMatchObject({ title: '【演练】【可能重复】Ⅰ◆特别重大｜新事件：测试', possibleDuplicate: true })
  })

  test.each([
    [204, 'accepted'],
    [500, 'retry'],
    [503, 'retry'],
    [429, 'retry'],
    [401, 'retry'],
    [400, 'refused'],
    [410, 'refused']
  ] as const)('takes an answer %i as %s', async (status, outcome) => {
    sink.behave = answer(status)
    expect((await channel().send(rowOf(noticeFor('n1')), patient)).outcome).toBe(outcome)
  })

  test.each([
    ['{"errcode":45009,"errmsg":"api freq out of limit"}', '接收方未受理：45009 api freq out of limit'],
    ['{"code":"500","message":"内部错误"}', '接收方未受理：500 内部错误'],
    ['{"code":-1}', '接收方未受理：-1'],
    ['{"success":false,"msg":"没有这个群"}', '接收方未受理：false 没有这个群'],
    ['{"ErrCode":45009}', '接收方未受理：45009'],
    ['[{"errcode":5}]', '接收方未受理：5'],
    ['{"errcode":0,"code":5}', '接收方未受理：5'],
    ['{"errcode":200}', '接收方未受理：200'],
    ['{"success":0}', '接收方未受理：0'],
    ['{"ok":false}', '接收方未受理：false'],
    ['{"status":"error"}', '接收方未受理：error'],
    ['{"status":401,"message":"请先登录"}', '接收方未受理：401 请先登录'],
    ['{"error":"unauthorized"}', '接收方未受理：unauthorized'],
    ['{"error":{"reason":"quota"}}', '接收方未受理：{"reason":"quota"}'],
    ['{"data":{"errcode":45009,"errmsg":"太快"}}', '接收方未受理：45009 太快'],
    ['{"error_code":"E01"}', '接收方未受理：E01'],
    ['error: invalid token', '接收方未受理：error: invalid token'],
    ['签名无效', '接收方未受理：签名无效'],
    ['<xml><return_code><![CDATA[FAIL]]></return_code></xml>', '接收方未受理：FAIL'],
    ['<div>login</div>', '答复是网页，不是接收方的系统（多半是登录页、认证页，或地址不对）'],
    ['<!DOCTYPE html><html><title>上网认证</title>', '答复是网页，不是接收方的系统（多半是登录页、认证页，或地址不对）：上网认证'],
    ['\n<html><body>login', '答复是网页，不是接收方的系统（多半是登录页、认证页，或地址不对）']
  ])('takes a 200 that says %s for a refusal, and says why', async (body, reason) => {
    sink.behave = answer(200, {}, body)
    expect(await channel().send(rowOf(noticeFor('n1')), patient)).toEqual({ outcome: 'refused', reason })
  })

  test('never repeats the secret in a reason', async () => {
    sink.behave = answer(200, {}, '{"errcode":1,"errmsg":"key geheim is wrong"}')
    expect(await channel().send(rowOf(noticeFor('n1')), patient)).toEqual({ outcome: 'refused', reason: '接收方未受理：1 key *** is wrong' })
  })

  test.each([
    '',
    '{}',
    '{"code":0}',
    '{"code":200,"msg":"success"}',
    '{"Code":"0000"}',
    '{"errcode":"0"}',
    '{"errcode":0,"errmsg":"ok","error":null,"errors":[]}',
    '{"status":"ok","data":{"code":200}}',
    '{"status":1}',
    '{"received":true}',
    '{"success":true}',
    '{"success":1}',
    '[]',
    'ok',
    '已接收，0 条失败，全部成功',
    '<xml><return_code><![CDATA[SUCCESS]]></return_code></xml>'
  ])('takes a 200 that says "%s" for accepted', async (body) => {
    sink.behave = answer(200, {}, body)
    expect(await channel().send(rowOf(noticeFor('n1')), patient)).toEqual({ outcome: 'accepted', receipt: 'HTTP 200' })
  })

  test.each([
    ['{"ret":{"flag":"1"}}', 'accepted'],
    ['{"ret":{"flag":1},"code":9}', 'accepted'],
    ['{"ret":{"flag":2,"msg":"x"},"code":0}', 'refused'],
    ['{"code":0}', 'unknown'],
    ['<html>', 'refused']
  ])('goes by the field that the administrator named alone: %s is %s', async (body, outcome) => {
    sink.behave = answer(200, {}, body)
    const accepted = { field: 'ret.flag', values: ['1'] }
    expect((await channel({ accepted }).send(rowOf(noticeFor('n1')), patient)).outcome).toBe(outcome)
  })

  test('does not know what an answer meant that breaks off', async () => {
    sink.behave = answer(200, {}, '{"errcode":')
    expect((await channel().send(rowOf(noticeFor('n1')), patient)).outcome).toBe('unknown')
  })

  test('does not follow a redirect: only the configured receiver gets it', async () => {
    sink.behave = answer(302, { location: '/elsewhere' })
    expect((await channel().send(rowOf(noticeFor('n1')), patient)).outcome).toBe('refused')
    expect(sink.posts).toHaveLength(1)
  })

  test('does not know what became of a notice when the connection breaks after it was sent', async () => {
    sink.behave = dropConnection
    expect((await channel().send(rowOf(noticeFor('n1')), patient)).outcome).toBe('unknown')
    expect(sink.posts).toHaveLength(1)
  })

  test('does not know either when no answer comes in time', async () => {
    sink.behave = hang
    expect((await channel({ timeoutMs: 150 }).send(rowOf(noticeFor('n1')), patient)).outcome).toBe('unknown')
  })

  test('knows that nothing arrived where nobody listens', async () => {
    await sink.close()
    expect((await channel().send(rowOf(noticeFor('n1')), patient)).outcome).toBe('retry')
    sink = new WebhookSink()
    await sink.open()
  })

  test('takes a contact’s own address before the common one', async () => {
    const away = channel({ url: 'http://127.0.0.1:9/nobody' })
    expect((await away.send(rowOf(noticeFor('n1', { address: url })), patient)).outcome).toBe('accepted')
  })

  test('sends nothing off the machine in a drill', async () => {
    const delivery = await channel({ drill: true }).send(rowOf(noticeFor('n1', { address: 'http://192.0.2.7/hook' })), patient)
    expect(delivery).toEqual({ outcome: 'refused', reason: '演练中通知不得离开本机' })
    expect((await channel({ drill: true }).send(rowOf(noticeFor('n2')), patient)).outcome).toBe('accepted')
  })
})
