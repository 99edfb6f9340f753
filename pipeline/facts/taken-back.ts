import { clauseAround, type FigurePlace } from './figure-place.ts'

/** Opens what is only said: 网传, 造谣“…”. */
const opens = /网传|谣传|误传|盛传|疯传|风传|传言|流传|传闻|所谓|编造|捏造|散布|造谣|谎称|配文|辟谣:?(?=["“])/g
/** Ends it: what follows is what the writer says himself. */
const closes =
  /不实|失实|不属实|不符|谣言|误传|虚假|子虚乌有|被拘|行拘|被罚|立案|实际|实为|实有|经核实|经核查|经查|目前|截至|确认|通报|共造成|事故造成|火灾造成|爆炸造成|该起|可是|[,。]可|但|其实|后来|承认|官方说是/g
const mayDeny = /谣|不实|失实|不属实|不符|捏造|虚构|误传|虚假|子虚|无中生有|否认|并未发生|没有发生|没有此事/
const denied = /谣|不实|失实|不属实|不符|捏造|虚构|误传|虚假|子虚|无中生有|并未发生|没有发生|没有此事/
/** A clause or sentence that takes back what stands before it. */
const takesBack =
  /^(?:(?:该|此|这|上述|以上|相关)[^,。]{0,6}|系|纯属|均|为|消息|内容|说法|是|并|经核实|经查)[^,。]{0,10}(?:谣|不实|失实|不属实|捏造|虚构|误传|虚假|子虚|无中生有)/
const officeDenies =
  /^(?:官方|警方|公安|网警|有关部门|相关部门|消防|应急部门|[^,。]{0,8}(?:通报|回应))[^,。我]{0,6}(?:辟谣|否认|谣言|不实|假的)(?=[,。!?]|$)/
const quotedEnd = /^[^“]{0,12}”/

/** Whether the text takes anything back: looked for first. */
export function takesAnythingBack(plain: string): boolean {
  return mayDeny.test(plain)
}

/** Whether the text takes this figure back: it is told as a rumour, quoted as one, or gainsaid right behind. */
export function isRumour(plain: string, figure: FigurePlace): boolean {
  const { from, start, end, to } = figure
  if (isOpen(plain.slice(from, start))) return true
  const behind = plain.slice(end, to)
  const quoted = quotedEnd.exec(behind)
  const opened = plain.slice(from, start)
  if (quoted !== null && opened.lastIndexOf('“') > opened.lastIndexOf('”') && denied.test(behind.slice(quoted[0].length, quoted[0].length + 8)))
    return true
  const clause = clauseAround(plain, start, end)
  if (denied.test(plain.slice(end, clause.to))) return true
  const next = plain.slice(clause.to).replace(/^[,:()。;!?\n”]+/, '')
  return takesBack.test(next) || officeDenies.test(next)
}

function isOpen(upTo: string): boolean {
  const last = (expression: RegExp): number => Array.from(upTo.matchAll(expression), ({ index }) => index).at(-1) ?? -1
  return last(opens) > last(closes)
}
