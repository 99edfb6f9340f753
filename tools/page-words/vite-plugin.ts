import { relative } from 'node:path'
import type { Plugin } from 'vite'
import { isPageFile } from './page-source.ts'
import { tag, tagWords } from './tag-words.ts'

/** Lets the page look each of its Chinese texts up: a tag before each, and an import of the tag. Stands behind the plugin that compiles components. */
export function pageWords(root: string): Plugin {
  return {
    name: 'page-words',
    transform(code, id) {
      const file = relative(root, id.split('?')[0] ?? id)
      if (!isPageFile(file) || /[?&](?:type=style|url|raw)/.test(id)) return null
      const { tagged } = tagWords(code, 'js')
      if (tagged === null) return null
      tagged.prepend(`import { word as ${tag} } from '${root}/dashboard/words/word.ts'\n`)
      return { code: tagged.toString(), map: tagged.generateMap({ hires: true }) }
    }
  }
}
