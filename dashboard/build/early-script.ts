import type { Plugin } from 'vite'

/** Puts the script of the entry `early` first into a page, to run as soon as it is there, before those that wait for one another. */
export function earlyScript(pages: readonly string[]): Plugin {
  return {
    name: 'early-script',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle, path }) {
        const early = Object.values(bundle ?? {}).find((part) => part.type === 'chunk' && part.isEntry && part.name === 'early')
        if (early === undefined || !pages.includes(path)) return []
        const attrs = { type: 'module', async: true, crossorigin: true, src: `/${early.fileName}` }
        return [{ tag: 'script', attrs, injectTo: 'head-prepend' }]
      }
    }
  }
}
