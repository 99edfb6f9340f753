import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  FrameAnchorType,
  Header,
  HeightRule,
  HorizontalPositionAlign,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  VerticalPositionAlign,
  WidthType,
  type FileChild,
  type IParagraphOptions,
  type IRunOptions
} from 'docx'
import { ChartRun } from 'docx/charts'
import { TextWatermark } from 'docx/watermarks'
import { axisLabels } from '../../core/reports/chart-labels.ts'
import {
  attachmentsOf,
  annexTitle,
  citeMark,
  drillLine,
  footLine,
  type Block,
  type Chart,
  type Paper,
  type Run,
  type Source
} from '../../core/reports/paper.ts'
import { fontNames, letterheadPt, letterheadRed, pageLayout, signedByRightPt, signedOnRightPt, sizePt } from '../../core/reports/paper-layout.ts'

const twipsAMm = 1440 / 25.4
const twips = (mm: number): number => Math.round(mm * twipsAMm)
const line = Math.round(pageLayout.linePt * 20)
const textWidth = twips(pageLayout.widthMm - pageLayout.leftMm - pageLayout.rightMm)
/** In twentieths of a point, what a sign of 3号 gives up so that 28 stand in a line: as spacing, since a grid of signs is drawn differently by each program. */
const signSpace = Math.floor(textWidth / pageLayout.signsALine - sizePt.three * 20)
/** Two signs of 3号. */
const indent = sizePt.three * 2 * 20

type Font = keyof Omit<typeof fontNames, 'latin'>

/** A 公文 as Word opens it. Every word of the paper is text: nothing in it is a field, a link or markup. */
export async function writeDocx(paper: Paper): Promise<Uint8Array<ArrayBuffer>> {
  const document = new Document({
    title: paper.title,
    creator: paper.signedBy,
    description: paper.drill ? drillLine : paper.number,
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { font: fontOf('body'), size: sizePt.three * 2, language: { eastAsia: 'zh-CN' } } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: twips(pageLayout.widthMm), height: twips(pageLayout.heightMm) },
            margin: {
              top: twips(pageLayout.topMm),
              bottom: twips(pageLayout.bottomMm),
              left: twips(pageLayout.leftMm),
              right: twips(pageLayout.rightMm),
              header: twips(15),
              footer: twips(24)
            }
          },
          grid: { linePitch: line }
        },
        headers: paper.drill ? { default: drillHeader(), even: drillHeader() } : {},
        footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
        children: [...headOf(paper), ...bodyOf(paper), ...signatureOf(paper), ...sourcesOf(paper), ...imprintOf(paper)]
      }
    ]
  })
  return new Uint8Array(await Packer.toBuffer(document))
}

function fontOf(font: Font): { ascii: string; hAnsi: string; eastAsia: string; cs: string } {
  const latin = font === 'pageNumber' ? fontNames.pageNumber : fontNames.latin
  return { ascii: latin, hAnsi: latin, eastAsia: fontNames[font], cs: latin }
}

function words(text: string, font: Font = 'body', more: Partial<IRunOptions> & { pt?: number } = {}): TextRun {
  const { pt = sizePt.three, ...rest } = more
  return new TextRun({ text, font: fontOf(font), size: pt * 2, ...(pt === sizePt.three ? { characterSpacing: signSpace } : {}), ...rest })
}

/** A paragraph on the grid of 22 lines. */
function set(children: (TextRun | ChartRun)[], more: Partial<IParagraphOptions> = {}): Paragraph {
  return new Paragraph({ spacing: { line, lineRule: LineRuleType.EXACT, before: 0, after: 0 }, children, ...more })
}

const emptyLine = (): Paragraph => set([])
/** Low enough not to be seen where it comes to stand at the head of a page. */
const underTable = (): Paragraph => new Paragraph({ spacing: { line: 200, lineRule: LineRuleType.EXACT } })

function headOf(paper: Paper): Paragraph[] {
  const marks = [paper.secrecy, paper.urgency].filter((mark) => mark !== null)
  const pt = letterheadPt(paper.letterhead)
  const rule = { bottom: { style: BorderStyle.SINGLE, size: 12, color: letterheadRed, space: 4 } }
  const head = set([words(paper.letterhead, 'title', { pt, color: letterheadRed })], {
    alignment: AlignmentType.CENTER,
    spacing: { line: Math.round(pt * 1.25 * 20), lineRule: LineRuleType.EXACT, before: marks.length === 0 ? line : 0, after: line / 2 }
  })
  return [
    ...marks.map((mark) => set([words(mark, 'headingOne')])),
    head,
    ...(paper.layout === 'document'
      ? [set([words(paper.number)], { alignment: AlignmentType.CENTER, border: rule })]
      : [
          set([words(paper.number)], { alignment: AlignmentType.CENTER }),
          set([words(`${paper.printedBy}\t${paper.signedOn}`)], { border: rule, tabStops: [{ type: 'right', position: textWidth }] })
        ]),
    emptyLine(),
    set([words(paper.title, 'title', { pt: sizePt.two })], {
      alignment: AlignmentType.CENTER,
      spacing: { line: Math.round(sizePt.two * 1.5 * 20), lineRule: LineRuleType.EXACT }
    }),
    emptyLine()
  ]
}

