import { EngineError } from './engine-error.ts'
import { askElasticsearch, type ElasticsearchAccess } from './elasticsearch-http.ts'

/** Documents of the indices (a name, a pattern or an alias) after a refresh, asked by plain HTTP; 0 when there is no such index. */
export async function countDocuments(access: ElasticsearchAccess, indices: string): Promise<number> {
  await askElasticsearch(access, 'POST', `/${indices}/_refresh`)
  const { status, body } = await askElasticsearch(access, 'GET', `/${indices}/_count?ignore_unavailable=true&allow_no_indices=true`)
  if (status !== 200) throw new EngineError(`Elasticsearch:${indices} 数不出来：${status} ${JSON.stringify(body)}`)
  return (body as { count: number }).count
}
