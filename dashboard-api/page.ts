import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { plainProblem, sendProblem } from './problem.ts'

const missing = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>望楼</title>
<h1>望楼：页面尚未构建</h1><p>服务已在运行。请在程序目录执行 <code>npm run build</code>，然后刷新本页。</p></html>`

/** Whether the page was built. */
export function isPageBuilt(directory: string): boolean {
  return existsSync(join(directory, 'index.html'))
}

/** The built page: its files as the build made them, gzipped to who takes that, /m the leader's, any other address its index, which finds the screen by itself. */
export async function servePage(app: FastifyInstance, directory: string): Promise<void> {
  await app.register(fastifyStatic, { root: directory, serve: false, index: false, preCompressed: true })

  app.get<{ Params: { '*': string } }>('/*', { config: { access: 'public' } }, (request, reply) => {
    const path = request.params['*']
    if (path === 'api' || path.startsWith('api/')) return sendProblem(reply, plainProblem(404, '没有找到'))
    if (!isPageBuilt(directory)) return reply.code(503).type('text/html; charset=utf-8').send(missing)
    if (path === 'm') return sendPage(reply, 'm.html')
    if (path.startsWith('assets/')) return reply.sendFile(path, { maxAge: '365d', immutable: true })
    return /\.[a-z0-9]+$/i.test(path) ? reply.sendFile(path, { maxAge: 0 }) : sendPage(reply, 'index.html')
  })
}

function sendPage(reply: FastifyReply, name: string): FastifyReply {
  return reply.header('cache-control', 'no-cache').sendFile(name, { cacheControl: false })
}
