import { InvalidInputError } from '../../core/errors.ts'
import { isDateFormat, writeSerial } from './excel-date.ts'
import { isBeyondTable, type Cell, type Row, type Table } from './row.ts'
import { excelText, xmlTokens, type Attributes, type XmlToken } from './xml-tokens.ts'
import { readZip, type ZipEntry } from './zip.ts'

/** Texts of a workbook are held in memory: those of a million long rows. */
const mostSharedChars = 200_000_000
const mostColumns = 1000
/** Excel itself ends a cell at 32,767. */
const mostCellChars = 1_000_000

type Parts = ReadonlyMap<string, ZipEntry>

/**
 * The rows of one sheet of a workbook, read as a stream. A date is what a wall would show; a formula is its last result, or its text where the
 * workbook has none: nothing is computed. A merged cell stands where it begins.
 * @throws InvalidInputError where it is no workbook, or has no such sheet
 */
export async function readXlsx(path: string, sheet: string | null): Promise<Table> {
  const parts = await readZip(path)
  const book = await readBook(parts)
  const chosen = sheet === null ? book.sheets[0] : book.sheets.find(({ name }) => name === sheet)
  if (chosen === undefined) {
    throw new InvalidInputError(`没有工作表“${sheet ?? ''}”；有：${book.sheets.map(({ name }) => name).join('、')}`)
  }
  const entry = parts.get(chosen.part)
  if (entry === undefined) throw new InvalidInputError(`工作表“${chosen.name}”的内容不在文件中`)
  const [shared, isDate] = [await readShared(parts.get('xl/sharedStrings.xml')), await readStyles(parts.get('xl/styles.xml'))]
  const context: Context = { shared, isDate, system: book.system }
  return { sheet: chosen.name, dateSystem: book.system, rows: rowsOf(entry, context) }
}

interface Context {
  readonly shared: readonly string[]
  /** Whether a cell style shows a date, by its number. */
  readonly isDate: readonly boolean[]
  readonly system: 1900 | 1904
}

interface Book {
  readonly sheets: readonly { readonly name: string; readonly part: string }[]
  readonly system: 1900 | 1904
}

async function readBook(parts: Parts): Promise<Book> {
  const main = parts.get('xl/workbook.xml')
  if (main === undefined) throw new InvalidInputError('不是 xlsx 工作簿（没有 xl/workbook.xml）')
  const targets = new Map<string, string>()
  for await (const { Id = '', Target: target = '' } of tagsOf(parts.get('xl/_rels/workbook.xml.rels'), 'Relationship')) {
    targets.set(Id, target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  }
  const sheets: { name: string; part: string }[] = []
  let system: Book['system'] = 1900
  for await (const tokens of xmlTokens(main.read())) {
    for (const token of tokens) {
      if (token.kind !== 'open') continue
      const { name, attributes } = token
      if (name === 'sheet') sheets.push({ name: attributes['name'] ?? '', part: targets.get(relationOf(attributes)) ?? '' })
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes['date1904'] ?? '')) system = 1904
    }
  }
  return { sheets, system }
}

/** `r:id`, whatever its prefix is. */
function relationOf(attributes: Attributes): string {
  return Object.entries(attributes).find(([name]) => name === 'id' || name.endsWith(':id'))?.[1] ?? ''
}

async function* tagsOf(entry: ZipEntry | undefined, name: string): AsyncGenerator<Attributes> {
  if (entry === undefined) return
  for await (const tokens of xmlTokens(entry.read())) {
    for (const token of tokens) if (token.kind === 'open' && token.name === name) yield token.attributes
  }
}

/** Texts in their order; readings of Chinese characters (`rPh`) are left out. */
async function readShared(entry: ZipEntry | undefined): Promise<readonly string[]> {
  const texts: string[] = []
  if (entry === undefined) return texts
  let [text, reading, inText, chars] = ['', false, false, 0]
  for await (const tokens of xmlTokens(entry.read())) {
    for (const token of tokens) {
      if (token.kind === 'text') {
        if (inText && !reading) text = grown(text, token.text)
      } else if (token.name === 't') inText = token.kind === 'open'
      else if (token.name === 'rPh') reading = token.kind === 'open'
      else if (token.name === 'si' && token.kind === 'open') text = ''
      else if (token.name === 'si') {
        texts.push(excelText(text))
        chars += text.length
        if (chars > mostSharedChars) throw new InvalidInputError('工作簿的文字超过 2 亿字')
      }
    }
  }
  return texts
}

