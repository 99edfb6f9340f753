import { afterEach, describe, expect, test } from 'vitest'
import type { Channel } from '../../../../alerting/channels/channel.ts'
import { gatewayChannel } from '../../../../alerting/channels/gateway.ts'
import { GatewaySettings } from '../../../../alerting/channels/gateway-settings.ts'
import { signedHeaders } from '../../../../alerting/channels/gateway-sign.ts'
import { Contact } from '../../../../core/department.ts'
import type { Delivery, NoticeRow } from '../../../../core/notice.ts'
import { ManualClock } from '../../../support/alerting-clock.ts'
import { noticeFor, rowOf } from '../../../support/alerting-notices.ts'
import { FakeAliyunSms, FakeTencentSms } from '../../../support/fake-sms.ts'
import type { FakeService } from '../../../support/fake-service.ts'
import { at } from '../../../support/incidents.ts'

const open: { close(): Promise<void> }[] = []
const patient = new AbortController().signal

const aliyun = {
  query: { PhoneNumbers: '{phone}', SignName: '望楼', TemplateCode: 'SMS_1', TemplateParam: { $json: { title: '{text}' } }, OutId: '{id}' },
  sign: { kind: 'aliyun', keyId: 'key-id', action: 'SendSms', version: '2017-05-25' },
  answer: {
    code: ['Code'],
    ok: ['OK'],
    message: ['Message'],
    receipt: ['BizId'],
    limited: ['isv.BUSINESS_LIMIT_CONTROL'],
    fatal: { 'isv.MOBILE_NUMBER_ILLEGAL': '号码不对' }
  },
  mostCharacters: 35
}

const tencent = {
  body: { PhoneNumberSet: ['+86{phone}'], SmsSdkAppId: '1400000000', SignName: '望楼', TemplateId: '1', TemplateParamSet: ['{text}'] },
  sign: { kind: 'tencent', keyId: 'key-id', service: 'sms', action: 'SendSms', version: '2021-01-11', region: 'ap-guangzhou' },
  answer: {
    code: ['Response.Error.Code', 'Response.SendStatusSet.0.Code'],
    ok: ['Ok'],
    message: ['Response.Error.Message', 'Response.SendStatusSet.0.Message'],
    receipt: ['Response.SendStatusSet.0.SerialNo'],
    fatal: { 'InvalidParameterValue.IncorrectPhoneNumber': '号码不对', 'AuthFailure.SignatureFailure': '密钥不对' }
  }
}

async function gateway(service: FakeService, template: object): Promise<Channel> {
  const url = await service.open()
  const channel = gatewayChannel(GatewaySettings.parse({ type: 'gateway', url, ...template }), 'geheim', {
    clock: new ManualClock(at('12:00')),
    baseUrl: null
  })
  open.push(channel, service)
  return channel
}

