import { readFileSync } from 'node:fs'
import { bad, ok, type Finding } from './finding.ts'

const sample = '临江区街口有积水'

export function checkNode(): Finding {
  const manifest = new URL('../package.json', import.meta.url)
  const { engines } = JSON.parse(readFileSync(manifest, 'utf8')) as { engines: { node: string } }
  const wanted = engines.node.replace(/^>=/, '')
  const found = process.versions.node
  return isAtLeast(found, wanted)
    ? ok('Node', `${found}（需要 ≥ ${wanted}）`)
    : bad('Node', `${found}，太旧：需要 ≥ ${wanted}；运行 npm ci 会装入所需的版本`)
}

/** Loads the dictionary and cuts a sentence. */
export async function checkSegmenter(): Promise<Finding> {
  const about = '分词'
  try {
    const { loadSegmenter } = await import('../adapters/segmenter/jieba.ts')
    const words = loadSegmenter([]).cut(sample)
    return words.length > 1 ? ok(about, `nodejieba 可用：${words.map(({ word }) => word).join(' / ')}`) : bad(about, 'nodejieba 装入了，但不切词')
  } catch (error) {
    return bad(about, `nodejieba 装不上：${(error as Error).message}；需要 C++ 编译器、Python、Node 头文件，然后 npm ci`)
  }
}

function isAtLeast(found: string, wanted: string): boolean {
  const [have, want] = [found, wanted].map((version) => version.split('.').map(Number))
  for (const place of [0, 1, 2]) {
    const difference = (have?.[place] ?? 0) - (want?.[place] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}
