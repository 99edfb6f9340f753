import { readFile } from 'node:fs/promises'
import { globSync } from 'node:fs'
import { expect, it } from 'vitest'

it('is brought by each component that draws a part with words of its own', async () => {
  const withParts: string[] = []
  for (const file of globSync('dashboard/**/*.vue')) {
    const text = await readFile(file, 'utf8')
    if (!/<El(?:Dialog|Input[^>]*show-word-limit)/.test(text)) continue
    withParts.push(file)
    expect({ file, brings: text.includes('\nuseElementWords()\n') }).toEqual({ file, brings: true })
  }
  expect(withParts.length).toBeGreaterThan(1)
})