async function readStyles(entry: ZipEntry | undefined): Promise<readonly boolean[]> {
  const [codes, isDate] = [new Map<number, string>(), [] as boolean[]]
  if (entry === undefined) return isDate
  let inCells = false
  for await (const tokens of xmlTokens(entry.read())) {
    for (const token of tokens) {
      if (token.kind === 'text') continue
      if (token.name === 'cellXfs') inCells = token.kind === 'open'
      if (token.kind === 'close') continue
      if (token.name === 'numFmt') codes.set(Number(token.attributes['numFmtId']), token.attributes['formatCode'] ?? '')
      if (token.name !== 'xf' || !inCells) continue
      const id = Number(token.attributes['numFmtId'] ?? 0)
      isDate.push(isDateFormat(id, codes.get(id) ?? null))
    }
  }
  return isDate
}

interface OpenCell {
  readonly column: number
  readonly type: string
  readonly style: number
  value: string | null
  formula: string
}

async function* rowsOf(entry: ZipEntry, context: Context): AsyncGenerator<Row> {
  const sheet = new SheetReader(context)
  for await (const tokens of xmlTokens(entry.read())) {
    for (const token of tokens) {
      const row = sheet.take(token)
      if (row !== null && row.cells.some((cell) => cell !== null)) yield row
    }
  }
}

/** Takes the tokens of a sheet in order and gives a row when one ends. */
class SheetReader {
  readonly #context: Context
  #line = 0
  #cells: Cell[] = []
  #cell: OpenCell | null = null
  #inside: 'value' | 'formula' | null = null

  constructor(context: Context) {
    this.#context = context
  }

  take(token: XmlToken): { readonly line: number; readonly cells: readonly Cell[] } | null {
    if (token.kind === 'text') this.#read(token.text)
    else if (token.kind === 'close') return this.#close(token.name)
    else this.#open(token.name, token.attributes)
    return null
  }

  #read(text: string): void {
    if (this.#cell === null || this.#inside === null) return
    if (this.#inside === 'value') this.#cell.value = grown(this.#cell.value ?? '', text)
    else this.#cell.formula = grown(this.#cell.formula, text)
  }

  #open(name: string, attributes: Attributes): void {
    if (name === 'row') {
      this.#line = Number(attributes['r'] ?? this.#line + 1)
      this.#cells = []
    } else if (name === 'c') {
      const column = columnOf(attributes['r'] ?? null) ?? this.#cells.length
      this.#cell = { column, type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0), value: null, formula: '' }
    } else {
      this.#inside = name === 'v' || name === 't' ? 'value' : name === 'f' ? 'formula' : name === 'rPh' ? null : this.#inside
    }
  }

  #close(name: string): { readonly line: number; readonly cells: readonly Cell[] } | null {
    if (name === 'v' || name === 't' || name === 'f' || name === 'rPh') this.#inside = null
    if (name === 'c' && this.#cell !== null) {
      const { column } = this.#cell
      if (column < mostColumns) {
        while (this.#cells.length < column) this.#cells.push(null)
        this.#cells[column] = valueOf(this.#cell, this.#context)
      }
      this.#cell = null
    }
    return name === 'row' ? { line: this.#line, cells: this.#cells } : null
  }
}

function valueOf({ type, style, value, formula }: OpenCell, { shared, isDate, system }: Context): Cell {
  if (value === null) return formula === '' ? null : `=${formula}`
  if (type === 's') return blankToNull(shared[Number(value)] ?? '')
  if (type === 'b') return value === '1'
  // #REF! and the like: whoever wants the column is told, since what stood there is lost.
  if (type === 'e') return value
  if (type === 'd') return value
  if (type !== 'n') return blankToNull(excelText(value))
  const number = Number(value)
  if (value.trim() === '' || Number.isNaN(number)) return null
  // What is too long to be exact is no date, whatever its format: who wants the column refuses it.
  return isDate[style] === true && !isBeyondTable(number) ? writeSerial(number, system) : number
}

/** A text with a further piece. @throws InvalidInputError where no cell is so long */
function grown(text: string, piece: string): string {
  if (text.length + piece.length > mostCellChars) throw new InvalidInputError('有一格超过 100 万字，文件已损坏')
  return text + piece
}

function blankToNull(text: string): string | null {
  return text.trim() === '' ? null : text
}

/** `C5` is the third column: 2. */
function columnOf(reference: string | null): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  return letters === undefined ? null : Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}