function row(more: Parameters<typeof noticeFor>[1] = {}, id = 'n1'): NoticeRow {
  return rowOf(noticeFor(id, { channel: 'sms', address: '13800000000', ...more }))
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

describe('a message by a gateway', () => {
  test('goes as 阿里云 asks: fields in the query, JSON within, signed', async () => {
    const service = new FakeAliyunSms()
    const delivery = await (await gateway(service, aliyun)).send(row({ title: '带“引号"与\\的标题' }), patient)
    expect(delivery).toEqual({ outcome: 'accepted', receipt: '平台已受理 biz-1' })
    expect(service.sent).toEqual([{ phone: '13800000000', parameters: { title: '带“引号"与\\的标题' } }])
    expect(service.asked[0]?.url.searchParams.get('OutId')).toBe('n1')
  })

  test('goes as 腾讯云 asks: JSON in, the state of each number out', async () => {
    const service = new FakeTencentSms()
    const delivery = await (await gateway(service, tencent)).send(row({ address: '138 0000-0000' }), patient)
    expect(delivery).toEqual({ outcome: 'accepted', receipt: '平台已受理 serial-1' })
    expect(service.sent).toEqual([{ phone: '+8613800000000', parameters: ['Ⅰ◆特别重大｜新事件：测试'] }])
  })

  test('in parts where the title is longer than a parameter may be', async () => {
    const service = new FakeAliyunSms()
    const title = `Ⅰ◆特别重大｜新事件：${'某路段发生事故'.repeat(6)}`
    expect(await (await gateway(service, aliyun)).send(row({ title }), patient)).toMatchObject({ receipt: '平台已受理 biz-3（共3段）' })
    const said = service.sent.map(({ parameters }) => parameters['title'] ?? '')
    for (const one of said) expect(one.length).toBeLessThanOrEqual(35)
    expect(said.map((one) => one.replace(/^（\d\/3）\n/, '')).join('')).toBe(title)
  })

  test('goes on with the part that failed', async () => {
    const service = new FakeAliyunSms()
    const channel = await gateway(service, aliyun)
    const long = row({ title: '某路段发生事故'.repeat(6) })
    service.next.push({ body: { Code: 'OK', BizId: 'first' } }, { status: 503, body: '' })
    expect(await channel.send(long, patient)).toEqual({ outcome: 'retry', reason: '第2/2段：HTTP 503' })
    expect((await channel.send(long, patient)).outcome).toBe('accepted')
    expect(service.sent).toHaveLength(1)
  })

  test('that is of unknown fate comes whole again, marked', async () => {
    const service = new FakeAliyunSms()
    const channel = await gateway(service, aliyun)
    service.next.push({ body: '<html>' })
    expect((await channel.send(row(), patient)).outcome).toBe('unknown')
    await channel.send(rowOf(row().notice, { possibleDuplicate: true }), patient)
    expect(service.sent[0]?.parameters['title']).toBe('【可能重复】Ⅰ◆特别重大｜新事件：测试')
  })

  test.each([
    ['a refusal for good within a 200', { body: { Code: 'isv.MOBILE_NUMBER_ILLEGAL', Message: '非法' } }, 'refused', '号码不对'],
    ['a limit', { body: { Code: 'isv.BUSINESS_LIMIT_CONTROL', Message: '流控' } }, 'retry', '平台限流'],
    ['a code that the template does not name', { body: { Code: 'isp.SYSTEM_ERROR', Message: 'x' } }, 'retry', 'isp.SYSTEM_ERROR'],
    ['a refusal in a 400', { status: 400, body: { Code: 'isv.MOBILE_NUMBER_ILLEGAL' } }, 'refused', '号码不对'],
    ['an answer without a code', { body: { ok: true } }, 'unknown', '答复看不懂']
  ])('takes %s for what it is', async (_what, said, outcome, words) => {
    const service = new FakeAliyunSms()
    const channel = await gateway(service, aliyun)
    service.next.push(said)
    const delivery = await channel.send(row(), patient)
    expect(delivery.outcome).toBe(outcome)
    expect(reasonOf(delivery)).toContain(words)
  })

  test('may be a form, carry a key in a header, and be judged by the status alone', async () => {
    const service = new FakeTencentSms()
    const channel = await gateway(service, {
      encoding: 'form',
      headers: { 'x-key': '{secret}' },
      body: { to: '{phone}', say: '{text}', level: '{grade}' },
      answer: 'http-status',
      says: 'all'
    })
    service.next.push({ status: 202, body: 'accepted' }, { status: 403, body: 'geheim' })
    expect(await channel.send(row(), patient)).toEqual({ outcome: 'accepted', receipt: '平台已受理 HTTP 202' })
    expect((await channel.send(row(), patient)).outcome).toBe('retry')
    expect(service.asked[0]?.headers['x-key']).toBe('geheim')
    expect(Object.fromEntries(new URLSearchParams(service.asked[0]?.body))).toEqual({
      to: '13800000000',
      say: 'Ⅰ◆特别重大｜新事件：测试\n正文',
      level: 'Ⅰ◆特别重大'
    })
  })

  test('may be a GET, as older gateways ask', async () => {
    const service = new FakeTencentSms()
    const channel = await gateway(service, { method: 'GET', query: { m: '{phone}', c: '{text}' }, answer: { code: ['result'], ok: ['0'] } })
    service.next.push({ body: { result: 0 } })
    expect((await channel.send(row(), patient)).outcome).toBe('accepted')
    expect(service.asked[0]?.method).toBe('GET')
    expect(service.asked[0]?.url.searchParams.get('c')).toBe('Ⅰ◆特别重大｜新事件：测试')
  })

  test('fills in what it is given as words, never as a template again', async () => {
    const service = new FakeTencentSms()
    await (await gateway(service, tencent)).send(row({ title: '{secret}{phone}' }), patient)
    expect(service.sent[0]?.parameters).toEqual(['{secret}{phone}'])
  })

  test('needs a number', async () => {
    const service = new FakeTencentSms()
    const channel = await gateway(service, tencent)
    expect(channel.reach(Contact.parse({ id: 'x', name: 'x', role: 'leader' }))).toEqual({ unreachable: '没有电话号码' })
    expect(channel.reach(Contact.parse({ id: 'x', name: 'x', role: 'leader', phone: '022-1234 5678' }))).toEqual({ address: '022-1234 5678' })
    expect(await channel.send(row({ address: 'x&y' }), patient)).toEqual({ outcome: 'refused', reason: '不是可用的电话号码' })
    expect(service.asked).toEqual([])
  })
})

describe('the signature of a cloud', () => {
  const ecs = 'https://ecs.cn-shanghai.aliyuncs.com/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai'
  const instances = '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'

  test('of 阿里云 is that of its documented example', () => {
    const headers = signedHeaders(
      { kind: 'aliyun', keyId: 'YourAccessKeyId', action: 'RunInstances', version: '2014-05-26' },
      'YourAccessKeySecret',
      { method: 'POST', url: new URL(ecs), body: '', contentType: null },
      { ms: Date.parse('2023-10-26T10:22:32Z'), nonce: '3156853299f313e23d1673dc12e1703d' }
    )
    expect(headers['authorization']).toContain('Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0')
  })

  test('of 腾讯云 is that of its documented example', () => {
    const headers = signedHeaders(
      {
        kind: 'tencent',
        keyId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE',
        service: 'cvm',
        action: 'DescribeInstances',
        version: '2017-03-12',
        region: 'ap-guangzhou'
      },
      'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
      { method: 'POST', url: new URL('https://cvm.tencentcloudapi.com/'), body: instances, contentType: 'application/json; charset=utf-8' },
      { ms: 1_551_113_065_000, nonce: '' }
    )
    expect(headers['authorization']).toContain('Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168')
  })
})

describe('the template of a gateway', () => {
  test.each([
    ['a name that is none', { body: { to: '{phone}', say: '{text}', x: '{phon}' } }, '没有 {phon}'],
    ['no number', { body: { say: '{text}' } }, '模板中没有 {phone}'],
    ['a body of a GET', { method: 'GET', body: { to: '{phone}', say: '{text}' } }, 'GET 没有 body'],
    ['no message', { body: { to: '{phone}' } }, '模板中没有 {text}']
  ])('with %s is refused by name', (_what, template, words) => {
    const settings = GatewaySettings.safeParse({ type: 'gateway', url: 'https://sms.example.invalid/', answer: 'http-status', ...template })
    expect(settings.error?.message).toContain(words)
  })
})

function reasonOf(delivery: Delivery): string {
  return 'reason' in delivery ? delivery.reason : ''
}
