import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { httpClient, type HttpClient } from '../../../../alerting/channels/http-client.ts'
import { dropConnection, hang, WebhookSink } from '../../../support/alerting-sinks.ts'

let sink: WebhookSink
let url: string
const open: HttpClient[] = []
const patient = new AbortController().signal

function client(timeoutMs = 2000, secrets: readonly string[] = []): HttpClient {
  const made = httpClient(timeoutMs, secrets)
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

describe('one request to a service', () => {
  test('brings back the status and the text', async () => {
    sink.behave = (response) => response.writeHead(400).end('{"code":1}')
    expect(await client().send({ url, body: '{}' }, patient)).toEqual({ status: 400, text: '{"code":1}' })
    expect(sink.posts[0]?.headers['user-agent']).toBe('wanglou')
  })

  test('takes no secret into what a person reads, plain or as an address writes it', async () => {
    sink.behave = (response) => response.end('key=a+b/c and key=a%2Bb%2Fc')
    expect(await client(2000, ['a+b/c', '']).send({ url }, patient)).toEqual({ status: 200, text: 'key=*** and key=***' })
  })

  test('reads no more than 64 kB of an answer without end', async () => {
    sink.behave = (response) => {
      const more = (): void => {
        while (response.write('x'.repeat(16_384)));
        response.once('drain', more)
      }
      more()
    }
    const answer = await client().send({ url }, patient)
    expect('text' in answer && answer.text.length).toBe(65_536)
  })

  test('keeps what an answer said until it broke off', async () => {
    sink.behave = (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"errcode":', () => response.socket?.destroy())
    }
    expect(await client().send({ url }, patient)).toEqual({ status: 200, text: '{"errcode":' })
  })

  test('does not wait for a text that says nothing', async () => {
    sink.behave = (response) => {
      response.writeHead(200).flushHeaders()
    }
    expect(await client().send({ url, statusOnly: true }, patient)).toEqual({ status: 200, text: '' })
  })

  test.each([
    ['breaks off', dropConnection],
    ['is silent', hang]
  ])('does not know what became of it when the service %s', async (_what, behaviour) => {
    sink.behave = behaviour
    expect(await client(150).send({ url, body: '{}' }, patient)).toMatchObject({ outcome: 'unknown' })
  })

  test('knows that it was not sent where nobody listens, and where there is no time left', async () => {
    expect(await client().send({ url: 'http://127.0.0.1:9/' }, patient)).toMatchObject({ outcome: 'retry' })
    expect(await client().send({ url }, AbortSignal.abort())).toEqual({ outcome: 'retry', reason: '超时，未发出' })
    expect(sink.posts).toHaveLength(0)
  })
})
