import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { html, json, type Site } from './crawlers-site.ts'

const tiebaKey = '36770b1f34c9bbf2e7d1a99d2b82fa9e'

/** The signed JSON of 贴吧 on a site: a request whose signature is wrong is answered as the platform does. */
export function serveTieba(
  site: Site,
  shown: {
    readonly cards?: readonly object[]
    readonly tids?: string
    readonly threads: ReadonlyMap<string, (page: number) => object>
    readonly trouble?: 'signed-out' | 'blocked' | 'changed-layout' | null
  }
): void {
  const answered =
    (answer: (parameters: URLSearchParams) => unknown) =>
    (request: IncomingMessage, response: Parameters<Parameters<Site['set']>[1]>[1]): void => {
      void parametersOf(request).then((parameters) => {
        if (shown.trouble === 'blocked') return html('<html><head><title>百度安全验证</title></head><body></body></html>')(request, response)
        if (!isSigned(parameters)) return json({ error_code: 110001, error_msg: '未知错误' })(request, response)
        if (shown.trouble === 'signed-out') return json({ error_code: 1, error_msg: '用户未登录或登录失败，请更换账号或重试' })(request, response)
        json(answer(parameters))(request, response)
      })
    }
  site.set(
    '/c/s/pc/sync',
    answered(() => ({ error_code: 0, data: { anti: { tbs: 'token' } } }))
  )
  site.set(
    '/mo/q/search/multsearch',
    answered(() =>
      shown.trouble === 'changed-layout' ? { no: 0, data: { list: [] } } : { no: 0, error: 'success', data: { card_list: shown.cards ?? [] } }
    )
  )
  site.set(
    '/c/f/frs/page_pc',
    answered((parameters) =>
      parameters.get('tbs') === 'token'
        ? { error_code: 0, forum: { name: decodeURIComponent(parameters.get('kw') ?? ''), tids: shown.tids ?? '' } }
        : { error_code: 1, error_msg: 'tbs' }
    )
  )
  site.set(
    '/c/f/pb/page_pc',
    answered(
      (parameters) =>
        shown.threads.get(parameters.get('kz') ?? '')?.(Number(parameters.get('pn'))) ?? { error_code: 4, error_msg: '你访问的贴子被隐藏或已删除' }
    )
  )
}

async function parametersOf(request: IncomingMessage): Promise<URLSearchParams> {
  if (request.method !== 'POST') return new URL(request.url ?? '/', 'http://a').searchParams
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return new URLSearchParams(Buffer.concat(chunks).toString())
}

function isSigned(parameters: URLSearchParams): boolean {
  const pairs = [...parameters].filter(([name]) => name !== 'sign').sort(([a], [b]) => (a < b ? -1 : 1))
  const sign = createHash('md5')
    .update(pairs.map(([name, value]) => `${name}=${value}`).join('') + tiebaKey)
    .digest('hex')
  return parameters.get('sign') === sign && parameters.get('subapp_type') === 'pc' && parameters.get('_client_type') === '20'
}
