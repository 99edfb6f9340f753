import type { Plugin } from 'vite'

/** Puts the script of the entry `early` first into a page, which runs before all others. */
export function earlyScript(pages: readonly string[]): Plugin {
  return {
    name: 'early-script',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle, path }) {
        const early = Object.values(bundle ?? {}).find((part) => part.type === 'chunk' && part.isEntry && part.name === 'early')
        if (early?.type !== 'chunk' || !pages.includes(path)) return []
        if (early.imports.length > 0) throw new Error(`early.ts is no module and can import nothing: ${early.imports.join(', ')}`)
        return [{ tag: 'script', attrs: { src: `/${early.fileName}` }, injectTo: 'head-prepend' }]
      }
    }
  }
}
