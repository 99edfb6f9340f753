/** Words that official Chinese uses where nothing is told: what is left of a text without them is what it says. */
const empty = [
  // 什么
  '有关|相关|各项|各有关|具体|实际|总体|整体|其他|其它|后续|善后|应急|处置|处理|应对|情况|工作|事宜|事项|事情|措施|问题|部门|单位|方面|人员|此事|该事|本次|此次|事件|进展|信息',
  // 怎样
  '高度|十分|非常|重视|积极|主动|认真|依法依规|依法|依规|妥善|全力|全面|有序|有力|有效|稳妥|扎实|及时|第一时间|迅速|立即|深入|持续|加大力度|按职责|按照职责|牵头|配合|协同|联动',
  // 做
  '正在|已经|继续|进一步|开展|推进|进行|核实|调查|了解|掌握|落实|采取|做好|加强|强化|研究|跟进|关注|组织|部署|安排|完成|启动|展开|确保|发布|通报|公布|告知|说明',
  // 何时
  '近期|近日|尽快|尽早|适时|择机|稍后|届时|随后|今后|目前|当前|现阶段|今日|今天|另行|待定|待补充|待续|从略|同上|暂无|暂时',
  // 谁
  '广大|公众|群众|市民|居民|网民|网友|社会各界|大家|我们|我市|我区|我县|我局|我委|本局|本市|本单位|各级|领导',
  // 劝告
  '留意|注意|耐心等待|等待|理解|支持|谅解|放心|安心|感谢|敬请|恳请|希望|建议',
  // 虚词
  '[请将会已现正并对为中由在与和及等的了地得于以向把被让各再又也都着过所其该此之前后内上下无有是]'
].join('|')

const emptyPattern = new RegExp(empty, 'gu')

/** A single letter says nothing either. */
const fewestLetters = 2

/** Whether a text is filler alone (有关工作正在有序开展). @param names of those who are there anyway, as the unit that speaks */
export function saysNothing(text: string, names: readonly string[]): boolean {
  const named = names.reduce((rest, name) => (name === '' ? rest : rest.replaceAll(name, '')), text.normalize('NFKC'))
  return named.replace(emptyPattern, '').replace(/[^\p{L}\p{N}]/gu, '').length < fewestLetters
}