function bodyOf(paper: Paper): FileChild[] {
  const to = paper.recipients.length === 0 ? [] : [set([words(`${paper.recipients.join('，')}：`)])]
  return [...to, ...paper.blocks.flatMap((block, index) => blockOf(block, index === paper.blocks.length - 1))]
}

function blockOf(block: Block, last: boolean): FileChild[] {
  switch (block.kind) {
    case 'heading': {
      const font = block.level === 1 ? 'headingOne' : block.level === 2 ? 'headingTwo' : 'body'
      return [set([words(block.text, font, { bold: block.level === 3 })], { indent: { firstLine: indent }, keepNext: true })]
    }
    case 'paragraph':
      return [set(runsOf(block.runs), { indent: { firstLine: indent }, alignment: AlignmentType.BOTH, ...(last ? together : {}) })]
    case 'table':
      return [caption(block.caption), tableOf(block), underTable()]
    case 'chart':
      return [
        caption(block.caption),
        new Paragraph({ alignment: AlignmentType.CENTER, spacing: { before: 60, after: line / 2 }, children: [chartOf(block.chart)] })
      ]
    default:
      return block satisfies never
  }
}

function runsOf(runs: readonly Run[]): TextRun[] {
  return runs.flatMap(({ text, cites }) => [words(text), ...citeOf(cites)])
}

function citeOf(cites: readonly number[]): TextRun[] {
  return cites.length === 0 ? [] : [words(citeMark(cites), 'body', { superScript: true })]
}

function caption({ text, cites }: Run): Paragraph {
  return set([words(text, 'headingOne', { pt: sizePt.table }), ...citeOf(cites)], { alignment: AlignmentType.CENTER, keepNext: true })
}

function tableOf({ columns, rows }: Extract<Block, { kind: 'table' }>): Table {
  const shares = columns.reduce((sum, { share }) => sum + share, 0)
  const widths = columns.map(({ share }) => Math.floor((share / shares) * textWidth))
  const thin = { style: BorderStyle.SINGLE, size: 4, color: '000000' }
  const cell = (text: string, index: number, head: boolean): TableCell =>
    new TableCell({
      width: { size: widths[index] ?? 0, type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.CENTER,
      margins: { left: 60, right: 60, top: 30, bottom: 30 },
      children: [
        new Paragraph({
          alignment: head ? AlignmentType.CENTER : (columns[index]?.align ?? AlignmentType.LEFT),
          keepNext: head,
          spacing: { line: 320, lineRule: LineRuleType.EXACT },
          children: [words(text, head ? 'headingOne' : 'body', { pt: sizePt.table })]
        })
      ]
    })
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    borders: { top: thin, bottom: thin, left: thin, right: thin, insideHorizontal: thin, insideVertical: thin },
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: columns.map(({ head }, index) => cell(head, index, true)) }),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: row.map((text, index) => cell(text, index, false)) }))
    ]
  })
}

/** Word's own chart, with its data in it, so that an office can edit it. Black on white: it is printed. */
function chartOf({ form, unit, points }: Chart): ChartRun {
  const font = { family: fontNames.pageNumber, size: 9, color: '000000' }
  const axis = form === 'curve' ? axisLabels(points) : { labels: points.map(({ label }) => label), unit: '' }
  const shared = {
    categories: axis.labels,
    legend: false as const,
    font: { color: '000000' },
    chartArea: { border: 'none' as const },
    categoryAxis: { font, ...(axis.unit === '' ? {} : { title: axis.unit }), ...(form === 'bars' ? { reverseOrder: true } : {}) },
    altText: {
      name: unit,
      description: points
        .map(({ label, value }) => `${label}${value}`)
        .join('，')
        .slice(0, 1000)
    }
  }
  if (form === 'curve') {
    return new ChartRun({
      type: 'line',
      ...shared,
      valueAxis: { title: unit, font },
      series: [{ name: unit, values: points.map(({ value }) => value), color: '1F3864' }],
      transformation: { width: 560, height: 170 }
    })
  }
  return new ChartRun({
    type: 'bar',
    ...shared,
    gapWidth: 60,
    valueAxis: { visible: false, gridlines: false },
    dataLabels: { value: true, position: 'outsideEnd', font },
    series: [{ name: unit, values: points.map(({ value }) => value), color: '1F3864' }],
    transformation: { width: 560, height: 40 + 22 * points.length }
  })
}

