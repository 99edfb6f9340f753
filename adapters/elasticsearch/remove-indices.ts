import { asked, createClient } from './client.ts'
import { listIndices, readIndexName } from './indices.ts'
import { kinds } from './kinds.ts'
import type { ElasticsearchOptions } from './options.ts'

/** So many names fit the first line of a request. */
const namesARequest = 20

/** Deletes every index and template of the prefix, each by its name: servers refuse to delete by wildcard. */
export async function removeIndices(options: ElasticsearchOptions): Promise<void> {
  const client = createClient(options)
  try {
    const { index_templates: templates } = await asked('列出索引模板', () =>
      client.indices.getIndexTemplate({ name: `${options.prefix}-*` }, { ignore: [404] })
    )
    const ours = templates.map(({ name }) => name).filter((name) => readIndexName(options, kinds, name) !== null)
    // Templates first: a process that still writes must not make an index anew.
    for (const name of chunks(ours)) await asked('删除索引模板', () => client.indices.deleteIndexTemplate({ name }, { ignore: [404] }))
    const indices = await listIndices(client, options, kinds)
    for (const index of chunks(indices.map(({ name }) => name))) {
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
