import { describe, expect, test } from 'vitest'
import { compareWording } from '../../../core/compare-wording.ts'
import { pageRetraction } from '../../../core/page-retraction.ts'

const wording = '11月3日8时许，临江区一化工厂发生爆炸，造成2人死亡、3人受伤。救援正在进行，原因正在调查。'
const carries = (page: string, approved = wording): boolean => compareWording(page, approved, { version: 1, asked: 0.9 }).carries

describe('a page that carries the wording and takes it back is no release', () => {
  test.each([
    '更正：上述通报内容不实，实际造成4人死亡。',
    '更正：上述通报内容不实。',
    '本通报已撤回。',
    '此稿作废',
    '（此稿作废，请勿转发）',
    '该消息系误发，请以后续发布为准',
    '该消息系工作人员误发，请以后续发布为准。',
    '上述信息有误，现予撤销。',
    '上述信息现予撤销。',
    '更正：以上数据有误。',
    '本文内容失实，特此致歉。',
    '经核实，上述内容不实。',
    '现撤回上述通报。',
    '我局决定撤销此前发布的情况通报。',
    '该稿件已作废。',
    '此前发布的通报有误。',
    '以上内容不属实。',
    '本条信息因编辑失误，属于错发。',
    '此稿尚未发布，仅供内部审阅',
    '以上通报系系统故障误推送。',
    '本文已被作者撤回',
    '上述通报与事实不符。',
    '该通报并非我局发布。',
    '上述内容纯属虚构。',
    '本通报不再有效。',
    '更正：死亡人数有误。',
    '致歉：因工作人员失误，误将此稿发出。',
    '以上为演练内容，并非真实事件。',
    '本通报已删除。',
    '以上为测试内容。',
    '请忽略上述信息。',
    '我局从未发布上述通报。',
    '上述信息有误，现更正为：造成4人死亡。',
    '此前发布的通报有误，现更正如下：造成4人死亡。',
    '以上通报已于今日撤下。'
  ])('behind it: %s', (back) => {
    expect(carries(`${wording}\n${back}`)).toBe(false)
  })

  test.each([
    ['before it', `【更正】以下为原稿，上文不实。\n${wording}`],
    ['in the title', `（征求意见稿）关于爆炸事故的情况通报\n${wording}`],
    ['in a mark', `【已撤稿】情况通报\n${wording}`],
    ['as a draft', `拟发布：${wording}（此稿尚未发布，仅供内部审阅）`],
    ['as a rumour, quoted', `网传“${wording}”系谣言，请勿传播。`],
    ['as a rumour, told', `近日，有网民发布消息称：${wording}经核查，以上系谣言。`],
    ['as a rumour of somebody', `网上流传的“情况通报”（${wording}）系伪造，我区从未发布。`]
  ])('%s', (_where, page) => {
    expect(carries(page)).toBe(false)
  })

  test('and the page says so in its own words', () => {
    expect(compareWording(`${wording}本通报已撤回。`, wording, { version: 1, asked: 0.9 }).against).toEqual(['页面写明「本通报已撤回」'])
  })
})

describe('words like these that take nothing back', () => {
  test.each([
    '网传“厂区发生二次爆炸”系谣言，请勿传播。',
    '针对网传伤亡人数超过百人，经核实，该消息不实。',
    '有网民称江水已被污染。经核查，上述信息不实。',
    '问：网传江水被污染，是否属实？答：该消息不实。',
    '网上流传的一段视频与本次事故无关，该视频所配文字失实。',
    '如上述内容有误，请与我们联系。',
    '如发现本页面信息有误，欢迎指正。',
    '该公司此前声明有误，已被约谈。',
    '记者注意到，该企业官网已撤回此前发布的声明。',
    '对编造、散布虚假信息的，公安机关将依法查处。',
    '上述企业的安全生产许可证已被依法吊销。',
    '以上内容如有错误，请指正。',
    '本文内容未经授权不得转载。',
    '本页面信息仅供参考，请以现场公告为准。',
    '网传一份停课通知，我局从未发布该信息。',
    '本网发布的信息由各部门提供，部分内容存在滞后。',
    '请以官方发布的信息为准。',
    '后续情况将及时发布，请以后续发布为准。',
    '涉事企业安全生产许可证已被撤销。',
    '该企业提供的材料虚假，已立案调查。',
    '编造、传播虚假信息将依法追究责任。',
    '请广大市民不信谣、不传谣。',
    '未发现次生灾害。',
    '有人散布不实信息，公安机关已依法处理。',
    '事故发生后，此前停运的线路已全部恢复。',
    '上述情况已向社会发布。',
    '本通报由区应急管理局负责解释。'
  ])('%s', (more) => {
    expect(carries(`${wording}\n${more}`)).toBe(true)
  })

  test.each([
    '近日，有网民发布“临江区水厂被污染”的信息。经核查，上述信息不实，我区供水一切正常。',
    '网传“临江大桥垮塌”系谣言。经公安机关调查，该消息系杨某编造，已依法处理。',
    '关于网传学校停课的说明：该消息系误传，全区学校正常上课。',
    '我局11月2日发布的通报数据有误，现更正如下：上述通报中死亡人数应为3人。'
  ])('a wording that itself refutes or corrects: %s', (approved) => {
    expect(carries(`情况说明\n${approved}\n来源：区融媒体中心`, approved)).toBe(true)
  })

  test('an older text that the wording corrects is not it', () => {
    expect(carries(`更正\n我局此前发布的通报有误，现更正如下：${wording}`)).toBe(true)
    expect(carries(`【更正】情况通报有误，请以下列为准。${wording}`)).toBe(true)
    expect(carries(`现撤回此前发布的情况通报，重新通报如下。${wording}`)).toBe(true)
  })

  test('are told from a withdrawal behind a wording that refutes a rumour', () => {
    const approved = '有网民发布“水厂被污染”的信息。经核查，上述信息不实。'
    expect(pageRetraction(`${approved}本通报已撤回。`, approved)).toBe('本通报已撤回')
  })
})