/** No page holds a signature alone: what leads to it, from the last words of the text on, stays with it. */
const together = { keepNext: true } as const

function signatureOf(paper: Paper): Paragraph[] {
  const attachments = attachmentsOf(paper)
  const [first, ...others] = attachments
  const numbered = (text: string, index: number): string => (attachments.length === 1 ? text : `${index + 1}．${text}`)
  const listed =
    first === undefined
      ? []
      : [
          set([], together),
          set([words(`附件：${numbered(first, 0)}`)], { ...together, indent: { left: indent } }),
          ...others.map((text, index) => set([words(numbered(text, index + 1))], { ...together, indent: { left: indent + sizePt.three * 3 * 20 } }))
        ]
  if (paper.layout === 'bulletin') return listed
  const right = { alignment: AlignmentType.RIGHT, keepLines: true }
  return [
    ...listed,
    set([], together),
    set([words(paper.signedBy)], { ...right, ...together, indent: { right: Math.round(signedByRightPt(paper) * 20) } }),
    set([words(paper.signedOn)], { ...right, indent: { right: signedOnRightPt * 20 } })
  ]
}

function sourcesOf(paper: Paper): Paragraph[] {
  if (paper.sources.length === 0) return []
  if (paper.sourcesIn === 'foot') {
    return [small(footLine(paper))]
  }
  const place = attachmentsOf(paper)
  return [
    set([words(`附件${place.length === 1 ? '' : place.length}`, 'headingOne')], { pageBreakBefore: true }),
    emptyLine(),
    set([words(annexTitle, 'title', { pt: sizePt.two })], { alignment: AlignmentType.CENTER }),
    emptyLine(),
    ...paper.sources.map((source) => small(sourceLine(source)))
  ]
}

function sourceLine({ number, text }: Source): string {
  return `[${number}] ${text}`
}

/** Hashes and addresses have no blanks, so that they may break anywhere. */
function small(text: string): Paragraph {
  return new Paragraph({
    spacing: { line: 240, lineRule: LineRuleType.EXACT, after: 40 },
    wordWrap: false,
    children: [words(text, 'body', { pt: sizePt.small })]
  })
}

/** 版记, at the foot of the last page. */
function imprintOf({ copiesTo, printedBy, signedOn }: Paper): Paragraph[] {
  const border = { style: BorderStyle.SINGLE, size: 8, color: '000000', space: 1 }
  // One paragraph: several of one frame are placed apart by some programs.
  const copies = copiesTo.length === 0 ? [] : [words(`抄送：${copiesTo.join('，')}。`, 'body', { pt: sizePt.four })]
  const printed = words(`${printedBy}\t${signedOn}印发`, 'body', { pt: sizePt.four, ...(copies.length === 0 ? {} : { break: 1 }) })
  return [
    set([...copies, printed], {
      frame: {
        type: 'alignment',
        width: textWidth,
        height: (copies.length + 1) * 460,
        rule: HeightRule.ATLEAST,
        anchor: { horizontal: FrameAnchorType.MARGIN, vertical: FrameAnchorType.MARGIN },
        alignment: { x: HorizontalPositionAlign.LEFT, y: VerticalPositionAlign.BOTTOM }
      },
      spacing: { line: 440, lineRule: LineRuleType.EXACT },
      indent: { left: sizePt.four * 20, right: sizePt.four * 20 },
      tabStops: [{ type: 'right', position: textWidth - sizePt.four * 20 }],
      border: { top: border, bottom: border }
    })
  ]
}

/** — 1 — in 4号宋体, one sign in from the outer edge. */
function pageNumber(alignment: typeof AlignmentType.RIGHT | typeof AlignmentType.LEFT): Footer {
  const number = new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: fontOf('pageNumber'), size: sizePt.four * 2 })
  const edge = sizePt.four * 20
  return new Footer({ children: [new Paragraph({ alignment, indent: { left: edge, right: edge }, children: [number] })] })
}

function drillHeader(): Header {
  return new Header({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [
          words(drillLine, 'headingOne', { pt: sizePt.table }),
          new TextWatermark({ text: '演练', font: fontNames.headingOne, color: '808080', opacity: 0.25, width: 360, height: 180 })
        ]
      })
    ]
  })
}
