import { afterEach, describe, expect, test } from 'vitest'
import { decodeText } from '../../../../adapters/web/charset.ts'
import { createPageDecoder, type PageDecoder } from '../../../../adapters/web/page-decoder.ts'
import { encodeGbk } from '../../../support/crawlers-gbk.ts'

const stubborn = new URL('../../../support/stubborn-decoder-answer.ts', import.meta.url)
const large = (unit: Uint8Array): Buffer => Buffer.alloc(Math.ceil(200_000 / unit.byteLength) * unit.byteLength, unit)
const page = (head: string, body: Uint8Array): Buffer => Buffer.concat([Buffer.from(`<html><head>${head}</head><body>`), large(body)])
let decoder: PageDecoder

afterEach(() => decoder.close())

describe('a large body', () => {
  test.each([
    ['in GBK', page('<meta charset="gbk">', encodeGbk('临江大桥今日通车。')), 'text/html', 'gb18030'],
    ['of UTF-8 that says it is GB2312', page('<meta charset="gb2312">', Buffer.from('临江大桥今日通车。')), 'text/html', 'utf-8'],
    ['that says nothing', page('', encodeGbk('临江大桥今日通车。')), null, 'gb18030']
  ])('%s is decoded as it is decoded here', async (_, bytes, contentType, charset) => {
    decoder = createPageDecoder()
    const { decoded } = await decoder.decode('https://linjiang.example/', bytes, contentType)
    expect(decoded).toEqual(decodeText(bytes, contentType))
    expect(decoded?.charset).toBe(charset)
  })

  test('of which only the beginning is wanted gives that, once all of it was looked at', async () => {
    decoder = createPageDecoder()
    const url = 'https://linjiang.example/a'
    const bytes = page('<meta charset="gbk">', encodeGbk('临江大桥今日通车。'))
    const text = decodeText(bytes, 'text/html')?.text ?? ''
    expect(await decoder.decode(url, bytes, 'text/html', 500)).toEqual({ decoded: { text: text.slice(0, 500), charset: 'gb18030' }, isCut: true })
    expect(await decoder.decode(url, bytes, 'text/html', text.length)).toMatchObject({ decoded: { text }, isCut: false })
    await expect(decoder.decode(url, page('', Buffer.from('<div>')), 'text/html', 500)).rejects.toMatchObject({ code: 'too-large' })
  })

  test('that is no text has none; what is wrong with one is told by its name', async () => {
    decoder = createPageDecoder()
    const url = 'https://linjiang.example/a'
    expect(await decoder.decode(url, large(Buffer.from([1, 0, 2])), 'image/png')).toEqual({ decoded: null, isCut: false })
    const deep = decoder.decode(url, page('', Buffer.from('<div>')), 'text/html')
    await expect(deep).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringMatching(/nested deeper than 1000 elements: it was not parsed/)
    })
    const unknown = decoder.decode(url, page('', Buffer.from([0xb4, 0xe5])), 'text/html; charset=x-klingon')
    await expect(unknown).rejects.toMatchObject({ code: 'unknown-charset', metadata: { label: 'x-klingon', url } })
  })

  test.each([
    ['takes too long', 'endless', /takes more than 100 ms of the processor to decode/],
    ['ends the thread', 'fatal', /out of memory/]
  ])('that %s is refused by its name, and costs no other', async (_, kind, reason) => {
    decoder = createPageDecoder({ longestMs: 100, lookEveryMs: 50, script: stubborn })
    const pages = ['first', kind, 'second'].map((type) => decoder.decode(`https://linjiang.example/${type}`, large(Buffer.from('x')), type))
    await expect(pages[1]).rejects.toMatchObject({ code: 'too-large', message: expect.stringMatching(reason) })
    await expect(pages[1]).rejects.toThrow(`https://linjiang.example/${kind}`)
    expect((await Promise.all([pages[0], pages[2]])).map((page) => page?.decoded?.text)).toEqual(['first', 'second'])
  })
})
