import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../../dashboard/theme/tokens.css', import.meta.url), 'utf8')

/** `--name: value` of the block that begins with these words. */
function tokensOf(selector: string): string[] {
  const block = css.slice(css.indexOf(selector) + selector.length)
  return [...block.slice(0, block.indexOf('}')).matchAll(/--[a-z0-9-]+: [^;]+/g)].map(([token]) => token)
}

describe('the dark page', () => {
  it('is the same whether the system or the person asks for it', () => {
    const asked = tokensOf(":root[data-theme='dark'] {")
    expect(asked.length).toBeGreaterThan(20)
    expect(asked).toEqual(tokensOf(":root:not([data-theme='light']) {"))
  })
})
