import { describe, expect, test } from 'vitest'
import { markupFault } from '../../../../adapters/web/markup.ts'
import { madePage } from '../../../../bench/made-page.ts'

const page = (body: string): string => `<!DOCTYPE html><html><head><title>页</title></head><body>${body}</body></html>`

describe('markup that would hold a parser up', () => {
  test.each([
    ['elements in elements', '<div>'.repeat(1100), 'nested deeper than 1000'],
    ['formatting that never ends', '<b><i><font>'.repeat(400), 'nested deeper than 1000'],
    ['thousands of attributes', `<div ${'a=1 '.repeat(2000)}>`, 'attributes'],
    ['attributes without values', `<div${' a'.repeat(2000)}>`, 'attributes'],
    ['more tags than anybody writes', '<td>'.repeat(200_000), 'tags']
  ])('is refused before it is parsed: %s', (_, body, reason) => {
    expect(markupFault(page(body))).toContain(reason)
  })

  test.each([
    ['an ordinary page', madePage(1, 100_000)],
    ['paragraphs, rows and line ends that nobody closed', page(`<table>${'<tr><td>行<br><p>段'.repeat(3000)}</table>`)],
    ['a thousand levels', page(`${'<div>'.repeat(1000)}${'</div>'.repeat(1000)}`)],
    ['tags in scripts, comments and titles', page(`<script>${'"<div>"+'.repeat(2000)}</script><!--${'<div>'.repeat(2000)}-->`)],
    ['a picture in its own address', page(`<img src="data:image/png;base64,${'a b/='.repeat(50_000)}">`)],
    ['what is no markup', '{"a":"<div>"}'],
    ['a tag that is cut off', '<div class="a'],
    ['an arrow', page('a < b <3 <> </')]
  ])('is none: %s', (_, text) => {
    expect(markupFault(text)).toBeNull()
  })
})
