import { asked, createClient } from './client.ts'
import { readIndexName } from './index-names.ts'
import { kinds } from './kinds.ts'
import type { ElasticsearchOptions } from './options.ts'

/** So many names fit the first line of a request. */
const namesARequest = 20

/** Deletes every index and template of the prefix, each by its name: servers refuse to delete by wildcard. */
export async function removeIndices(options: ElasticsearchOptions): Promise<void> {
  const client = createClient(options)
  try {
    const ours = (name: string): boolean => readIndexName(options, kinds, name) !== null
    const { index_templates: templates } = await asked('列出索引模板', () =>
      client.indices.getIndexTemplate({ name: `${options.prefix}-*` }, { ignore: [404] })
    )
    // Templates first: a process that still writes must not make an index anew.
    for (const name of chunks(templates.map((template) => template.name).filter(ours))) {
      await asked('删除索引模板', () => client.indices.deleteIndexTemplate({ name }, { ignore: [404] }))
    }
    const indices = await asked('列出索引', () => client.indices.get({ index: `${options.prefix}-*`, expand_wildcards: 'all', features: 'aliases' }))
    for (const index of chunks(Object.keys(indices).filter(ours))) {
      await asked('删除索引', () => client.indices.delete({ index, ignore_unavailable: true }))
    }
  } finally {
    await client.close()
  }
}

function chunks(names: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(names.length / namesARequest) }, (_, index) =>
    names.slice(index * namesARequest, (index + 1) * namesARequest)
  )
}
