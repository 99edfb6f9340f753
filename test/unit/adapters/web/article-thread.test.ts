import { afterEach, describe, expect, test } from 'vitest'
import { readArticle } from '../../../../adapters/web/article.ts'
import { startArticleThread, type ArticleThread } from '../../../../adapters/web/article-thread.ts'

import { encodeGbk } from '../../../support/crawlers-gbk.ts'

const stubborn = new URL('../../../support/stubborn-article-answer.ts', import.meta.url)
let thread: ArticleThread

afterEach(() => thread.close())

describe('the thread that reads articles', () => {
  test('reads a page as it is read here, and says what is wrong with a selector', async () => {
    thread = startArticleThread()
    const page = `<html><head><title>通报</title></head><body><h1>火情通报</h1><div id="zoom"><p>临江市消防救援支队通报：今日凌晨化工园区火情已得到控制。</p></div></body></html>`
    expect(await thread.readArticle(page, { url: null })).toEqual(readArticle(page, { url: null }))
    await expect(thread.readArticle(page, { url: null, selectors: { body: 'p[' } })).rejects.toThrow('selector "p["')
  })

  test('reads a large page from its bytes, on another thread than the others', async () => {
    thread = startArticleThread()
    const page = `<html><head><meta charset="gbk"><title>通报</title></head><body><!--${'x'.repeat(300_000)}--><h1>火情通报</h1><div id="zoom"><p>临江市消防救援支队通报：今日凌晨化工园区火情已得到控制。</p></div></body></html>`
    const shared = Buffer.from(new SharedArrayBuffer(encodeGbk(page).byteLength))
    shared.set(encodeGbk(page))
    expect(await thread.readArticle({ bytes: shared, contentType: 'text/html' }, { url: null })).toEqual(readArticle(page, { url: null }))
    await thread.close()
    thread = startArticleThread({ script: stubborn })
    const held = thread.readArticle({ bytes: Buffer.from('endless'), contentType: null }, { url: null }).catch((error: unknown) => error)
    expect(await thread.readArticle('first', { url: null })).toMatchObject({ title: 'first' })
    await thread.close()
    expect(await held).toMatchObject({ code: 'fetch-aborted' })
  })

  test.each([
    ['takes too long', 'endless', /takes more than 100 ms of the processor/],
    ['ends the thread', 'fatal', /out of memory/]
  ])('a page that %s is refused by its name, and costs no other page', async (_, page, reason) => {
    thread = startArticleThread({ longestMs: 100, lookEveryMs: 50, script: stubborn })
    const pages = ['first', page, 'second', 'third'].map((html) => thread.readArticle(html, { url: `https://linjiang.example/${html}` }))
    await expect(pages[1]).rejects.toMatchObject({ code: 'too-large', message: expect.stringMatching(reason) })
    await expect(pages[1]).rejects.toThrow(`https://linjiang.example/${page}`)
    const titles = await Promise.all([pages[0], pages[2], pages[3]])
    expect(titles.map((article) => article?.title)).toEqual(['first', 'second', 'third'])
  })

  test('whoever waits when it is closed is told', async () => {
    thread = startArticleThread({ script: stubborn })
    const waiting = thread.readArticle('endless', { url: null }).catch((error: unknown) => error)
    await thread.close()
    expect(await waiting).toMatchObject({ code: 'fetch-aborted' })
    await expect(thread.readArticle('first', { url: null })).rejects.toMatchObject({ code: 'fetch-aborted' })
  })
})
