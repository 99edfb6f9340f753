import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileFault } from '../core/file-fault.ts'
import { readWordList } from './word-list.ts'
import type { Path, YamlFile } from './yaml-file.ts'

/** Word lists that rules name. Each is read once, however many rules name it, and its faults are told once. */
export class TermLists {
  readonly #read = new Map<string, Promise<readonly string[] | string>>()
  readonly #directory: string
  readonly #known: ReadonlySet<string> | null

  /** Besides those beside the pack that names them, lists may stand under this folder: a rule is no way to read other files. With `known` only those. */
  constructor(directory: string, known: ReadonlySet<string> | null = null) {
    this.#directory = directory
    this.#known = known
  }

  /** The words of the list; what is wrong with it becomes a problem of the file that names it, or of the list's own line. */
  async read(name: string, namedIn: YamlFile, at: Path): Promise<readonly string[]> {
    const file = path.resolve(path.dirname(namedIn.file), name)
    if (!isUnder(file, path.dirname(namedIn.file)) && !isUnder(file, this.#directory)) {
      namedIn.problem(at, `词表 ${name} 不在规则包或配置所在的文件夹中`)
      return []
    }
    if (this.#known !== null && !this.#known.has(file)) {
      namedIn.problem(at, `词表 ${name} 不是配置里已有的；新词表请由管理员放进配置文件夹，并先在规则包文件里用上`)
      return []
    }
    let reading = this.#read.get(file)
    if (reading === undefined) {
      reading = readList(file, namedIn)
      this.#read.set(file, reading)
    }
    const words = await reading
    if (typeof words === 'string') namedIn.problem(at, `读不到词表 ${name}：${words}`)
    else if (words.length === 0) namedIn.problem(at, `词表 ${name} 里没有词`)
    else return words
    return []
  }
}

function isUnder(file: string, folder: string): boolean {
  const relative = path.relative(path.resolve(folder), file)
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative)
}

/** The words, or why they cannot be read. */
async function readList(file: string, namedIn: YamlFile): Promise<readonly string[] | string> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    return fileFault(error)
  }
  const { words, faults } = readWordList(bytes)
  const shown = path.relative(process.cwd(), file) || file
  for (const { line, column, reason } of faults) namedIn.problems.push({ file: shown, line, column, field: '词表', reason })
  return words
}
