import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { Source } from '../../../core/source.ts'
import { sourceSettings } from '../../../crawlers/settings.ts'

test('the stanzas of docs/sources-web.md are sources, one of each kind that it tells of', async () => {
  const text = await readFile(new URL('../../../docs/sources-web.md', import.meta.url), 'utf8')
  const stanzas = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, yaml]) => parse(yaml ?? '') as unknown[])
  const sources = stanzas.map((stanza) => Source.parse(stanza))
  for (const source of sources) sourceSettings[source.crawler].parse(source.settings)
  expect(sources.map(({ crawler }) => crawler)).toEqual(['portal', 'portal', 'feed', 'forum', 'tieba', 'blog'])
})
