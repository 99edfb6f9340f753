/** What Elasticsearch holds by its own word: plain HTTP, without the product's client. */

interface Counted {
  readonly count: number
}

interface Page {
  readonly hits: { readonly hits: readonly { readonly _id: string; readonly sort: readonly unknown[] }[] }
}

const idsAPage = 10_000

/** Mentions that a search finds now. */
export async function searchable(node: string, alias: string): Promise<number> {
  await ask(`${node}/${alias}/_refresh?ignore_unavailable=true`, null)
  const { count } = await ask<Counted>(`${node}/${alias}/_count?ignore_unavailable=true`, { query: { match_all: {} } })
  return count
}

/** How many of the ids `run-0` … `run-(produced - 1)` a search does not find. */
export async function missing(node: string, alias: string, run: string, produced: number): Promise<number> {
  const found = new Uint8Array(produced)
  let after: readonly unknown[] | null = null
  do {
    const page: Page = await ask<Page>(`${node}/${alias}/_search`, {
      size: idsAPage,
      _source: false,
      track_total_hits: false,
      sort: [{ id: 'asc' }],
      ...(after === null ? {} : { search_after: after })
    })
    const { hits } = page.hits
    for (const { _id } of hits) if (_id.startsWith(`${run}-`)) found[Number(_id.slice(run.length + 1))] = 1
    after = hits.length < idsAPage ? null : (hits.at(-1)?.sort ?? null)
  } while (after !== null)
  return found.reduce((sum, isFound) => sum + 1 - isFound, 0)
}

async function ask<Answer>(url: string, body: object | null): Promise<Answer> {
  const content = body === null ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(url, { method: 'POST', ...content })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Answer
}
